"""What the description of a timezone in a file gives, to readers of all of it and of some of it.

Rules are reckoned for the years about the events alone, so that no rule, however it is made, takes long.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from oncall_cli.core.calendar_check.file import SeenZone, YearlyDay, ZonePart

DAY = timedelta(days=1)
LONGEST = 400
"""How many years a rule with a number of times is followed for."""


class Reading(Enum):
    """How much of a description is read: all, of each list of dates the first only, or no list."""

    WHOLE = "whole"
    FIRST_DATES = "first dates"
    NO_DATES = "no dates"


class DescribedZone:
    """The offsets that a description gives between two years, by one reading."""

    def __init__(self, zone: SeenZone, reading: Reading, first: int, last: int) -> None:
        found = sorted(
            {
                (onset, part.before, part.after)
                for part in zone.parts
                for onset in _onsets(part, reading, first - 1, last + 1)
            },
            key=lambda change: change[0] - change[1],
        )
        self._walls = [onset for onset, _before, _after in found]
        self._afters = [after for _onset, _before, after in found]
        self.before = found[0][1] if found else timedelta()

    def covers(self, local: datetime) -> bool:
        """Whether the description says anything for a time on the wall."""
        return bool(self._walls) and local >= self._walls[0]

    def offset(self, local: datetime) -> timedelta:
        """The offset of a naive time on the wall; what was before the first change, before that."""
        place = bisect_right(self._walls, local)
        return self._afters[place - 1] if place else self.before


def _onsets(part: ZonePart, reading: Reading, first: int, last: int) -> Iterator[datetime]:
    """The naive wall-clock times, by the offset before, at which a part begins."""
    if reading is Reading.WHOLE or reading is Reading.NO_DATES or not (part.dates or part.rules):
        yield part.start
    if reading is Reading.WHOLE:
        yield from (moment for several in part.dates for moment in several)
    if reading is Reading.FIRST_DATES:
        yield from (several[0] for several in part.dates if several)
    for rule in part.rules:
        yield from _by_rule(part, rule, first, last)


def _by_rule(part: ZonePart, rule: YearlyDay, first: int, last: int) -> Iterator[datetime]:
    start = part.start
    # A rule that has ended still holds what it gave last, and one that counts is counted from its start.
    until = min(last, rule.until.year if rule.until else last)
    begin = start.year if rule.count else max(start.year, min(first, until - rule.interval - 1))
    begin += (start.year - begin) % rule.interval
    given = 0
    for year in range(begin, min(until, begin + LONGEST) + 1, rule.interval):
        day = day_in(rule, year)
        if day is None:
            continue
        onset = datetime.combine(day, start.time())
        if onset < start or (rule.until and onset.replace(tzinfo=UTC) - part.before > rule.until):
            continue
        given += 1
        if rule.count and given > rule.count:
            return
        yield onset


def day_in(rule: YearlyDay, year: int) -> date | None:
    """The day of a rule in a year, or nothing where that year has none."""
    if not 1 <= year < date.max.year:
        return None
    following = date(year + rule.month // 12, rule.month % 12 + 1, 1)
    try:
        if rule.weekday is None:
            return date(year, rule.month, rule.day or 1)
        if rule.nth < 0:
            last = following - DAY
            day = last - (last.weekday() - rule.weekday) % 7 * DAY + (rule.nth + 1) * 7 * DAY
        else:
            earliest = date(year, rule.month, rule.day or 1)
            day = earliest + (rule.weekday - earliest.weekday()) % 7 * DAY + (max(rule.nth, 1) - 1) * 7 * DAY
    except ValueError:
        return None
    return day


def midnight(day: date) -> datetime:
    """A date as the naive time at which it begins."""
    return datetime.combine(day, time())
