"""Which week owns a minute and when the office answers, by the rules that held on each date."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.span import MINUTE, Span
from oncall_cli.core.timetable import DatedHours, Hours, Timetable
from oncall_cli.core.week import WEEK, WeekShape

DAYTIME: Hours = ((time(7), time(18)),)
SPLIT: Hours = ((time(8), time(12)), (time(13, 30), time(17)))
NIGHT: Hours = ((time(2, 30), time(3, 10)),)
"""On the night of a change these hours end, on the wall, before they have begun."""

OFFICES = {
    "plain": (*[DAYTIME] * 5, (), ()),
    "split": (*[SPLIT] * 5, ((time(9), time(12)),), ()),
    "round the clock": (((time(0), time(23, 59)),),) * 7,
    "at night": (NIGHT,) * 7,
    "none": ((),) * 7,
}


def timetable(
    zone: str = "America/Chicago", office: str = "plain", holidays: dict[date, str] | None = None
) -> Timetable:
    hours = DatedHours(date.min, WeekShape(ZoneInfo(zone)), OFFICES[office])
    return Timetable([hours], holidays or {})


def at(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("zone", ["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"])
@pytest.mark.parametrize("day", ["2026-06-10", "2026-03-11", "2026-11-04", "2026-04-08", "2026-10-28"])
def test_office_hours_count_minutes_as_weeks_do(zone: str, day: str) -> None:
    table = timetable(zone)
    for clock, office in (
        ("06:59:59", False),
        ("07:00:00", True),
        ("18:00:59", True),
        ("18:01:00", False),
    ):
        moment = at(zone, f"{day}T{clock}")
        assert (table.office_open(moment), table.after_hours(moment)) == (office, not office), clock


def test_split_hours_leave_noon_to_the_phone() -> None:
    table = timetable(office="split")
    noon = {
        clock: table.after_hours(at("America/Chicago", f"2026-11-24T{clock}"))
        for clock in ("12:00", "12:01", "13:29", "13:30")
    }
    assert noon == {"12:00": False, "12:01": True, "13:29": True, "13:30": False}


def test_a_holiday_has_no_office_and_its_whole_day_is_after_hours() -> None:
    thanksgiving = date(2026, 11, 26)
    table = timetable(holidays={thanksgiving: "Thanksgiving Day"})
    assert table.office_spans(thanksgiving) == []
    assert table.after_hours(at("America/Chicago", "2026-11-26T12:00"))
    assert not table.after_hours(at("America/Chicago", "2026-11-25T12:00"))


def test_handover_day_is_nobodys_and_not_after_hours_even_on_a_holiday() -> None:
    labor_day = date(2026, 9, 7)
    table = timetable(holidays={labor_day: "Labor Day"})
    for clock in ("07:00", "12:00", "18:00"):
        moment = at("America/Chicago", f"2026-09-07T{clock}")
        assert table.week_at(moment) is None
        assert not table.after_hours(moment)
    assert table.this_week(at("America/Chicago", "2026-09-07T12:00")) == labor_day


@given(
    zone=st.sampled_from(["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]),
    office=st.sampled_from(sorted(OFFICES)),
    near=st.sampled_from(
        ["2026-03-08", "2026-11-01", "2026-03-29", "2026-10-25", "2026-10-04", "2026-04-05", "2026-06-10"]
    ),
    ahead=st.integers(-60 * 60, 60 * 60),
    length=st.integers(1, 40 * 60),
    holiday=st.booleans(),
)
def test_the_after_hours_parts_of_a_span_are_the_minutes_that_are_after_hours(
    zone: str, office: str, near: str, ahead: int, length: int, holiday: bool
) -> None:
    day = date.fromisoformat(near)
    table = timetable(zone, office, {day: "Day off"} if holiday else {})
    start = datetime.combine(day, time(), tzinfo=UTC) + ahead * MINUTE
    parts = table.after_hours_parts(Span(start, start + length * MINUTE))
    held = [part.start + step * MINUTE for part in parts for step in range(part.minutes)]
    minutes = [start + step * MINUTE for step in range(length)]
    # Around each edge of the parts and at a few places between, rather than at each of a thousand minutes.
    edges = {edge + step * MINUTE for part in parts for edge in part for step in (-1, 0, 1)}
    asked = [minute for minute in minutes if minute in edges or (minute - start) // MINUTE % 47 == 0]
    assert held == sorted(set(held))
    assert [minute for minute in asked if minute in set(held)] == [
        minute for minute in asked if table.after_hours(minute)
    ]


def test_each_date_keeps_the_rules_that_held_on_it() -> None:
    monday = date(2026, 11, 30)
    early = WeekShape(ZoneInfo("America/Chicago"), start=time(17, 1), end=time(5, 59))
    table = Timetable(
        [
            DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), OFFICES["plain"]),
            DatedHours(monday, early, OFFICES["split"]),
        ],
        {},
    )
    assert table.on(monday - timedelta(days=1)).office == OFFICES["plain"]
    before, after = table.span(monday - WEEK), table.span(monday)
    assert before.end == at("America/Chicago", "2026-11-30T06:59")
    assert after.start == at("America/Chicago", "2026-11-30T17:01")
    assert table.week_at(at("America/Chicago", "2026-11-23T17:30")) is None
    assert table.week_at(at("America/Chicago", "2026-11-30T17:30")) == monday


@given(st.integers(0, 365 * 24 * 60))
def test_the_next_week_is_the_first_that_begins_after_a_moment(minutes: int) -> None:
    table = timetable("Europe/London")
    now = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    following = table.next_week(now)
    assert table.span(following - WEEK).start <= now < table.span(following).start
    assert table.this_week(now) == (following if table.week_at(now) is None else following - WEEK)


def test_the_local_day_is_the_teams_and_not_that_of_utc() -> None:
    moment = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert timetable("America/Chicago").local_day(moment) == date(2026, 11, 23)
    assert timetable("Asia/Kolkata").local_day(moment) == date(2026, 11, 24)
