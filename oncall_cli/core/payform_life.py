"""The life of a pay form: draft, turned in, signed, or sent back and turned in anew.

- A draft is worked out whenever it is asked for; nothing of it is kept.
- What its technician turns in is frozen, with the policy it was made by, and gets a number.
- A manager approves it, or sends it back with a reason; then its period has a draft again.
- A correction is a form of its own that names the one it replaces. One that only waited for a signature is
  replaced at once; one that is approved stays what is paid until its correction is approved.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.span import Span

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
    `submitted_by` is the manager who turned it in for its technician, where one did.
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
    sent_back: Moment | None = None
    sent_back_by: str | None = None
    sent_back_because: str | None = None

    @property
    def span(self) -> Span:
        """Every instant that belongs to its period."""
        return Span(self.start, self.end)

    @property
    def standing(self) -> bool:
        """Whether it speaks for its period: it waits for a signature or has one."""
        return self.state in STANDING
