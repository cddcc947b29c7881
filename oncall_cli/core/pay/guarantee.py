"""Guaranteed call-out hours: who stands by is paid at least so many hours of call-outs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from oncall_cli.core.pay.callout import CallOut, hourly_rate
from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.model import Duty, PayLine
from oncall_cli.core.pay.rounding import cents, hours_shown, plain, rate_shown
from oncall_cli.core.pay.rules import NOTHING, PayRules
from oncall_cli.core.pay.standby import rules_of, week_held
from oncall_cli.core.span import MINUTE, Span


@dataclass
class _Turn:
    """The duties of one on-call week, or all that are of no week: minutes held of the week's length."""

    week: Span | None
    start: datetime
    rules: PayRules
    held: int = 0
    length: int = 0

    def holds(self, moment: datetime) -> bool:
        return self.week is None or self.week.start <= moment < self.week.end + MINUTE


def guarantee_lines(
    duties: Iterable[Duty], paid: Iterable[CallOut], days: PayDays, *, cut: bool = False
) -> list[PayLine]:
    """What is missing to the guaranteed hours, for each on-call week the member stood by in.

    Who held a part of a week is guaranteed that part of the hours; duties of no week are one turn together.
    A call counts for the week it began in, by its paid minutes. `cut` where the week is in two periods: both
    must count the same, so that pooled calls, which each period pays by itself, count as they were worked.
    """
    turns = _turns(duties, days)
    calls = [begun for call in paid for begun in _begun(call, cut=cut)]
    lines = []
    for turn in turns:
        counted = [one for one in calls if turn.holds(one[0])]
        calls = [one for one in calls if not turn.holds(one[0])]
        line = _line(turn, sum(minutes for _, minutes in counted), days)
        if line.amount:
            lines.append(line)
    return lines


def _begun(call: CallOut, *, cut: bool) -> list[tuple[datetime, int]]:
    """When the calls that are paid together began, and how many of the minutes paid count from then. Those of
    a pool count each for itself; what rounding or the minimum adds or drops is the first ones'."""
    group, paid = call.group, call.measured.paid
    if group.terms.rules.merge != "pool":
        return [(group.start, paid)]
    more = 0 if cut else paid - group.worked
    counted = []
    for run in group.runs:
        minutes = max(0, run.span.minutes + more)
        more += run.span.minutes - minutes
        counted.append((run.span.start, minutes))
    return counted


def _turns(duties: Iterable[Duty], days: PayDays) -> list[_Turn]:
    """The turns, those of a week first, so that each call finds its week."""
    turns: dict[Span | None, _Turn] = {}
    for duty in sorted(duties, key=lambda duty: duty.start):
        week = duty.of_week
        turn = turns.setdefault(week, _Turn(week, duty.start, rules_of(duty, days)))
        first, last, length = week_held(duty, Span(duty.start, duty.end))
        turn.held, turn.length = (turn.held + last - first, length) if week else (1, 1)
    return sorted(turns.values(), key=lambda turn: (turn.week is None, turn.start))


def _line(turn: _Turn, minutes: int, days: PayDays) -> PayLine:
    rules = turn.rules
    hours = rules.standby.guarantee_hours * turn.held / turn.length
    missing = max(NOTHING, hours * 60 - minutes)
    multiplier = rules.callout.multiplier.on("weekday")
    rate = hourly_rate(rules)
    said = f"weekday ×{plain(multiplier):f} at {rate_shown(rate, rules.currency):f}"
    return PayLine(
        kind="guarantee",
        label="Guaranteed call-out hours",
        date=days.day(turn.start),
        quantity=hours_shown(missing),
        unit="hour",
        rate=rate_shown(rate * multiplier, rules.currency),
        amount=cents(rate * multiplier * missing / 60, rules.currency),
        why=f"{hours_shown(minutes):f} h of call-outs, {hours_shown(hours * 60):f} h guaranteed, {said}",
    )
