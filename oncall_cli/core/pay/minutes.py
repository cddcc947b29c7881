"""How many minutes of a paid call are paid, and on which local date each of them lies."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.merge import Group, without_first
from oncall_cli.core.pay.rounding import rounded_minutes
from oncall_cli.core.span import Span, total_minutes

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Measured:
    """A group in minutes: `by_date` adds up to what is paid, and `why` tells how it came about."""

    group: Group
    by_date: dict[date, int]
    why: tuple[str, ...]
    free: bool = False
    """Whether standby already pays all of it."""

    @property
    def paid(self) -> int:
        """Minutes that are paid."""
        return sum(self.by_date.values())


def measured(group: Group, days: PayDays) -> Measured:
    """A group after what standby already pays, rounding, minimum and the split at local midnight.

    Minutes that rounding or the minimum adds or drops are those of the date the call began on.
    """
    rules, minimum = group.terms.rules, group.terms.minimum
    began = days.day(group.start)
    number = len(group.calls)
    calls = f"{number} calls pooled" if rules.merge == "pool" else f"{number} calls"
    why = [f"{group.worked} min" if number == 1 else f"{calls}, {group.worked} min"]
    if group.extended:
        why.append(f"{total_minutes(group.spans)} from the first start to the end of the last window")
    spans = without_first(group.spans, rules.included)
    if rules.included and not spans:
        why.append(f"the first {rules.included} are paid by standby")
        return Measured(group, {began: 0}, tuple(why), free=True)
    if rules.included:
        why.append(f"less {rules.included} paid by standby")
    left = total_minutes(spans)
    past = _past_window(group, spans)
    rounded = rounded_minutes(left, rules.rounding)
    floor = minimum + rounded_minutes(past, rules.rounding)
    if floor > rounded:
        added = f" and {floor - minimum} past its window" if floor > minimum else ""
        why.append(f"minimum {minimum}{added}")
    elif rounded != left:
        why.append(f"rounded to {rounded}")
    by_date = _dated(group, spans, days)
    paid = max(rounded, floor)
    if paid < left:
        by_date = _fewer(by_date, left - paid)
    else:
        by_date[began] += paid - left
    return Measured(group, by_date, tuple(why))


def capped(groups: Iterable[Measured], days: PayDays) -> list[Measured]:
    """The groups, with no more minutes than the cap for those that begin in one clock hour.

    The cap holds down many calls in an hour: minutes worked after that hour has passed come on top of it.
    """
    room: dict[datetime, int] = {}
    done: list[Measured] = []
    for one in groups:
        cap = one.group.terms.rules.cap_per_hour
        if cap is None:
            done.append(one)
            continue
        hour = one.group.start - timedelta(minutes=one.group.start.astimezone(days.zone).minute)
        left, after = room.get(hour, cap), _minutes_after(hour + HOUR, [run.span for run in one.group.runs])
        held_down = _at_most(one, left + after, cap)
        room[hour] = left - max(0, held_down.paid - after)
        done.append(held_down)
    return done


def _at_most(one: Measured, minutes: int, cap: int) -> Measured:
    if one.paid <= minutes:
        return one
    by_date = _fewer(one.by_date, one.paid - minutes)
    return replace(one, by_date=by_date, why=(*one.why, f"at most {cap} for calls begun in one hour"))


def _past_window(group: Group, spans: list[Span]) -> int:
    """Minutes of absorbed calls that lie past the window: those that add to the minimum."""
    if group.window_end is None:
        return 0
    absorbed = [span for span in spans if span.start >= group.runs[1].span.start]
    return _minutes_after(group.window_end, absorbed)


def _minutes_after(moment: datetime, spans: Iterable[Span]) -> int:
    return total_minutes([Span(max(span.start, moment), span.end) for span in spans if span.end > moment])


def _dated(group: Group, spans: Iterable[Span], days: PayDays) -> dict[date, int]:
    """Minutes by local date; the date that the call began on is there in any case, and first."""
    rules = group.terms.rules
    began = days.day(group.start)
    by_date = {began: 0}
    for span in spans:
        if rules.split == "midnight":
            pieces = days.by_date(span)
        else:
            pieces = [(days.day(span.start) if rules.merge == "pool" else began, span)]
        for day, piece in pieces:
            by_date[day] = by_date.get(day, 0) + piece.minutes
    return by_date


def _fewer(by_date: dict[date, int], minutes: int) -> dict[date, int]:
    """The minutes by date with so many taken off, from the first date on: rounding is that date's, and so is
    the clock hour that a cap is for."""
    left = dict(by_date)
    for day in sorted(by_date):
        taken = min(minutes, left[day])
        left[day] -= taken
        minutes -= taken
    return left
