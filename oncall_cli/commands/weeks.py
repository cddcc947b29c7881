"""Weeks as answers show them; several groups show weeks, and all show them the same."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from oncall_cli.answers.rotation import CoverShown, OnDuty, WeekShown
from oncall_cli.core.moment import moment_of
from oncall_cli.core.schedule import Held, Schedule
from oncall_cli.core.week import DAY, WEEK
from oncall_cli.session import Session


def weeks_shown(session: Session, schedule: Schedule, weeks: Sequence[date]) -> tuple[WeekShown, ...]:
    """The weeks of a schedule with their owners, neighbours and holidays."""
    names = {member.handle: member.name for member in session.store.members.all()}
    today = schedule.timetable.week_at(session.now)
    return tuple(_shown(schedule, week, names, is_now=week == today) for week in weeks)


def _shown(schedule: Schedule, week: date, names: dict[str, str], *, is_now: bool) -> WeekShown:
    held = schedule.held(week)
    span = schedule.timetable.span(week)
    zone = schedule.timetable.on(week).shape.zone
    return WeekShown(
        week=week,
        start=span.start.astimezone(zone),
        end=span.end.astimezone(zone),
        person=held.person if held else None,
        name=names.get(held.person) if held else None,
        state=_state(held) or "projected",
        ordered=held.ordered if held else None,
        was=held.was if held else None,
        swap=held.swap if held else None,
        cover=covers_shown(schedule, week, zone),
        holidays=tuple(holidays_in(schedule, week)),
        before=schedule.owner(week - WEEK),
        after=schedule.owner(week + WEEK),
        is_now=is_now,
        cause=held.cause if held else None,
        reason=held.reason if held else None,
    )


def covers_shown(schedule: Schedule, week: date, zone: ZoneInfo) -> tuple[CoverShown, ...]:
    """Who is on for the week's owner, and when, on the wall clock of a zone."""
    return tuple(
        CoverShown(
            id=cover.id,
            person=cover.person,
            start=cover.start.astimezone(zone),
            end=cover.end.astimezone(zone),
        )
        for cover in schedule.covers_in(week)
    )


def _state(held: Held | None) -> Literal["published", "projected"] | None:
    if held is None:
        return None
    return "published" if held.published else "projected"


def running_said(person: str, first: date, second: date) -> str:
    """Somebody's two weeks in a row, in words."""
    return f"two weeks running for {person}: {first} and {second}"


def holidays_in(schedule: Schedule, week: date) -> list[str]:
    """The holidays of the seven days from the week's first."""
    days = (week + step * DAY for step in range(7))
    return [schedule.timetable.holidays[day] for day in days if day in schedule.timetable.holidays]


def schedule_at(session: Session, at: str | None) -> tuple[datetime, Schedule]:
    """The moment that `at` says, or now, and who has the weeks around it."""
    moment = moment_of(at, session.now, session.zone) if at else session.now
    day = moment.date()
    return moment, session.schedule(day - 2 * WEEK, day + 2 * WEEK)


def on_duty(session: Session, moment: datetime, schedule: Schedule) -> OnDuty:
    """Who is on at a moment of a schedule, as an answer."""
    duty = schedule.duty_at(moment)
    members = session.store.members
    member = members.find(duty.person) if duty.person else None
    owner = members.find(duty.owner) if duty.owner else None
    timetable = schedule.timetable
    return OnDuty(
        moment=session.local(moment),
        week=duty.week,
        person=duty.person,
        name=member.name if member else None,
        owner=duty.owner,
        owner_name=owner.name if owner else None,
        cover=duty.cover,
        state=_state(schedule.held(duty.week)) if duty.week else None,
        holiday=timetable.holidays.get(timetable.local_day(moment)),
        after_hours=timetable.after_hours(moment),
        office_open=timetable.office_open(moment),
        until=session.local(duty.until),
        before=duty.before,
        after=duty.after,
    )
