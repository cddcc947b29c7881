"""The life of a pay form: draft, turned in, signed, or sent back and turned in anew.

- A draft is worked out whenever it is asked for; nothing of it is kept.
- What its technician turns in is frozen, with the policy it was made by, and gets a number.
- A manager approves it, or sends it back with a reason; then its period has a draft again.
- A correction is a form of its own that names the one it replaces. One that only waited for a signature is
  replaced at once; one that is approved stays what is paid until its correction is approved.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from oncall_cli.core.actor import Actor
from oncall_cli.core.member import Member
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.span import Span
from oncall_cli.errors import Refused

TurnedInState = Literal["submitted", "approved", "sent_back", "replaced"]
FormStep = Literal["approve", "send_back", "replace"]

TRANSITIONS: dict[tuple[TurnedInState, FormStep], TurnedInState] = {
    ("submitted", "approve"): "approved",
    ("submitted", "send_back"): "sent_back",
    ("submitted", "replace"): "replaced",
    ("approved", "replace"): "replaced",
}
STANDING: tuple[TurnedInState, ...] = ("submitted", "approved")
"""The states in which a form speaks for its period."""


class TurnedIn(Frozen):
    """A pay form as it was turned in, for the dates from `first` to `last`, the instants from `start`
    up to `end`; `week` where it is for an on-call week. `form` is all of it as JSON, and never changes.

    `replaces` is the form before it for the same period, and `because` the reason for a correction.
    `submitted_by` is the manager who turned it in for its technician, where one did. Who signed it or sent it
    back is kept with the name they had then.
    """

    id: int
    person: str
    week: date | None
    first: date
    last: date
    start: Moment
    end: Moment
    state: TurnedInState
    currency: str
    total: Decimal
    form: str
    replaces: int | None = None
    because: str | None = None
    submitted: Moment
    submitted_by: str | None = None
    approved: Moment | None = None
    approved_by: str | None = None
    approved_name: str | None = None
    sent_back: Moment | None = None
    sent_back_by: str | None = None
    sent_back_name: str | None = None
    sent_back_because: str | None = None

    @property
    def span(self) -> Span:
        """Every instant that belongs to its period."""
        return Span(self.start, self.end)

    @property
    def dates_said(self) -> str:
        """What it is for, in words."""
        return dates_said(self.week, self.first, self.last)

    @property
    def dates_option(self) -> str:
        """How a command line names what it is for: "--week 2026-11-16"."""
        return f"--week {self.week}" if self.week else f"--period {self.first}/{self.last}"

    @property
    def standing(self) -> bool:
        """Whether it speaks for its period: it waits for a signature or has one."""
        return self.state in STANDING


def dates_said(week: date | None, first: date, last: date) -> str:
    """What a form is for: "the week of 2026-11-16", or "2026-11-01 to 2026-11-30"."""
    return f"the week of {week}" if week else f"{first} to {last}"


def next_state(form: TurnedIn, step: FormStep) -> TurnedInState:
    """The state after a step; Refused where what became of the form does not allow it."""
    state = TRANSITIONS.get((form.state, step))
    if state is not None:
        return state
    if form.state == "sent_back":
        raise Refused(
            f"pay form {form.id} was sent back by {form.sent_back_by}: {form.sent_back_because}",
            hint=f"{form.person} turns it in anew: oncall payform submit {form.dates_option}",
        )
    if form.state == "replaced":
        raise Refused(
            f"pay form {form.id} was replaced by a correction",
            hint=f"oncall payform show --form {form.id} names the one that did",
        )
    if step == "send_back":
        raise Refused(
            f"pay form {form.id} is signed by {form.approved_by}, and what is signed is not sent back",
            hint=f"a correction replaces it: {form.person} says oncall payform submit {form.dates_option} "
            "--correction REASON",
        )
    raise Refused(f"pay form {form.id} is signed by {form.approved_by} already")


def paid_before(forms: Iterable[TurnedIn]) -> TurnedIn | None:
    """Of the forms of one period, the one that is paid; nothing where none was ever signed."""
    return next((form for form in forms if form.state == "approved"), None)


def waiting_among(forms: Iterable[TurnedIn]) -> TurnedIn | None:
    """Of the forms of one period, the one that waits for a signature, if one does."""
    return next((form for form in forms if form.state == "submitted"), None)


def replaced_by(form: TurnedIn, forms: Iterable[TurnedIn]) -> TurnedIn | None:
    """Which of all `forms` of its period, oldest first, replaced one: of what was paid the correction that
    was signed, of what only waited the next that was turned in."""
    if form.state != "replaced":
        return None
    later = [other for other in forms if other.id > form.id]
    return next((other for other in later if other.approved or not form.approved), None)


def others_to_sign(form: TurnedIn, actor: Actor, members: Iterable[Member], day: date) -> list[str]:
    """The managers who are there to sign a form that is one's own; none where whoever acts may sign it: that
    of somebody else, or their own where no other manager is there."""
    if form.person not in (actor.handle, actor.by.handle if actor.by else None):
        return []
    return [
        member.handle
        for member in members
        if member.role == "manager" and member.handle != form.person and not member.is_gone(day)
    ]
