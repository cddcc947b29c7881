"""What to know right now: who has the phone, what is open, what is due."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.core.clock import ClockName, ClockState
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.ticket import Status


class NextOn(Frozen):
    """Who has the phone next, and from when."""

    person: str
    name: str
    start: Moment


class Due(Frozen):
    """The clock of a ticket that is due first: `minutes` until then, negative once it is late."""

    clock: ClockName
    due: Moment
    state: ClockState
    minutes: int


class TicketDue(Frozen):
    """An open ticket, in the order of the queue."""

    id: int
    tier: int | None
    status: Status
    caller: str
    description: str
    assignee: str | None
    received: Moment
    next_due: Due | None


class Overdue(Frozen):
    """A clock that has run out and is still open."""

    ticket: int
    clock: ClockName
    due: Moment
    minutes: int


class SwapWaiting(Frozen):
    """A swap that waits for whoever asks."""

    id: int
    waits_for: str


class Now(Answer):
    """Who is on, until when, who is next, what is open and what is overdue."""

    moment: Moment
    team: str
    week: date | None
    person: str | None
    name: str | None
    phone: str | None
    until: Moment
    next: NextOn | None
    after_hours: bool
    office_open: bool
    holiday: str | None
    tickets: tuple[TicketDue, ...]
    overdue: tuple[Overdue, ...]
    swaps: tuple[SwapWaiting, ...]


class NowShort(Answer):
    """The same in one line."""

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
