"""Answers about pay forms: a member's form for a period, and what a pay rule would pay."""

import datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.rotation import CoverShown
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.pay.model import LineKind, PayLine
from oncall_cli.core.payform import Missing
from oncall_cli.core.payform_difference import Difference
from oncall_cli.core.schedule import Cause

LOCALE = "en"
"""How money is written where a policy does not say."""

KIND_LABELS: dict[LineKind, str] = {
    "standby": "Standby",
    "holiday_addon": "Holidays in the week",
    "call_out": "Call-outs",
    "call_fee": "Call fees",
    "guarantee": "Guaranteed call-out hours",
}


class PeriodShown(Frozen):
    """The dates a form is for, both inside; an on-call week is named to the date it ends on."""

    first: datetime.date = Field(serialization_alias="from")
    last: datetime.date = Field(serialization_alias="to")


class FormWeek(Frozen):
    """A week that the period touches: who owns it, who covers in it, and who it or a part of it is paid to on
    this form, if so."""

    week: datetime.date
    start: Moment
    end: Moment
    owner: str | None
    name: str | None
    person: str | None
    state: Literal["published", "projected"]
    ordered: str | None
    was: str | None = None
    swap: int | None
    cause: Cause | None = None
    reason: str | None = None
    cover: tuple[CoverShown, ...] = ()
    holidays: tuple[str, ...]
    stage: Literal["ended", "running", "coming"]


class CallShown(Frozen):
    """A call: when, for whom, minutes worked and paid, and who else worked on its ticket (T8)."""

    ticket: int | None
    date: datetime.date
    start: Moment
    end: Moment
    caller: str | None
    summary: str | None
    reference: str | None
    others: tuple[str, ...]
    worked: int
    paid: int
    amount: Decimal
    why: str


class KindTotal(Frozen):
    """The sum of the lines of one kind."""

    kind: LineKind
    label: str
    amount: Decimal


class Signature(Frozen):
    """Who put their name to a form, and when; `by` is the manager who did it for them, where one did."""

    person: str
    name: str
    moment: Moment
    by: str | None = None


class SentBack(Frozen):
    """A form of the same period that a manager sent back, and why."""

    form: int
    person: str
    name: str
    moment: Moment
    reason: str


class Replaced(Frozen):
    """The form before this one for the same period: its total, what this one comes to beyond it (less than
    nothing where it is less), and the reason for the correction. `approved` where it was signed, so that it
    may have been paid."""

    form: int
    total: Decimal
    difference: Decimal
    because: str | None
    approved: bool = False


class PayForm(Answer):
    """A member's pay form for a period; `due` is when it is to be turned in.

    What was turned in has a number (`form`) and never changes; `differences` is then what today's tickets and
    rules would make of it otherwise. Money is written for people as `locale` does.
    """

    person: str
    name: str
    payroll: str | None
    team: str
    timezone: str
    period: PeriodShown
    form: int | None = None
    week: datetime.date | None = None
    state: Literal["draft", "submitted", "approved"]
    policy: str
    currency: str
    due: Moment
    weeks: tuple[FormWeek, ...]
    lines: tuple[PayLine, ...]
    totals: tuple[KindTotal, ...]
    total: Decimal
    calls: tuple[CallShown, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]
    locale: str = LOCALE
    submitted: Signature | None = None
    approved: Signature | None = None
    sent_back: SentBack | None = None
    replaces: Replaced | None = None
    replaced_by: int | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def title(self) -> str:
        """Whose form it is, for when, and what state it is in."""
        numbered = f"Pay form {self.form}" if self.form else "Pay form"
        state = "DRAFT" if self.state == "draft" else self.state
        return (
            f"{numbered} of {self.name} ({self.person}), {self.period.first} to {self.period.last}: {state}"
        )


class PayFormsApproved(Answer):
    """The forms that a manager signed at once."""

    forms: tuple[PayForm, ...]


class PayTried(Answer):
    """What a pay rule would pay for time stood by and worked."""

    file: str
    timezone: str
    base_rate: Decimal
    currency: str
    lines: tuple[PayLine, ...]
    totals: tuple[KindTotal, ...]
    total: Decimal
    calls: tuple[CallShown, ...]
    locale: str = LOCALE
    notes: tuple[str, ...] = ()


def totals_of(lines: tuple[PayLine, ...]) -> tuple[KindTotal, ...]:
    """The sum of each kind of line, in the order a form lists them."""
    found = []
    for kind, label in KIND_LABELS.items():
        amounts = [line.amount for line in lines if line.kind == kind]
        if amounts:
            found.append(KindTotal(kind=kind, label=label, amount=sum(amounts[1:], amounts[0])))
    return tuple(found)
