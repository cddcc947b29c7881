"""What a pay form says of money: its lines, their total, and every call with what it was paid."""

from collections.abc import Callable, Container, Iterable
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from oncall_cli.core.pay.callout import CallOut, call_outs
from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.guarantee import guarantee_lines
from oncall_cli.core.pay.model import Call, CallPaid, Duty, PayLine
from oncall_cli.core.pay.rounding import cents
from oncall_cli.core.pay.rules import NOTHING, PayRules
from oncall_cli.core.pay.standby import standby_lines
from oncall_cli.core.span import whole_minute
from oncall_cli.errors import Refused

RulesOn = Callable[[date], PayRules]


def pay_lines(
    duties: Iterable[Duty],
    calls: Iterable[Call],
    rules_on: RulesOn,
    holidays: Container[date],
    zone: ZoneInfo,
) -> list[PayLine]:
    """The lines of one member for what they stood by and worked: standby, then calls, then guaranteed hours.

    Moments are taken to their whole minute (W1); calls are clipped to after hours already, and belong to the
    period that they began in. `rules_on` is what held on a date, the member's own base rate in it. Refused
    where the rules change their currency in between, since such lines have no total.
    """
    days = PayDays(rules_on, holidays, zone)
    duties, calls = _stood(duties), _whole(calls)
    paid = call_outs(calls, days)
    lines = standby_lines(duties, calls, days)
    lines += [line for call in paid for line in call.lines]
    lines += guarantee_lines(duties, paid, days)
    currency_of(lines, rules_on)
    return lines


def currency_of(lines: Iterable[PayLine], rules_on: RulesOn) -> str | None:
    """The currency that all lines are in, or nothing without any; Refused where there are several."""
    currencies = sorted({rules_on(line.date).currency for line in lines})
    if len(currencies) > 1:
        raise Refused(
            f"this period is paid in more than one currency: {', '.join(currencies)}",
            hint="make one form up to the date the currency changes and one from it",
        )
    return currencies[0] if currencies else None


def calls_paid(
    calls: Iterable[Call], rules_on: RulesOn, holidays: Container[date], zone: ZoneInfo
) -> list[CallPaid]:
    """Every call in order, with its minutes worked, and minutes and money paid; the sums are those of the
    call lines."""
    days = PayDays(rules_on, holidays, zone)
    return calls_listed(call_outs(_whole(calls), days), days)


def calls_listed(paid: Iterable[CallOut], days: PayDays) -> list[CallPaid]:
    """The calls that were paid together, each by itself: the first has the minutes and the money of all."""
    return [row for one in paid for row in _rows(one, days)]


def total(lines: Iterable[PayLine]) -> Decimal:
    """The sum of the lines as they are printed; 0.00 without any."""
    amounts = [line.amount for line in lines]
    return sum(amounts[1:], amounts[0]) if amounts else NOTHING.quantize(Decimal("0.01"))


def _rows(paid: CallOut, days: PayDays) -> list[CallPaid]:
    first, *others = paid.group.calls
    began = first.start.astimezone(days.zone)
    rows = [_row(first, paid.measured.paid, paid.amount, "; ".join(line.why for line in paid.lines))]
    nothing = cents(NOTHING, days.rules_at(first.start).currency)
    rows += [_row(call, 0, nothing, f"paid with the call of {began:%Y-%m-%d %H:%M}") for call in others]
    return rows


def _row(call: Call, minutes: int, amount: Decimal, why: str) -> CallPaid:
    return CallPaid(
        ticket=call.ticket,
        start=call.start,
        end=call.end,
        worked=call.span.minutes,
        paid=minutes,
        amount=amount,
        why=why,
    )


def _whole(calls: Iterable[Call]) -> list[Call]:
    return [
        call.model_copy(update={"start": whole_minute(call.start), "end": whole_minute(call.end)})
        for call in calls
    ]


def _stood(duties: Iterable[Duty]) -> list[Duty]:
    """The duties in whole minutes, within their week, without those that last no minute."""
    stood = []
    for duty in duties:
        start, end = whole_minute(duty.start), whole_minute(duty.end)
        within = {"start": start, "end": end}
        if duty.week_start is not None and duty.week_end is not None:
            first, last = whole_minute(duty.week_start), whole_minute(duty.week_end)
            start, end = max(start, first), min(end, last)
            within = {"start": start, "end": end, "week_start": first, "week_end": last}
        if start < end:
            stood.append(duty.model_copy(update=within))
    return stood
