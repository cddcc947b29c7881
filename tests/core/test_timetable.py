"""Which week owns a minute and when the office answers, by the rules that held on each date."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
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


CHANGES = {
    "America/Chicago": ("2027-03-14", "2026-11-01"),
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),  # at midnight
    "Antarctica/Troll": ("2026-03-29", "2026-10-25"),  # by two hours
    "Pacific/Apia": ("2011-12-30", "2012-04-01"),  # a whole day is skipped
    "Pacific/Honolulu": ("2026-06-03",),
}
"""Days on which clocks change, and one zone that only another policy leads into or out of."""

changes = st.sampled_from([(zone, date.fromisoformat(day)) for zone, days in CHANGES.items() for day in days])
clocks = st.one_of(
    st.builds(time, st.integers(0, 4), st.sampled_from([0, 1, 15, 29, 30, 31, 45, 59])),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[time, time]:
    """A start and an end earlier on the clock, often by a minute."""
    start = draw(clocks.filter(lambda clock: clock > time(0)))
    before = (datetime.combine(date.min, start) - MINUTE).time()
    return start, min(before, draw(st.one_of(st.just(before), clocks)))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Timetable, date]:
    """A timetable whose weeks hand over near a change of clocks, and the week that begins there; often a
    later policy, of another zone or not, holds from that week on."""
    zone, change = draw(changes)
    first = change + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, 1])))
    dated = [DatedHours(date.min, WeekShape(ZoneInfo(zone), first.weekday(), *draw(pairs())), ((),) * 7)]
    if draw(st.booleans()):
        other = ZoneInfo(draw(st.sampled_from([zone, *CHANGES])))
        later = first + draw(st.sampled_from([0, 0, 1])) * WEEK
        dated.append(DatedHours(later, WeekShape(other, first.weekday(), *draw(pairs())), ((),) * 7))
    return Timetable(dated, {}), first


@settings(deadline=None)
@given(tables())
def test_no_minute_has_two_weeks_and_whoever_asks_gets_the_week_whose_span_holds_it(
    drawn: tuple[Timetable, date],
) -> None:
    table, first = drawn
    weeks = [first + step * WEEK for step in range(-2, 4)]
    for week, following in pairwise(weeks):
        start, end = table.held(week)
        assert start < end <= table.held(following).start
        assert table.span(week) == (start, end - MINUTE)
    asked = {
        edge + step * MINUTE
        for week in weeks[1:-1]
        for edge in table.span(week)
        for step in (-60, -1, 0, 1, 60)
    }
    for moment in asked:
        holding = [week for week in weeks if table.span(week).start <= moment <= table.span(week).end]
        local = moment.astimezone(ZoneInfo("Pacific/Kiritimati"))
        assert len(holding) <= 1
        assert table.week_at(moment) == (holding[0] if holding else None)
        assert table.week_at(local) == table.week_at(moment)
        assert table.span(table.next_week(moment)).start > moment


def test_a_week_ends_before_the_next_one_begins_by_a_later_policy() -> None:
    monday = date(2026, 11, 30)
    shapes = [WeekShape(ZoneInfo("America/Chicago")), WeekShape(ZoneInfo("Asia/Tokyo"))]
    table = Timetable(
        [DatedHours(day, shape, ((),) * 7) for day, shape in zip((date.min, monday), shapes, strict=True)], {}
    )
    assert table.span(monday).start == at("Asia/Tokyo", "2026-11-30T18:01")
    assert table.span(monday - WEEK).end == at("Asia/Tokyo", "2026-11-30T18:00")
    assert table.held(monday - WEEK).end == table.held(monday).start


def test_a_week_that_has_begun_by_a_later_policy_has_begun_though_the_old_date_has_not_come() -> None:
    monday = date(2026, 11, 30)
    shapes = [
        WeekShape(ZoneInfo("Pacific/Honolulu")),
        WeekShape(ZoneInfo("Asia/Tokyo"), start=time(0, 30), end=time(0, 15)),
    ]
    table = Timetable(
        [DatedHours(day, shape, ((),) * 7) for day, shape in zip((date.min, monday), shapes, strict=True)], {}
    )
    assert table.week_at(at("Asia/Tokyo", "2026-11-30T00:29")) == monday - WEEK
    assert table.week_at(at("Asia/Tokyo", "2026-11-30T00:30")) == monday


def test_the_local_day_is_the_same_whatever_zone_the_moment_is_told_in() -> None:
    monday = date(2026, 11, 30)
    zones = [ZoneInfo("Pacific/Honolulu"), ZoneInfo("Asia/Tokyo")]
    dated = [
        DatedHours(day, WeekShape(zone), ((),) * 7)
        for day, zone in zip((date.min, monday), zones, strict=True)
    ]
    moment = datetime(2026, 11, 29, 20, tzinfo=UTC)
    found = {Timetable(dated, {}).local_day(moment.astimezone(zone)) for zone in zones}
    assert found == {date(2026, 11, 29)}
