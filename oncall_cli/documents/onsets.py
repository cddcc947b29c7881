"""When a zone changes its offset, found by asking it, and the yearly rule behind that where there is one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

STEP = timedelta(days=1)
SECOND = timedelta(seconds=1)
LAST = -1
# Nth weekdays first, then "the first such weekday on or after the 9th": the shortest rule that fits wins.
EARLIEST = (LAST, 1, 8, 15, 22, *(day for day in range(2, 26) if day % 7 != 1))


class Observance(NamedTuple):
    """What a zone's clocks show for a while: the offset from UTC, how much of it is saving, and its name."""

    offset: timedelta
    saving: timedelta
    name: str


class Onset(NamedTuple):
    """The instant in UTC at which one observance follows another."""

    moment: datetime
    before: Observance
    after: Observance

    @property
    def local(self) -> datetime:
        """The naive wall-clock time of the onset, by the offset before it (RFC 5545 3.6.5)."""
        return self.moment.replace(tzinfo=None) + self.before.offset


class YearlyRule(NamedTuple):
    """Once a year, at a time of day on the first `weekday` on or after the day `earliest` of a month;
    LAST is the last such weekday of the month."""

    month: int
    weekday: int
    earliest: int
    clock: time

    def local_in(self, year: int) -> datetime:
        """The naive wall-clock time of the onset in a year."""
        following = date(year + self.month // 12, self.month % 12 + 1, 1)
        earliest = (
            following - timedelta(days=7) if self.earliest == LAST else date(year, self.month, self.earliest)
        )
        day = earliest + timedelta(days=(self.weekday - earliest.weekday()) % 7)
        return datetime.combine(day, self.clock)


def observance_at(zone: ZoneInfo, moment: datetime) -> Observance:
    """What the zone's clocks show at an instant."""
    local = moment.astimezone(zone)
    return Observance(
        local.utcoffset() or timedelta(), local.dst() or timedelta(), local.tzname() or zone.key
    )


def onsets(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Onset, ...]:
    """Every change of observance after `start` and up to `end`, both in UTC.

    The zone is asked once a day: a change that is taken back within a day would be missed, and no zone has
    had one since calendars are exchanged.
    """
    return tuple(_onsets(zone, start, end))


def _onsets(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Onset]:
    days = (end - start) // STEP
    asked = [*(start + count * STEP for count in range(days + 1)), end]
    for one, other in pairwise((moment, observance_at(zone, moment)) for moment in asked):
        if one[1] != other[1]:
            yield Onset(_first_second(zone, one[0], other[0]), one[1], other[1])


def _first_second(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = observance_at(zone, before)
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if observance_at(zone, middle) == old else (before, middle)
    return after


def yearly_rule(found: Sequence[Onset], start: datetime, end: datetime) -> YearlyRule | None:
    """The rule that gives exactly the onsets `found` between `start` and `end`, and no other; or nothing.

    All of them must be the same change, from one observance to another.
    """
    if len({(onset.before, onset.after) for onset in found}) != 1:
        return None
    first, shift = found[0].local, found[0].before.offset
    years = range(start.year - 1, end.year + 2)
    for earliest in EARLIEST:
        rule = YearlyRule(first.month, first.weekday(), earliest, first.time())
        moments = [(rule.local_in(year) - shift).replace(tzinfo=UTC) for year in years]
        if [moment for moment in moments if start < moment <= end] == [onset.moment for onset in found]:
            return rule
    return None
