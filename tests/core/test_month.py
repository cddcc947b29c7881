"""Months and years as people name them: every day is in one month, every week begins in one year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.moment import weeks_of_quarter
from oncall_cli.core.month import (
    days_of_month,
    evening_of,
    month_of,
    weeks_of_month,
    weeks_of_year,
    year_of,
)
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WeekShape
from oncall_cli.errors import BadValue

NOW = datetime(2027, 1, 1, 3, tzinfo=UTC)
"""Still 2026 in Chicago."""

ZONES = ("America/Chicago", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Beirut", "Pacific/Apia")


def table(zone: str = "America/Chicago", weekday: int = 0) -> Timetable:
    shape = WeekShape(ZoneInfo(zone), weekday=weekday)
    return Timetable([DatedHours(date(1970, 1, 1), shape, ((),) * 7)], {})


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2027-02", "2027-02-01"),
        (" 2027-2 ", "2027-02-01"),
        ("this", "2026-12-01"),
        ("Next", "2027-01-01"),
        ("last", "2026-11-01"),
    ],
)
def test_a_month_is_named_by_its_number_or_from_the_one_that_runs(text: str, month: str) -> None:
    assert month_of(text, NOW, table()) == date.fromisoformat(month)


@pytest.mark.parametrize(("text", "year"), [("2027", 2027), ("this", 2026), ("NEXT", 2027), ("last", 2025)])
def test_a_year_is_named_by_its_number_or_from_the_one_that_runs(text: str, year: int) -> None:
    assert year_of(text, NOW, table()) == year


@pytest.mark.parametrize("text", ["", "2027", "2027-13", "2027-00", "27-02", "feb", "0001-01", "2027-02-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="is not a month"):
        month_of(text, NOW, table())


@pytest.mark.parametrize("text", ["", "27", "2027-02", "0001", "3000", "20270", "-1", "²027"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="is not a year"):
        year_of(text, NOW, table())


def test_a_week_that_ends_in_the_first_morning_of_a_month_touches_it() -> None:
    weeks = weeks_of_month(date(2027, 2, 1), table())
    assert [str(week) for week in weeks] == [
        "2027-01-25", "2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22"
    ]  # fmt: skip


@given(st.integers(1975, 2080), st.integers(1, 12), st.sampled_from(ZONES), st.integers(0, 6))
def test_a_month_has_exactly_the_weeks_that_hold_a_minute_of_it(
    year: int, month: int, zone: str, weekday: int
) -> None:
    timetable = table(zone, weekday)
    first = date(year, month, 1)
    days = days_of_month(first)
    begins = datetime.combine(days[0], time(), ZoneInfo(zone)).astimezone(UTC)
    after = datetime.combine(days[-1] + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    near = [timetable.week_of_day(first) + timedelta(weeks=step) for step in range(-3, 9)]
    touching = [
        week for week in near if timetable.span(week).start < after and timetable.span(week).end >= begins
    ]
    assert weeks_of_month(first, timetable) == touching
    assert {(day.year, day.month) for day in days} == {(year, month)}
    assert (days[-1] + timedelta(days=1)).day == 1
    assert all(begins <= evening_of(day, timetable) < after for day in days)


def test_an_evening_ends_with_its_last_minute() -> None:
    assert evening_of(date(2026, 11, 25), table()) == datetime(2026, 11, 26, 5, 59, tzinfo=UTC)


@given(st.integers(1975, 2080), st.sampled_from(ZONES))
def test_a_year_has_the_weeks_of_its_quarters(year: int, zone: str) -> None:
    timetable = table(zone)
    quarters = [weeks_of_quarter(f"{year}-Q{number}", NOW, timetable)[1] for number in range(1, 5)]
    assert weeks_of_year(year, timetable) == [week for weeks in quarters for week in weeks]
