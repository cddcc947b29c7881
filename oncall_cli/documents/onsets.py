"""When a zone changes its offset, found by asking it, and the yearly rule behind that where there is one."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

STEP = timedelta(days=5)
"""How far apart a zone is asked. From 1970 on no two changes of a zone are that near, in any zone."""

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
    """Every change of observance after `start` and up to `end`, both in UTC and from 1970 on."""
    years = range(start.year, end.year + 1)
    return tuple(onset for year in years for onset in _onsets_in(zone, year) if start < onset.moment <= end)


@cache
def _onsets_in(zone: ZoneInfo, year: int) -> tuple[Onset, ...]:
    """The changes in a year of UTC. They are kept, for a team's calendars all ask for the same few years."""
    return tuple(_found(zone, _last_second(year - 1), _last_second(year)))


def _last_second(year: int) -> datetime:
    return datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)


def _found(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Onset]:
    asked = [*(start + count * STEP for count in range((end - start) // STEP + 1)), end]
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
    shortest = monthrange(2001, first.month)[1]
    for earliest in EARLIEST:
        if earliest + 6 > shortest:  # the weekday could lie in the next month, which no such rule says
            continue
        rule = YearlyRule(first.month, first.weekday(), earliest, first.time())
        if rule.local_in(first.year) != first:
            continue
        moments = _moments(rule, shift, start.year - 1, end.year + 1)
        if [moment for moment in moments if start < moment <= end] == [onset.moment for onset in found]:
            return rule
    return None


@cache
def _moments(rule: YearlyRule, shift: timedelta, first: int, last: int) -> tuple[datetime, ...]:
    years = range(first, last + 1)
    return tuple((rule.local_in(year) - shift).replace(tzinfo=UTC) for year in years)
