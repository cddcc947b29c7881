"""Standby: each duty of a member by the unit that its rule pays, week, day, hour or block."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.model import Call, Duty, PayLine
from oncall_cli.core.pay.rounding import plain, share
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.pay.stood import (
    PaidDays,
    Stand,
    block_lines,
    dates_of_week,
    day_lines,
    hour_lines,
    length_said,
    standby_line,
    worth,
)
from oncall_cli.core.span import MINUTE, Span

STANDARD_WEEK = 156 * 60 + 58
"""Minutes of the week that a duty is a part of where it does not say which: Monday 18:01 to 06:59 (W1)."""


def standby_lines(duties: Iterable[Duty], calls: Iterable[Call], days: PayDays) -> list[PayLine]:
    """Lines for the duties of one member, in order; what pays nothing has no line.

    Under `week`, what held when the week began holds for all of it; else each day is paid by what held on
    that day. Within one on-call week no date is paid to the member twice.
    """
    work = [call.span for call in calls]
    paid_days: PaidDays = set()
    lines: list[PayLine] = []
    for duty in sorted(duties, key=lambda duty: (duty.start, duty.end)):
        for stand in _stands(duty, days):
            lines += _stand_lines(stand, work, paid_days, days)
    return [line for line in lines if line.amount]


def week_held(duty: Duty, span: Span) -> tuple[int, int, int]:
    """The first and the last minute of a span in the duty's week, and the week's length, all in minutes."""
    if duty.of_week is None:
        return 0, span.minutes, STANDARD_WEEK
    first = Span(duty.of_week.start, span.start).minutes
    return first, first + span.minutes, duty.of_week.minutes


def rules_of(duty: Duty, days: PayDays) -> PayRules:
    """What held when the duty's week began, or else the duty itself; so too where the week's currency has
    changed by then."""
    held = days.rules_at(duty.start)
    began = days.rules_at(duty.of_week.start) if duty.of_week else held
    return began if began.currency == held.currency else held


def _stands(duty: Duty, days: PayDays) -> Iterator[Stand]:
    """The duty, cut at local midnight where the unit of standby changes in the middle of it."""
    rules = rules_of(duty, days)
    if rules.standby.unit == "week":
        yield Stand(duty, Span(duty.start, duty.end), rules)
        return
    start, rules = duty.start, days.rules_at(duty.start)
    for day, piece in days.by_date(Span(duty.start, duty.end)):
        held = days.rules_on(day)
        if held.standby.unit != rules.standby.unit:
            yield Stand(duty, Span(start, piece.start), rules)
            start, rules = piece.start, held
    yield Stand(duty, Span(start, duty.end), rules)


def _stand_lines(stand: Stand, work: list[Span], paid_days: PaidDays, days: PayDays) -> list[PayLine]:
    match stand.rules.standby.unit:
        case "week":
            return _week_lines(stand, work, paid_days, days)
        case "day":
            return day_lines(stand, paid_days, days)
        case "hour":
            return hour_lines(stand, work if stand.rules.standby.pause_in_callout else (), days)
        case "block":
            return block_lines(stand, days)
        case "none":
            return []


def _week_lines(stand: Stand, work: list[Span], paid_days: PaidDays, days: PayDays) -> list[PayLine]:
    """A whole week with its holidays; else days, or where the rule has no days the week's share."""
    duty, rules = stand.duty, stand.rules
    week = duty.of_week or stand.span
    whole = duty.whole_week and stand.span == Span(duty.start, duty.end)
    void = rules.standby.week_void_on_callout and any(
        week.start <= span.start < week.end + MINUTE for span in work
    )
    if not whole or void:
        return day_lines(stand, paid_days, days) if rules.standby.day.given else [_share_line(stand, days)]
    lines = [_whole_line(stand, days) if stand.span == week else _share_line(stand, days)]
    rate, said = worth(rules.standby.holiday_addon, rules)
    for day in dates_of_week(duty, stand.span, days):
        if day in days.holidays:
            why = f"{day} is a holiday, {said}"
            line = standby_line("Holiday in the week", day, rate, rules, unit="holiday", why=why)
            lines.append(line.model_copy(update={"kind": "holiday_addon"}))
    return lines


def _whole_line(stand: Stand, days: PayDays) -> PayLine:
    first = days.day(stand.span.start)
    rate, said = worth(stand.rules.standby.week, stand.rules)
    why = f"the whole week of {first}, {said}"
    return standby_line("Standby, whole week", first, rate, stand.rules, unit="week", why=why)


def _share_line(stand: Stand, days: PayDays) -> PayLine:
    """The week's amount for the minutes held, so that everybody's parts make the whole."""
    rate, said = worth(stand.rules.standby.week, stand.rules)
    first, last, length = week_held(stand.duty, stand.span)
    why = f"{length_said(last - first)} of the week's {length_said(length)}, {said}"
    day = days.day(stand.span.start)
    line = standby_line("Standby, share of the week", day, rate, stand.rules, unit="week", why=why)
    part = plain((Decimal(last - first) / length).quantize(Decimal("0.0001")), 2)
    amount = share(rate, first, last, length, stand.rules.currency)
    return line.model_copy(update={"quantity": part, "amount": amount})
