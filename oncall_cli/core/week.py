"""The on-call week: Monday 18:01 to the next Monday 06:59 on the wall clock of the team (W1, W2, W4, W5).

A week is named by the date of its first Monday. Both end minutes are inside it, so the last
minute that belongs to a week is the one that its `end` names.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from oncall_cli.core.span import MINUTE, Span

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class WeekShape(NamedTuple):
    """When weeks begin and end: on `weekday` (0 is Monday) at `start`, and a week later at `end`.

    `end` is earlier on the clock than `start`; two weeks never share a minute, whatever the clocks do.
    """

    zone: ZoneInfo
    weekday: int = 0
    start: time = time(18, 1)
    end: time = time(6, 59)


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """The UTC instant of a wall-clock time; one that is skipped or repeated is read with the offset
    before the change (W4), as RFC 5545 and `fold=0` do."""
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


def first_day(day: date, shape: WeekShape) -> date:
    """The name of the week that a calendar date lies in: the weekday of the handover on or before it."""
    return day - timedelta(days=(day.weekday() - shape.weekday) % 7)


def week_start(week: date, shape: WeekShape) -> datetime:
    """The first minute of the week, in UTC."""
    return instant(week, shape.start, shape.zone)


def week_end(week: date, shape: WeekShape, following: WeekShape | None = None) -> datetime:
    """The last minute of the week, in UTC; that whole minute is still inside.

    It is the week's own end, or the minute before the next week begins where that is earlier: when clocks
    change between the two, or the next week has another shape, `following`.
    """
    next_start = week_start(week + WEEK, following or shape)
    return min(instant(week + WEEK, shape.end, shape.zone), next_start - MINUTE)


def week_span(week: date, shape: WeekShape, following: WeekShape | None = None) -> Span:
    """From the first minute to the last: 156 h 58 min where clocks do not change (W1)."""
    return Span(week_start(week, shape), week_end(week, shape, following))


def held_span(week: date, shape: WeekShape, following: WeekShape | None = None) -> Span:
    """Every instant the week owns: as `week_span`, with the whole of the last minute."""
    span = week_span(week, shape, following)
    return Span(span.start, span.end + MINUTE)
