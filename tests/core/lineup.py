"""A team's orders and published weeks, made up at random, for the laws of leaving and joining."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import DAY, WEEK, WeekShape

TABLE = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), ((),) * 7)], {})
FIRST = date(2026, 8, 31)
WEEKS = [FIRST + step * WEEK for step in range(70)]
PEOPLE = ("ana", "ben", "cy", "dan", "eve")

handles = st.permutations(PEOPLE).flatmap(lambda all_: st.integers(2, 5).map(lambda n: tuple(all_[:n])))
weeks = st.sampled_from(WEEKS[:30])
moments = st.integers(0, 25 * 7 * 24).map(lambda hours: TABLE.span(FIRST).start + timedelta(hours=hours))
last_dates = st.integers(0, 40 * 7).map(lambda days: FIRST + days * DAY)


def member(handle: str, leaves: date | None = None) -> Member:
    """A member by that handle."""
    return Member(handle=handle, name=handle.title(), leaves=leaves)


@st.composite
def lineups(draw: st.DrawFn) -> tuple[Schedule, datetime]:
    """Orders that somebody set before a moment, some weeks published around it, and the moment."""
    now = draw(moments)
    begun = TABLE.span(FIRST).start - WEEK
    starts = [FIRST, *sorted(draw(st.lists(weeks, max_size=2)))]
    orders = [Order(start=start, handles=draw(handles), made=begun) for start in starts]
    ahead = draw(st.integers(0, 8))
    singles = draw(st.lists(weeks, max_size=2))
    published = [week for week in WEEKS if week <= now.date() + ahead * WEEK] + singles
    schedule = Schedule(timetable=TABLE, orders=orders, turns={})
    turns = {week: draw(st.sampled_from((schedule.owner(week), *PEOPLE))) or "ana" for week in published}
    return replace(schedule, turns={week: turn(week, person) for week, person in turns.items()}), now


def turn(week: date, person: str) -> Turn:
    """A week that is announced."""
    return Turn(week=week, person=person, ordered=person, cause="published", recorded=TABLE.span(FIRST).start)


def then(schedule: Schedule, orders: Sequence[Order]) -> Schedule:
    """The same with more orders made."""
    return replace(schedule, orders=[*schedule.orders, *orders])


def owners(schedule: Schedule) -> dict[date, str | None]:
    """Every week's owner."""
    return {week: schedule.owner(week) for week in WEEKS}
