"""Who has a week and who is on: what was recorded wins over what the order gives."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Duty, Held, Schedule, Turn, check_assignable, may_publish
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape
from oncall_cli.errors import Refused

CHICAGO = ZoneInfo("America/Chicago")
TABLE = Timetable([DatedHours(date.min, WeekShape(CHICAGO), ((),) * 7)], {})
ANNOUNCED = datetime(2026, 10, 1, tzinfo=CHICAGO)
FIRST = date(2026, 10, 26)
SWAPPED = date(2026, 11, 23)


def schedule() -> Schedule:
    order = Order(start=FIRST, handles=("ana", "ben", "cy"), made=ANNOUNCED)
    turns = {
        FIRST: Turn(week=FIRST, person="ana", ordered="ana", cause="published", recorded=ANNOUNCED),
        SWAPPED: Turn(week=SWAPPED, person="cy", ordered="ben", cause="swapped", swap=3, recorded=ANNOUNCED),
    }
    return Schedule(timetable=TABLE, orders=[order], turns=turns)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def test_a_week_is_as_recorded_else_as_ordered_else_nobodys() -> None:
    assert schedule().held(FIRST) == Held(week=FIRST, person="ana", published=True, cause="published")
    assert schedule().held(SWAPPED) == Held(
        week=SWAPPED, person="cy", published=True, ordered="ben", was="ben", swap=3, cause="swapped"
    )
    assert schedule().held(FIRST + WEEK) == Held(week=FIRST + WEEK, person="ben", published=False)
    assert schedule().held(FIRST - WEEK) is None


@pytest.mark.parametrize(
    ("moment", "week", "person", "until"),
    [
        ("2026-11-23T18:01:00", SWAPPED, "cy", "2026-11-30T06:59"),
        ("2026-11-30T06:59:59", SWAPPED, "cy", "2026-11-30T06:59"),
    ],
)
def test_the_owner_is_on_from_the_first_minute_through_the_last(
    moment: str, week: date, person: str, until: str
) -> None:
    assert schedule().duty_at(at(moment)) == Duty(
        week=week, person=person, owner=person, until=at(until), before="ana", after="cy"
    )


@pytest.mark.parametrize("clock", ["07:00:00", "12:00:00", "18:00:59"])
def test_on_handover_day_nobody_is_on_until_the_evening(clock: str) -> None:
    assert schedule().duty_at(at(f"2026-11-30T{clock}")) == Duty(
        week=None, person=None, until=at("2026-11-30T18:01"), before="cy", after="cy"
    )


def test_before_every_order_nobody_is_on() -> None:
    duty = schedule().duty_at(at("2026-10-20T12:00"))
    assert (duty.week, duty.person, duty.before, duty.after) == (date(2026, 10, 19), None, None, "ana")


def test_somebodys_next_weeks_count_what_was_swapped() -> None:
    assert schedule().next_weeks("cy", FIRST, count=3) == [date(2026, 11, 9), SWAPPED, date(2026, 11, 30)]
    assert schedule().next_weeks("ben", FIRST, count=2) == [date(2026, 11, 2), date(2026, 12, 14)]
    assert schedule().next_weeks("eve", FIRST, count=3) == []


def test_only_a_week_that_somebody_has_and_that_is_not_announced_is_published() -> None:
    assert [may_publish(week, schedule()) for week in (FIRST - WEEK, FIRST, FIRST + WEEK)] == [
        False,
        False,
        True,
    ]


def test_a_week_that_has_begun_with_an_owner_keeps_it() -> None:
    begins = TABLE.span(SWAPPED).start
    check_assignable(SWAPPED, schedule(), begins - timedelta(seconds=1))
    with pytest.raises(Refused, match="week 2026-11-23 has begun with cy on call"):
        check_assignable(SWAPPED, schedule(), begins)
    check_assignable(FIRST - WEEK, schedule(), begins)
