"""When reminders ring, and how their times are read from a policy."""

from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.reminder import ReminderTimes, before_handover
from oncall_cli.core.week import instant

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
