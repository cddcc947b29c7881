"""What pay is worked out from, duties and calls, and what comes of it: lines, and calls as they were paid."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.span import Span

LineKind = Literal["standby", "holiday_addon", "call_out", "call_fee", "guarantee"]
LineUnit = Literal["week", "holiday", "day", "hour", "duty", "block", "call"]


def _in_order(start: datetime, end: datetime) -> None:
    if end < start:
        raise ValueError("expected an end that is not before its start")


class Duty(Frozen):
    """Time that one member stood by, holding the phone.

    `whole_week` where nobody covered any of an on-call week. A part of a week says which week (`week`) and
    from when to when that week ran (`week_start`, `week_end`), so that it can be paid its share alone.
    """

    start: Moment
    end: Moment
    whole_week: bool = False
    week: date | None = None
    week_start: Moment | None = None
    week_end: Moment | None = None

    @model_validator(mode="after")
    def _sound(self) -> "Duty":
        _in_order(self.start, self.end)
        if (self.week_start is None) is not (self.week_end is None):
            raise ValueError("expected week_start and week_end together")
        if self.week_start is not None and self.week_end is not None:
            _in_order(self.week_start, self.week_end)
        return self

    @property
    def of_week(self) -> Span | None:
        """The week it is, or is a part of, from first to last minute; nothing for a duty of no week."""
        if self.week_start is not None and self.week_end is not None:
            return Span(self.week_start, self.week_end)
        return Span(self.start, self.end) if self.whole_week else None


class Call(Frozen):
    """Time that the member worked after hours, on a ticket where there is one."""

    start: Moment
    end: Moment
    ticket: int | None = None

    @model_validator(mode="after")
    def _sound(self) -> "Call":
        _in_order(self.start, self.end)
        return self

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.end)


class PayLine(Frozen):
    """One printed line: `quantity` of `unit` at `rate` make `amount`, which alone is rounded to the cent.

    `rate` is after multiplication. `worked` and `paid` are minutes, on lines for calls.
    """

    kind: LineKind
    label: str
    date: date
    ticket: int | None = None
    quantity: Decimal
    unit: LineUnit
    rate: Decimal
    amount: Decimal
    why: str
    worked: int | None = None
    paid: int | None = None


class CallPaid(Frozen):
    """One call as a form lists it: minutes worked, and minutes and money paid for it.

    Of calls that are paid together the first carries minutes and money, and the others say so in `why`.
    """

    ticket: int | None
    start: Moment
    end: Moment
    worked: int
    paid: int
    amount: Decimal
    why: str
