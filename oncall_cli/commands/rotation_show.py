"""Looking at the weeks: show, who."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.answers.rotation import DayShown, Rotation, WeekShown
from oncall_cli.commands.complete import handles
from oncall_cli.commands.file_options import Out, format_option
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import From, app
from oncall_cli.commands.rotation_view import asked_view
from oncall_cli.commands.weeks import on_duty, schedule_at, weeks_shown
from oncall_cli.core.member import Member
from oncall_cli.core.month import days_of_month, evening_of
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.week import WEEK
from oncall_cli.documents.format import FORMATS, format_of
from oncall_cli.documents.rota import document_of
from oncall_cli.session import Session

HORIZON = 60
"""How many weeks ahead a reader's own next ones are looked for."""


@verb(app, "show", bare=("--quarter", "--month", "--year"))
def show(
    session: Session,
    quarter: Annotated[
        str | None, typer.Option("--quarter", help="A quarter, like 2027-Q1; bare, this one.")
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", help="A month's days, like 2027-02; bare, this one.")
    ] = None,
    year: Annotated[str | None, typer.Option("--year", help="A year, like 2027; bare, this one.")] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", help="How many weeks.", min=1, max=1040)] = None,
    from_: From = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help="One member's weeks, and those they cover.", autocompletion=handles),
    ] = None,
    format_: Annotated[str | None, format_option(FORMATS)] = None,
    out: Out = None,
) -> Result:
    """Show the weeks: this one and the next twelve, or others."""
    chosen = format_of(format_, out, "weeks")
    timetable = session.timetable()
    asked = asked_view(session, timetable, quarter=quarter, month=month, year=year, first=from_, count=weeks)
    reader = session.member(person).handle if person is not None else session.reader
    schedule = session.schedule(asked.weeks[0], asked.weeks[-1])
    shown = weeks_shown(session, schedule, asked.weeks)
    members = session.store.members.all()
    answer = Rotation(
        timezone=session.policy.team.timezone,
        weeks=tuple(week for week in shown if person is None or _concerns(week, reader)),
        own=tuple(_own(session, reader)) if reader else (),
        person=reader,
        only=person is not None,
        first=asked.weeks[0],
        last=asked.weeks[-1],
        month=f"{asked.month:%Y-%m}" if asked.month else None,
        year=asked.year,
        days=_days(session, schedule, asked.month, members) if asked.month else (),
        roster=tuple(member.handle for member in members),
    )
    if chosen == "table":
        return answer
    line = f"Wrote {len(answer.weeks)} weeks, {answer.first} to {answer.last}, to {out}."
    return Document(answer=answer, content=document_of(answer, chosen), out=out, line=line)


def _concerns(week: WeekShown, person: str | None) -> bool:
    """Whether a member owns a week or covers a part of it."""
    return person == week.person or any(cover.person == person for cover in week.cover)


def _own(session: Session, reader: str) -> list[date]:
    """The reader's next weeks, this one included (R5)."""
    timetable = session.timetable()
    first = timetable.this_week(session.now)
    near = session.store.schedule(timetable, first, first + HORIZON * WEEK)
    return near.next_weeks(reader, first, count=3, horizon=HORIZON)


def _days(session: Session, schedule: Schedule, month: date, members: list[Member]) -> tuple[DayShown, ...]:
    """Who is on in the evening of every day of a month."""
    names = {member.handle: member.name for member in members}
    days = []
    for day in days_of_month(month):
        duty = schedule.duty_at(evening_of(day, schedule.timetable))
        days.append(
            DayShown(
                day=day,
                person=duty.person,
                name=names.get(duty.person) if duty.person else None,
                cover=duty.cover is not None,
                projected=duty.week not in schedule.turns,
                holiday=schedule.timetable.holidays.get(day),
                is_today=day == session.today,
            )
        )
    return tuple(days)


@verb(app, "who")
def who(
    session: Session,
    at: Annotated[str | None, typer.Option("--at", help="Another moment than now.")] = None,
) -> Result:
    """Who is on call now, or was or will be at a moment."""
    return on_duty(session, *schedule_at(session, at))
