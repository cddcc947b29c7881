"""Times as people read them, by either clock."""

from datetime import UTC, datetime

import pytest

from oncall_cli.core.said import clock_said


@pytest.mark.parametrize(
    ("hour", "twelve", "whole"),
    [
        (0, "12:05 AM", "00:05"),
        (6, "6:05 AM", "06:05"),
        (12, "12:05 PM", "12:05"),
        (13, "1:05 PM", "13:05"),
        (23, "11:05 PM", "23:05"),
    ],
)
def test_a_time_of_day_is_said_by_the_clock_that_the_team_reads(hour: int, twelve: str, whole: str) -> None:
    moment = datetime(2026, 11, 18, hour, 5, tzinfo=UTC)
    assert (clock_said(moment, "12h"), clock_said(moment, "24h")) == (twelve, whole)
