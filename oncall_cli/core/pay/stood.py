"""Time stood by, as days, hours or blocks: which of them there are, and what each pays."""

import math
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from oncall_cli.core.pay.days import KIND_NAMES, PayDays
from oncall_cli.core.pay.model import Duty, LineUnit, PayLine
from oncall_cli.core.pay.rounding import cents, hours_shown, plain, rate_shown
from oncall_cli.core.pay.rules import KINDS, Amounts, Kind, PayRules, StandbyRules
from oncall_cli.core.span import Span, without
from oncall_cli.core.week import DAY

PaidDays = set[tuple[Span, date]]
"""The dates of each on-call week that the member has been paid for."""


class Stand(NamedTuple):
    """A stretch of a duty, and the rules that settle its unit and how it is counted."""

    duty: Duty
    span: Span
    rules: PayRules


def length_said(minutes: int) -> str:
    """Minutes as `97 h 59 min`."""
    return f"{minutes // 60} h {minutes % 60:02d} min"


def worth(amount: Decimal, rules: PayRules) -> tuple[Decimal, str]:
    """An amount of the standby table in money, and how it is said: it may be a multiple of the base rate."""
    if not rules.standby.in_base_hours:
        return amount, f"at {rate_shown(amount, rules.currency):f}"
    base = rate_shown(rules.base_rate, rules.currency)
    hours = "hour" if amount == 1 else "hours"
    return amount * rules.base_rate, f"{plain(amount):f} base {hours} at {base:f}"


def standby_line(
    label: str, day: date, rate: Decimal, rules: PayRules, *, unit: LineUnit, why: str, number: int = 1
) -> PayLine:
    """So many whole units at a rate."""
    return PayLine(
        kind="standby",
        label=label,
        date=day,
        quantity=Decimal(number),
        unit=unit,
        rate=rate_shown(rate, rules.currency),
        amount=cents(rate * number, rules.currency),
        why=why,
    )


def dates_of_week(duty: Duty, span: Span, days: PayDays) -> list[date]:
    """The dates that wall-clock days of the span begin on. An on-call week has seven: what is stood by
    after its seventh midnight belongs to the seventh date."""
    begun = [days.day(piece.start) for piece in days.wall_days(span)]
    if duty.of_week:
        seventh = days.day(duty.of_week.start) + 6 * DAY
        begun = [min(day, seventh) for day in begun]
    return begun


def day_lines(stand: Stand, paid_days: PaidDays, days: PayDays) -> list[PayLine]:
    """A line for each day stood by; a duty shorter than `day_min_hours` goes by the hour table.

    A date of an on-call week that is in `paid_days` is not paid again; those paid here are added to it.
    """
    rules = stand.rules.standby
    if Span(stand.duty.start, stand.duty.end).minutes < rules.day_min_hours * 60:
        return hour_lines(stand, (), days)
    lines = []
    for day, kind, piece in _days_stood(stand, days):
        if rules.last_day == "overnight" and days.day(piece.start) == days.day(piece.end):
            continue
        if stand.duty.of_week:
            if (stand.duty.of_week, day) in paid_days:
                continue
            paid_days.add((stand.duty.of_week, day))
        held = _holding(stand, day, days, lambda standby: standby.day)
        rate, said = worth(held.standby.day.on(kind), held)
        most = "mostly " if rules.day_by == "majority" else ""
        why = (
            f"{length_said(piece.minutes)} begun on {days.day(piece.start)}, {most}{KIND_NAMES[kind]} {said}"
        )
        lines.append(standby_line(f"Standby, {KIND_NAMES[kind]}", day, rate, held, unit="day", why=why))
    return lines


def hour_lines(stand: Stand, pauses: Iterable[Span], days: PayDays) -> list[PayLine]:
    """Elapsed minutes without `pauses`, a line for each kind of day and rate."""
    stood: dict[tuple[Kind, Decimal, str, str], tuple[date, int, PayRules]] = {}
    pauses = list(pauses)
    for span in without(stand.span, pauses):
        for day, piece in days.by_date(span):
            kind = days.kind(day)
            held = _holding(stand, day, days, lambda standby: standby.hour)
            rate, said = worth(held.standby.hour.on(kind), held)
            key = (kind, rate, said, held.currency)
            first, minutes, _ = stood.get(key, (day, 0, held))
            stood[key] = (first, minutes + piece.minutes, held)
    lines = []
    for (kind, rate, said, _), (day, minutes, held) in stood.items():
        less = " without hours worked" if pauses else ""
        line = standby_line(f"Standby, {KIND_NAMES[kind]}", day, rate, held, unit="hour", why="")
        lines.append(
            line.model_copy(
                update={
                    "quantity": hours_shown(minutes),
                    "amount": cents(rate * minutes / 60, held.currency),
                    "why": f"{length_said(minutes)}{less}, {KIND_NAMES[kind]} {said}",
                }
            )
        )
    return lines


def block_lines(stand: Stand, days: PayDays) -> list[PayLine]:
    """The first hours once, then every block that was begun, up to the most hours of a duty."""
    rules = stand.rules.standby
    day = days.day(stand.span.start)
    minutes = stand.span.minutes
    most = rules.max_hours
    counted = Decimal(minutes) if most is None else min(Decimal(minutes), most * 60)
    blocks = max(0, math.ceil((counted - rules.first_hours * 60) / (rules.block_hours * 60)))
    rate, said = worth(rules.first, stand.rules)
    block_rate, block_said = worth(rules.block, stand.rules)
    why = f"the first {plain(rules.first_hours):f} h, {said}"
    after = f" after {plain(rules.first_hours):f} h" if rules.first_hours else ""
    block_why = f"{length_said(minutes)}, each {plain(rules.block_hours):f} h begun{after}, {block_said}"
    if most is not None and counted < minutes:
        block_why += f", up to {plain(most):f} h of a duty"
    return [
        standby_line("Standby, first hours", day, rate, stand.rules, unit="duty", why=why),
        standby_line(
            "Standby, blocks", day, block_rate, stand.rules, unit="block", why=block_why, number=blocks
        ),
    ]


def _days_stood(stand: Stand, days: PayDays) -> list[tuple[date, Kind, Span]]:
    """Each day of the stretch: the date it counts for, its kind, and the time itself."""
    by = stand.rules.standby.day_by
    if by == "calendar":
        return [(day, days.kind(day), piece) for day, piece in days.by_date(stand.span)]
    if by == "shift":
        day = days.day(stand.span.start)
        return [(day, days.kind(day), stand.span)]
    dates = dates_of_week(stand.duty, stand.span, days)
    pieces = zip(dates, days.wall_days(stand.span), strict=True)
    if by == "start":
        return [(day, days.kind(day), piece) for day, piece in pieces]
    return [(day, _major_kind(piece, days.kind(day), days), piece) for day, piece in pieces]


def _major_kind(piece: Span, first: Kind, days: PayDays) -> Kind:
    """The kind that most minutes have; of two that have as many, the one the day begins with."""
    minutes = days.minutes_by_kind([piece])
    return max(KINDS, key=lambda kind: (minutes.get(kind, 0), kind == first))


def _holding(stand: Stand, day: date, days: PayDays, table: Callable[[StandbyRules], Amounts]) -> PayRules:
    """The rules that pay a date: those that held on it, unless they count standby in another way."""
    held = days.rules_on(day)
    alike = held.standby.unit == stand.rules.standby.unit and table(held.standby).given
    return held if alike else stand.rules
