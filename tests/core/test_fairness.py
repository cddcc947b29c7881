"""What each member had of the weeks: nothing is lost, nothing counted twice."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.cover import Cover
from oncall_cli.core.fairness import Burden, burdens, longest_rests, shares, weekend_of
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.ticket import Work
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import DAY, WEEK, WeekShape

CHICAGO = ZoneInfo("America/Chicago")
OFFICE = (((time(7), time(18)),),) * 5 + ((),) * 2
TABLE = Timetable([DatedHours(date.min, WeekShape(CHICAGO), OFFICE)], {})
MADE = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2026, 11, 2)
WEEKS = [FIRST + step * WEEK for step in range(6)]
PEOPLE = ["ana", "ben", "cy", "dee"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


def turn(week: date, person: str) -> Turn:
    return Turn(week=week, person=person, ordered=None, cause="imported", reason="x", recorded=MADE)


def cover(week: date, person: str, start: str, end: str) -> Cover:
    return Cover(id=1, week=week, person=person, start=at(start), end=at(end), reason="ill", recorded=MADE)


def by_person(found: list[Burden]) -> dict[str, Burden]:
    return {one.person: one for one in found}


def test_each_figure_of_a_small_time() -> None:
    order = Order(start=FIRST, handles=("ana", "ben", "cy"), made=MADE)
    covers = {WEEKS[1]: [cover(WEEKS[1], "dee", "2026-11-13T12:00", "2026-11-15T12:00")]}
    schedule = Schedule(TABLE, [order], {WEEKS[3]: turn(WEEKS[3], "ben")}, covers)
    work = [
        Work(ticket=1, person="ana", start=at("2026-11-03T22:00"), end=at("2026-11-03T22:30")),
        Work(ticket=1, person="ana", start=at("2026-11-03T22:10"), end=at("2026-11-03T22:40")),
        Work(ticket=1, person="ana", start=at("2026-11-03T23:00"), end=at("2026-11-03T23:10")),
        Work(ticket=2, person="ana", start=at("2026-11-04T05:00"), end=at("2026-11-04T19:00")),
        Work(ticket=3, person="ana", start=at("2026-11-04T10:00"), end=at("2026-11-04T11:00")),
        Work(ticket=4, person="dee", start=at("2026-11-14T10:00"), end=at("2026-11-14T11:00")),
        Work(ticket=5, person="ben", start=at("2026-11-01T10:00"), end=at("2026-11-01T11:00")),
    ]
    found = by_person(burdens(schedule, WEEKS, work, {WEEKS[1], WEEKS[3]}, {}))
    third = Fraction(6, 3)
    assert found == {
        "ana": Burden("ana", 1, third, 0, 1, 0, 3, 5),
        "ben": Burden("ben", 3, third, 2, 2, 0, 0, 1),
        "cy": Burden("cy", 2, third, 0, 2, 0, 0, 2),
        "dee": Burden("dee", 0, Fraction(), 0, 1, 48 * 60, 1, 4),
    }


def test_a_member_of_the_order_who_had_no_week_is_there_and_one_who_had_nothing_is_not() -> None:
    order = Order(start=FIRST, handles=("ana", "ben"), made=MADE)
    found = burdens(
        Schedule(TABLE, [order], {FIRST + WEEK: turn(FIRST + WEEK, "ana")}), WEEKS[:2], [], (), {}
    )
    assert [(one.person, one.weeks, one.share, one.longest_rest) for one in found] == [
        ("ana", 2, 1, 0),
        ("ben", 0, 1, 2),
    ]


def test_weeks_that_no_order_gave_are_shared_by_those_who_have_one() -> None:
    schedule = Schedule(TABLE, [], {WEEKS[0]: turn(WEEKS[0], "ana"), WEEKS[1]: turn(WEEKS[1], "ben")})
    assert shares(schedule, WEEKS, {}) == {"ana": 1, "ben": 1}


def test_a_hole_that_a_leaver_left_is_shared_by_the_round_and_not_by_who_is_gone() -> None:
    left = {"made": MADE + timedelta(days=9), "reason": "cy left"}
    orders = [
        Order(start=FIRST, handles=("ana", "ben", "cy"), made=MADE),
        Order(start=FIRST + 2 * WEEK, handles=("ana",), **left),
        Order(start=FIRST + 3 * WEEK, handles=("ben", "ana"), **left),
    ]
    found = shares(Schedule(TABLE, orders, {}), WEEKS[:4], {"cy": FIRST + 8 * DAY})
    assert found == {"ana": Fraction(11, 6), "ben": Fraction(11, 6), "cy": Fraction(1, 3)}


def test_weeks_before_anybody_had_one_and_after_are_no_rest_and_those_between_are() -> None:
    schedule = Schedule(TABLE, [], {WEEKS[1]: turn(WEEKS[1], "ana"), WEEKS[4]: turn(WEEKS[4], "ben")})
    assert longest_rests(schedule, WEEKS, ["ana", "ben"]) == {"ana": 3, "ben": 3}
    assert longest_rests(schedule, WEEKS[:1], ["ana"]) == {"ana": 0}


@pytest.mark.parametrize(
    ("start", "end", "person"),
    [
        ("2026-11-07T00:00", "2026-11-08T00:00", "ben"),  # half and half: whoever was on first
        ("2026-11-07T00:00", "2026-11-08T00:01", "ben"),
        ("2026-11-08T00:00", "2026-11-09T00:00", "ana"),  # here ana was
        ("2026-11-07T23:59", "2026-11-09T00:00", "ben"),
        ("2026-11-08T20:00", "2026-11-09T06:59", "ana"),
    ],
)
def test_a_weekend_is_whose_longer_part_it_was(start: str, end: str, person: str) -> None:
    owners = {FIRST: turn(FIRST, "ana")}
    schedule = Schedule(TABLE, [], owners, {FIRST: [cover(FIRST, "ben", start, end)]})
    assert weekend_of(FIRST, schedule) == person
    assert weekend_of(FIRST + WEEK, schedule) is None


@st.composite
def histories(draw: st.DrawFn) -> Schedule:
    orders = [
        Order(
            start=FIRST + draw(st.integers(-2, 6)) * WEEK,
            handles=tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True))),
            made=MADE + timedelta(days=number),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    owned = draw(st.dictionaries(st.sampled_from(WEEKS), st.sampled_from(PEOPLE), max_size=6))
    covers: dict[date, list[Cover]] = {}
    for week in draw(st.lists(st.sampled_from(WEEKS), max_size=4, unique=True)):
        start = TABLE.held(week).start + timedelta(minutes=draw(st.integers(0, 9000)))
        end = min(start + timedelta(minutes=draw(st.integers(1, 9000))), TABLE.span(week).end)
        covers[week] = [
            Cover(
                id=1,
                week=week,
                person=draw(st.sampled_from(PEOPLE)),
                start=start,
                end=end,
                reason="x",
                recorded=MADE,
            )
        ]
    return Schedule(TABLE, orders, {week: turn(week, person) for week, person in owned.items()}, covers)


LEAVES = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(WEEKS))


@given(histories(), st.sets(st.sampled_from(WEEKS)), LEAVES)
def test_every_week_weekend_holiday_and_share_is_somebodys_once(
    schedule: Schedule, holidays: set[date], leaves: dict[str, date]
) -> None:
    found = burdens(schedule, WEEKS, [], holidays, leaves)
    owned = [week for week in WEEKS if schedule.owner(week)]
    assert sum(one.weeks for one in found) == len(owned)
    assert sum(one.share for one in found) == len(owned)
    assert sum(one.weekends for one in found) == len(owned)
    assert sum(one.holiday_weeks for one in found) == len(holidays.intersection(owned))
    covered = sum(
        (cover.end - cover.start) // timedelta(minutes=1)
        for week in owned
        for cover in schedule.covers.get(week, ())
        if cover.person != schedule.owner(week)
    )
    assert sum(one.cover_minutes for one in found) == covered
    assert [one.person for one in found] == sorted({one.person for one in found})
    for one in found:
        assert 0 <= one.longest_rest <= len(WEEKS) - (one.weeks > 0)
