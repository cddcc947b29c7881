"""Somebody who is told what they must know, the weeks they look at, and what they read."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from oncall_cli.core.cover import Cover
from oncall_cli.core.member import Member
from oncall_cli.core.notice import Notice, Reader
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Cause, Schedule, Turn
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
THIS = date(2026, 11, 23)
GIVE, TAKE = date(2026, 12, 7), date(2026, 12, 14)
OWNERS = ("ana", "ben", "cy", "ana", "ben", "cy")
LONG_AGO = NOW - timedelta(days=60)
MEMBERS = [Member(handle=handle, name=handle.title()) for handle in ("ana", "ben", "cy")]
TIMETABLE = Timetable([DatedHours(date.min, WeekShape(ZONE), ((),) * 7)], {})


def turn(week: date, person: str, ordered: str, cause: Cause = "published", recorded: datetime = NOW) -> Turn:
    """A recorded owner of a week."""
    swap = 1 if cause == "swapped" else None
    other = (GIVE if week == TAKE else TAKE) if cause == "traded" else None
    return Turn(
        week=week,
        person=person,
        ordered=ordered,
        cause=cause,
        swap=swap,
        other=other,
        reason=None if cause in ("published", "swapped") else "ill",
        recorded=recorded,
    )


def reader(
    handle: str,
    *changed: Turn,
    manages: bool = False,
    moment: datetime = NOW,
    covers: Iterable[Cover] = (),
    published: int = 6,
) -> Reader:
    """Somebody who looks at weeks from 2026-11-23 on: ben, cy, ana and so on in turn, `published` of them."""
    turns = {}
    for step in range(published):
        week = THIS + step * WEEK
        owner = OWNERS[(step + 1) % len(OWNERS)]
        turns[week] = turn(week, owner, owner, recorded=LONG_AGO)
    turns |= {one.week: one for one in changed}
    turns = {week: one for week, one in turns.items() if one.cause != "withdrawn"}
    order = Order(start=THIS, handles=("ben", "cy", "ana"), made=LONG_AGO)
    by_week: dict[date, list[Cover]] = {}
    for cover in covers:
        by_week.setdefault(cover.week, []).append(cover)
    schedule = Schedule(timetable=TIMETABLE, orders=[order], turns=turns, covers=by_week)
    return Reader(
        handle=handle,
        manages=manages,
        moment=moment,
        schedule=schedule,
        said=lambda moment: f"{moment.astimezone(ZONE):%m-%d %H:%M}",
        day_said=lambda moment: f"{moment.astimezone(ZONE):%a %H:%M}",
    )


def cover(start: str, end: str, person: str = "cy") -> Cover:
    """Somebody put on from one time in Chicago to another."""
    first, last = (datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC) for text in (start, end))
    week = TIMETABLE.week_at(first)
    assert week
    return Cover(id=5, week=week, person=person, start=first, end=last, reason="ill", recorded=NOW)


def told(found: Notice | None) -> tuple[str, str] | None:
    """What a notice says, and of what kind it is."""
    return (found.kind, found.text) if found else None
