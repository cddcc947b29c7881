"""Duties as the tests of standby write them: spans on the wall clock of Chicago."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from oncall_cli.core.pay.model import Duty

ZONE = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 23)
WEEK = "2026-11-23T18:01/2026-11-30T06:59"


def moments(span: str) -> tuple[datetime, datetime]:
    start, end = (
        datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC) for text in span.split("/")
    )
    return start, end


def duty(span: str, *, whole: bool = False) -> Duty:
    start, end = moments(span)
    return Duty(start=start, end=end, whole_week=whole)


def part(span: str) -> Duty:
    """A part of the week of 2026-11-23."""
    start, end = moments(span)
    first, last = moments(WEEK)
    return Duty(start=start, end=end, week=MONDAY, week_start=first, week_end=last)
