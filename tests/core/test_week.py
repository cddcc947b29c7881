"""The week at its edges, in zones that change their clocks by an hour, by half an hour, and not at all."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.span import MINUTE
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape, first_day, held_span, instant, week_span

ZONES = ("America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
CHANGES = {
    "America/Chicago": (date(2026, 3, 2), date(2026, 10, 26)),
    "Europe/London": (date(2026, 3, 23), date(2026, 10, 19)),
    "Australia/Lord_Howe": (date(2026, 9, 28), date(2026, 3, 30)),
}
"""The weeks of 2026 in which clocks go forward, and back."""

zones = st.sampled_from(ZONES)
mondays = st.integers(0, 4000).map(lambda count: date(1990, 1, 1) + count * WEEK)


def table_of(shape: WeekShape) -> Timetable:
    return Timetable([DatedHours(date.min, shape, ((),) * 7)], {})


def wall(zone: str, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(zone))


def edges() -> list[tuple[str, date]]:
    quiet = [(zone, date(2026, 6, 8)) for zone in ZONES]
    return quiet + [(zone, week) for zone, weeks in CHANGES.items() for week in weeks]


@pytest.mark.parametrize(("zone", "week"), edges())
def test_both_end_minutes_are_inside_and_the_next_ones_are_not(zone: str, week: date) -> None:
    table = table_of(WeekShape(ZoneInfo(zone)))
    last = week + WEEK
    owners = {
        clock: table.week_at(wall(zone, day, clock))
        for day, clock in (
            (week, "18:00:59"),
            (week, "18:01:00"),
            (last, "06:59:59"),
            (last, "07:00:00"),
            (last, "12:00:00"),
        )
    }
    assert owners == {
        "18:00:59": None,
        "18:01:00": week,
        "06:59:59": week,
        "07:00:00": None,
        "12:00:00": None,
    }
    assert table.week_at(wall(zone, last, "18:01:00")) == last


@pytest.mark.parametrize(
    ("zone", "forward", "back"),
    [
        ("America/Chicago", "155:58", "157:58"),
        ("Europe/London", "155:58", "157:58"),
        ("Australia/Lord_Howe", "156:28", "157:28"),
    ],
)
def test_a_week_with_a_change_of_clocks_is_shorter_or_longer_by_what_they_changed(
    zone: str, forward: str, back: str
) -> None:
    lengths = [week_span(week, WeekShape(ZoneInfo(zone))).minutes for week in CHANGES[zone]]
    assert [f"{minutes // 60}:{minutes % 60:02}" for minutes in lengths] == [forward, back]


@given(zones, mondays)
def test_any_other_week_is_156_hours_and_58_minutes(zone: str, week: date) -> None:
    shape = WeekShape(ZoneInfo(zone))
    span = week_span(week, shape)
    first, last = (moment.astimezone(shape.zone).utcoffset() for moment in span)
    assert first is not None
    assert last is not None
    assert span.minutes == 156 * 60 + 58 - (last - first) // MINUTE


@given(zones, mondays)
def test_weeks_never_overlap_and_the_office_keeps_the_eleven_hours_between_them(
    zone: str, week: date
) -> None:
    shape = WeekShape(ZoneInfo(zone))
    gap = held_span(week + WEEK, shape).start - held_span(week, shape).end
    assert gap == timedelta(hours=11, minutes=1)


@given(zones, mondays)
def test_the_handover_is_at_the_same_time_on_the_wall_in_every_season(zone: str, week: date) -> None:
    shape = WeekShape(ZoneInfo(zone))
    first, last = (moment.astimezone(shape.zone) for moment in week_span(week, shape))
    assert (first.date(), first.time()) == (week, time(18, 1))
    assert (last.date(), last.time()) == (week + WEEK, time(6, 59))


@given(zones, st.integers(0, 70 * 365 * 24 * 60 * 60))
def test_a_minute_has_the_one_owner_whose_week_holds_it_or_none(zone: str, seconds: int) -> None:
    shape = WeekShape(ZoneInfo(zone))
    at = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    near = first_day(at.date(), shape)
    holding = [
        week
        for week in (near - WEEK, near, near + WEEK)
        if held_span(week, shape).start <= at < held_span(week, shape).end
    ]
    assert len(holding) <= 1
    assert table_of(shape).week_at(at) == (holding[0] if holding else None)


def test_a_week_can_begin_on_another_day() -> None:
    shape = WeekShape(ZoneInfo("UTC"), weekday=2, start=time(9), end=time(8, 59))
    assert first_day(date(2026, 11, 24), shape) == date(2026, 11, 18)
    assert first_day(date(2026, 11, 25), shape) == date(2026, 11, 25)
    table = table_of(shape)
    assert table.week_at(datetime(2026, 11, 25, 8, 59, 59, tzinfo=UTC)) == date(2026, 11, 18)
    assert table.week_at(datetime(2026, 11, 25, 9, tzinfo=UTC)) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("America/Chicago", "2026-03-08", "02:30", "2026-03-08T08:30"),  # skipped: read with -06:00
        ("America/Chicago", "2026-11-01", "01:30", "2026-11-01T06:30"),  # twice: the first, with -05:00
        ("Europe/London", "2026-03-29", "01:30", "2026-03-29T01:30"),
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
    ],
)
def test_a_wall_time_that_is_skipped_or_repeated_is_read_with_the_offset_before_the_change(
    zone: str, day: str, clock: str, utc: str
) -> None:
    for fold in (0, 1):
        said = time.fromisoformat(clock).replace(fold=fold)
        found = instant(date.fromisoformat(day), said, ZoneInfo(zone))
        assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "week", "start", "end", "last"),
    [
        # Clocks skip 02:00 to 03:00: the week that begins at 03:00 begins in the minute after 01:59.
        ("America/Chicago", "2027-03-07", "03:00", "02:59", "2027-03-14T01:59-06:00"),
        ("America/Chicago", "2027-03-07", "03:15", "02:30", "2027-03-14T03:14-05:00"),
        # Half an hour is skipped from 02:00 on: 02:29 would be read as 02:59, and the next begins at 02:30.
        ("Australia/Lord_Howe", "2026-09-27", "02:30", "02:29", "2026-10-04T01:59+10:30"),
        ("America/Chicago", "2027-03-07", "04:00", "02:30", "2027-03-14T03:30-05:00"),
        ("America/Chicago", "2027-03-14", "03:00", "02:59", "2027-03-21T02:59-05:00"),
    ],
)
def test_a_week_ends_before_the_next_one_begins_even_where_clocks_skip_its_end(
    zone: str, week: str, start: str, end: str, last: str
) -> None:
    day = date.fromisoformat(week)
    shape = WeekShape(ZoneInfo(zone), day.weekday(), time.fromisoformat(start), time.fromisoformat(end))
    assert week_span(day, shape).end == datetime.fromisoformat(last)
    assert held_span(day, shape).end == datetime.fromisoformat(last) + MINUTE
