"""What a timezone's description gives to readers of all of it and of some of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oncall_cli.core.calendar_check.file import SeenZone, YearlyDay, ZonePart
from oncall_cli.core.calendar_check.zone import DescribedZone, Reading, day_in


def wall(said: str) -> datetime:
    """A naive time, as clocks on the wall show it."""
    return datetime.fromisoformat(said)


HOUR, SUNDAY = timedelta(hours=1), 6
walls = st.datetimes(wall("2008-01-01T00:00"), wall("2037-12-31T00:00"))


def yearly(month: int, nth: int, *, interval: int = 1, count: int | None = None) -> YearlyDay:
    return YearlyDay(month, SUNDAY, nth, None, interval, None, count)


def changed(
    start: datetime,
    before: int,
    after: int,
    *rules: YearlyDay,
    dates: tuple[tuple[datetime, ...], ...] = (),
) -> ZonePart:
    return ZonePart(start, before * HOUR, after * HOUR, dates, rules)


def described(*parts: ZonePart, reading: Reading = Reading.WHOLE) -> DescribedZone:
    return DescribedZone(SeenZone("X", parts, None, ""), reading, 2008, 2037)


CHICAGO = (
    changed(wall("2007-03-11T02:00"), -6, -5, yearly(3, 2)),
    changed(wall("2007-11-04T02:00"), -5, -6, yearly(11, 1)),
)
LONDON = (
    changed(wall("1996-03-31T01:00"), 0, 1, yearly(3, -1)),
    changed(wall("1996-10-27T02:00"), 1, 0, yearly(10, -1)),
)


@pytest.mark.parametrize(
    ("parts", "name"), [(CHICAGO, "America/Chicago"), (LONDON, "Europe/London")], ids=["nth", "last"]
)
@given(local=walls)
def test_two_yearly_rules_give_every_offset_that_the_zone_gives(
    parts: tuple[ZonePart, ...], name: str, local: datetime
) -> None:
    zone = ZoneInfo(name)
    meant = zone.utcoffset(local)
    assume(meant == zone.utcoffset(local.replace(fold=1)))  # neither skipped nor twice
    assert described(*parts).offset(local) == meant


@given(st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1, -2]), st.integers(1, 9000))
def test_the_nth_weekday_of_a_month_has_so_many_of_its_kind_before_it(
    month: int, weekday: int, nth: int, year: int
) -> None:
    day = day_in(YearlyDay(month, weekday, nth, None, 1, None, None), year)
    assert day is not None
    following = date(year + month // 12, month % 12 + 1, 1)
    assert (day.month, day.weekday()) == (month, weekday)
    assert (day.day - 1) // 7 == nth - 1 if nth > 0 else ((following - day).days - 1) // 7 == -nth - 1


@given(st.integers(1, 12), st.integers(1, 25), st.integers(0, 6), st.integers(1, 9000))
def test_the_first_weekday_from_a_day_on_comes_within_a_week(
    month: int, earliest: int, weekday: int, year: int
) -> None:
    day = day_in(YearlyDay(month, weekday, 0, earliest, 1, None, None), year)
    assert day is not None
    assert day.weekday() == weekday
    assert 0 <= (day - date(year, month, earliest)).days < 7


@pytest.mark.parametrize("year", [0, 9999, 10_000])
def test_a_year_that_is_none_has_no_day(year: int) -> None:
    assert day_in(yearly(12, -1), year) is None


def test_a_day_that_no_year_has_never_comes() -> None:
    assert day_in(YearlyDay(2, None, 0, 30, 1, None, None), 2028) is None


def test_a_rule_that_is_counted_ends_after_so_many_times() -> None:
    zone = described(changed(wall("2010-03-28T01:00"), 0, 1, yearly(3, -1, count=2)), LONDON[1])
    assert [zone.offset(wall(f"{year}-07-01T00:00")) for year in (2010, 2011, 2012)] == [HOUR, HOUR, 0 * HOUR]


def test_a_rule_for_every_other_year_leaves_the_others_out() -> None:
    zone = described(changed(wall("2010-03-28T01:00"), 0, 1, yearly(3, -1, interval=2)), LONDON[1])
    assert [zone.offset(wall(f"{year}-07-01T00:00")) for year in (2020, 2021, 2022)] == [HOUR, 0 * HOUR, HOUR]


def test_who_reads_the_first_date_of_a_list_alone_misses_the_start_and_the_rest() -> None:
    dates = ((wall("2026-03-29T01:00"), wall("2027-03-28T01:00")), (wall("2028-03-26T01:00"),))
    parts = (changed(wall("2025-03-30T01:00"), 0, 1, dates=dates), LONDON[1])
    summers = [wall(f"{year}-07-01T00:00") for year in (2025, 2026, 2027, 2028)]
    offsets = {
        reading: [described(*parts, reading=reading).offset(summer) // HOUR for summer in summers]
        for reading in Reading
    }
    assert offsets == {
        Reading.WHOLE: [1, 1, 1, 1],
        Reading.FIRST_DATES: [0, 1, 0, 1],
        Reading.NO_DATES: [1, 0, 0, 0],
    }


def test_before_the_first_change_it_says_nothing_and_the_offset_before_is_taken() -> None:
    zone = described(*CHICAGO)
    assert not zone.covers(wall("2007-03-11T01:00"))
    assert zone.covers(wall("2007-03-11T02:00"))
    assert zone.offset(wall("2007-01-01T00:00")) == -6 * HOUR
