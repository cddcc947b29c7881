"""When reminders ring, and how their times are read from a policy."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.reminder import ReminderTimes, before_handover, daily, first_evening, once_ended
from oncall_cli.core.week import WEEK, WeekShape, instant, week_span

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("start", "clock", "rings"),
    [
        ("09:00", "17:30", "30 08:29"),
        ("09:00", "09:01", "30 08:29"),
        ("09:00", "09:00", "30 09:00"),
        ("09:00", "07:15", "30 07:15"),
        ("18:01", "23:00", "30 17:30"),
        ("00:15", "17:30", "29 23:44"),
    ],
)
def test_a_handover_is_told_at_its_time_or_31_minutes_before_it_where_that_is_too_late(
    start: str, clock: str, rings: str
) -> None:
    day = date(2026, 11, 30)
    begins = instant(day, time.fromisoformat(start), CHICAGO)
    found = before_handover(day, begins, time.fromisoformat(clock), CHICAGO)
    assert found.astimezone(CHICAGO).strftime("%d %H:%M") == rings


def test_31_minutes_are_elapsed_minutes_on_the_night_of_a_change() -> None:
    day = date(2027, 3, 14)
    begins = instant(day, time(3), CHICAGO)
    assert begins - before_handover(day, begins, time(17, 30), CHICAGO) == timedelta(minutes=31)


@pytest.mark.parametrize(
    ("sunday", "clock", "rings"),
    [
        (
            date(2027, 3, 14),
            "02:30",
            "2027-03-14T08:30",
        ),  # Skipped: by the offset before, 03:30 on the clock.
        (date(2026, 11, 1), "01:30", "2026-11-01T06:30"),  # Comes twice: the first of the two.
        (date(2026, 11, 1), "17:00", "2026-11-01T23:00"),
    ],
)
def test_a_daily_time_is_read_on_the_wall_clock_of_its_own_day(sunday: date, clock: str, rings: str) -> None:
    week = sunday - timedelta(days=6)
    found = daily(week, week_span(week, WeekShape(CHICAGO)), time.fromisoformat(clock), CHICAGO)
    assert found[6] == datetime.fromisoformat(rings).replace(tzinfo=UTC)
    assert len(set(found)) == 7


@given(st.times(), st.integers(0, 200).map(lambda count: date(2025, 1, 6) + count * WEEK))
def test_nothing_rings_before_its_week_begins_nor_the_pay_form_before_it_has_ended(
    clock: time, week: date
) -> None:
    span = week_span(week, WeekShape(CHICAGO))
    rings = daily(week, span, clock, CHICAGO)
    assert span.start <= rings[0] == first_evening(week, span, clock, CHICAGO)
    assert list(rings) == sorted(rings)
    assert span.end < once_ended(week, span, clock, CHICAGO)


def test_reminder_times_are_written_as_they_are_read() -> None:
    written = ReminderTimes().model_dump(mode="json")
    assert written["take_over"] == "17:30"
    assert ReminderTimes.model_validate(written) == ReminderTimes()


@pytest.mark.parametrize(
    "value", ["25:00", "9:00", "17:30:10", "T1730", 1730, None, "17:30Z", time(17, 30, tzinfo=UTC)]
)
def test_what_is_no_time_of_day_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a time of day"):
        ReminderTimes.model_validate({"carry": value})
