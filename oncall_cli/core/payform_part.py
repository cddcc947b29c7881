"""What a period gets of a week's standby, so that the periods that share a week are paid exactly that week.

What the week pays by dates goes to the dates; hours go to the period in which they were stood by; everything
else is shared by the minutes held. Shares are differences of rounded running sums, so no cent is lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.model import Call, Duty, PayLine
from oncall_cli.core.pay.rounding import hours_shown, plain, share
from oncall_cli.core.pay.standby import standby_lines
from oncall_cli.core.span import Span, overlap

_Price = tuple[str, Decimal]
_DATED = ("day", "holiday")
_QUANTUM = Decimal("0.0001")


def by_currency(duties: Sequence[Duty], days: PayDays) -> list[tuple[list[Duty], str]]:
    """A week's duties and the currency they are paid in; cut at local midnight where that changes."""
    parts: dict[str, list[Duty]] = {}
    for duty in duties:
        for day, piece in days.by_date(Span(duty.start, duty.end)):
            held = parts.setdefault(days.rules_on(day).currency, [])
            if held and held[-1].end == piece.start:
                held[-1] = held[-1].model_copy(update={"end": piece.end})
            else:
                held.append(duty.model_copy(update={"start": piece.start, "end": piece.end}))
    return [(held, currency) for currency, held in parts.items()]


def holds_all(period: Span, duties: Iterable[Duty]) -> bool:
    """Whether all of a week's duties lie in the period."""
    return all(period.start <= duty.start and duty.end <= period.end for duty in duties)


def part_of_week(
    duties: Sequence[Duty], calls: Iterable[Call], more: Iterable[PayLine], period: Span, days: PayDays
) -> list[PayLine]:
    """The lines that a period gets of one week's duties and of `more` that the week pays; all of them where
    the period holds the whole week. `calls` are the member's, of the whole week."""
    calls = list(calls)
    if holds_all(period, duties):
        return [*standby_lines(duties, calls, days), *more]
    hourly = [duty for duty in duties if _is_hourly(duty, calls, days)]
    lines = [*standby_lines([duty for duty in duties if duty not in hourly], calls, days), *more]
    dated = [line for line in lines if line.unit in _DATED and _holds(period, line, days)]
    shared = [_shared(line, duties, period, days) for line in lines if line.unit not in _DATED]
    hours = [line for duty in hourly for line in _hours(duty, calls, period, days)]
    return [line for line in [*shared, *hours, *dated] if line.amount]


def _is_hourly(duty: Duty, calls: list[Call], days: PayDays) -> bool:
    lines = standby_lines([duty], calls, days)
    return bool(lines) and all(line.unit == "hour" for line in lines)


def _holds(period: Span, line: PayLine, days: PayDays) -> bool:
    return days.day(period.start) <= line.date < days.day(period.end)


def _shared(line: PayLine, duties: Sequence[Duty], period: Span, days: PayDays) -> PayLine:
    """The line's share by minutes held inside the period."""
    first, last = _held_until(duties, period.start), _held_until(duties, period.end)
    length = sum(Span(duty.start, duty.end).minutes for duty in duties)
    quantities = [(line.quantity * minutes / length).quantize(_QUANTUM) for minutes in (first, last)]
    return line.model_copy(
        update={
            "label": "Standby, share of the week" if line.unit == "week" else f"{line.label}, share",
            "quantity": plain(quantities[1] - quantities[0], 2),
            "amount": share(line.amount, first, last, length, days.rules_on(line.date).currency),
            "why": f"{_said(last - first)} of {_said(length)} lie in this period; altogether {line.why}",
        }
    )


def _held_until(duties: Sequence[Duty], moment: datetime) -> int:
    spans = [Span(duty.start, min(duty.end, max(duty.start, moment))) for duty in duties]
    return sum(span.minutes for span in spans)


def _hours(duty: Duty, calls: list[Call], period: Span, days: PayDays) -> list[PayLine]:
    """The duty's hours inside the period, at each price: those up to its end less those up to its start."""
    before, until = (_hours_until(duty, moment, calls, days) for moment in (period.start, period.end))
    lines = {}
    for line in standby_lines([duty], calls, days):
        price = (line.label, line.rate)
        hours = hours_shown(until[price][0] - before[price][0])
        lines[price] = line.model_copy(
            update={
                "quantity": hours,
                "amount": until[price][1] - before[price][1],
                "why": f"{hours:f} h lie in this period; altogether {line.why}",
            }
        )
    return list(lines.values())


def _hours_until(
    duty: Duty, moment: datetime, calls: list[Call], days: PayDays
) -> dict[_Price, tuple[int, Decimal]]:
    """Minutes and money at each price for the duty as if it had ended at a moment."""
    sums: dict[_Price, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    held = overlap(Span(duty.start, duty.end), Span(duty.start, max(duty.start, moment)))
    if held is None:
        return sums
    whole = held.end == duty.end
    stood = duty.model_copy(update={"end": held.end, "whole_week": duty.whole_week and whole})
    for line in standby_lines([stood], calls, days):
        minutes, money = sums[(line.label, line.rate)]
        sums[(line.label, line.rate)] = (minutes + round(line.quantity * 60), money + line.amount)
    return sums


def _said(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02} min"
