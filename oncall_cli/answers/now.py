"""What to know right now: who has the phone, what is open, what is due."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.clock import ClockName
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.notice import Notice


class NextOn(Frozen):
    """Who has the phone next, and from when."""

    person: str
    name: str
    start: Moment


class Overdue(Frozen):
    """A clock of a ticket that ran out `minutes` ago; of one that is Done, that of its documents (T9)."""

    ticket: int
    clock: ClockName
    due: Moment
    minutes: int


class SwapWaiting(Frozen):
    """A swap that waits for whoever asks."""

    id: int
    waits_for: str


class PayFormsLate(Frozen):
    """The members who have not turned in their pay form of a week, which was due at a moment that is past."""

    week: date
    due: Moment
    people: tuple[str, ...]


class PayFormSentBack(Frozen):
    """A pay form of whoever asks that a manager sent back and that was not turned in anew, for the dates from
    `first` to `last`; `week` where it is for an on-call week."""

    form: int
    week: date | None
    first: date
    last: date
    reason: str


class Now(Answer):
    """Who is on, until when, who is next, what is open and overdue, and what whoever asks must know; of a
    `past` moment, who was on. `owner` has the week, also while `person` is on by the cover of that number.
    How many tickets are `deferred` is counted; they are not among the `tickets`. What is `overdue` has every
    open ticket, and of the Done ones those that are the longest late; `overdue_more` counts the others.
    Replies are counted by how they stand; what is being sent right now is none of them. `pay_forms_late`
    and `pay_forms_sent_back` are of the last weeks alone; `pay_forms_to_sign` wait for the
    signature of whoever asks."""

    moment: Moment
    past: bool
    team: str
    week: date | None
    person: str | None
    name: str | None
    phone: str | None
    owner: str | None
    owner_name: str | None
    cover: int | None
    until: Moment
    next: NextOn | None
    after_hours: bool
    office_open: bool
    holiday: str | None
    tickets: tuple[TicketShown, ...]
    overdue: tuple[Overdue, ...]
    overdue_more: int = 0
    swaps: tuple[SwapWaiting, ...]
    deferred: int = 0
    next_deferred: Moment | None = None
    mail_waiting: int = 0
    mail_unsure: int = 0
    mail_refused: int = 0
    notices: tuple[Notice, ...] = ()
    pay_forms_late: tuple[PayFormsLate, ...] = ()
    pay_forms_sent_back: tuple[PayFormSentBack, ...] = ()
    pay_forms_to_sign: tuple[int, ...] = ()


class NowShort(Answer):
    """The same in one line. `late` counts open tickets alone, which somebody waits for."""

    person: str | None
    until: Moment
    next: str | None
    open: int
    late: int
    line: str


class Welcome(Answer):
    """How to begin, where there is no store yet."""

    store: str
    lines: tuple[str, ...]
