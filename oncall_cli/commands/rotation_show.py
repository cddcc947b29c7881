"""Looking at the weeks: show, who."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.answers.rotation import Rotation
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import AHEAD, From, app
from oncall_cli.commands.weeks import on_duty, schedule_at, weeks_shown
from oncall_cli.core.moment import week_of, weeks_of_quarter
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session


@verb(app, "show")
def show(
    session: Session,
    quarter: Annotated[str | None, typer.Option("--quarter", help="A quarter, like 2027-Q1.")] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", help="How many weeks.", min=1, max=1040)] = None,
    from_: From = None,
    person: Annotated[
        str | None, typer.Option("--person", help="One member's weeks.", autocompletion=handles)
    ] = None,
) -> Result:
    """Show the weeks: this one and the twelve after it, or those asked for."""
    if quarter and (weeks or from_):
        raise BadValue("--quarter says which weeks; leave --weeks and --from out")
    timetable = session.timetable()
    if quarter:
        _, asked = weeks_of_quarter(quarter, session.now, timetable)
    else:
        first = week_of(from_ or "this", session.now, timetable)
        asked = [first + step * WEEK for step in range(weeks or AHEAD)]
    own_first = timetable.this_week(session.now)
    reader = session.member(person).handle if person else session.reader
    schedule = session.schedule(min(asked[0], own_first), max(asked[-1], own_first + 60 * WEEK))
    first, last = asked[0], asked[-1]
    if person:
        asked = [week for week in asked if schedule.owner(week) == reader]
    own = schedule.next_weeks(reader, own_first, count=3, horizon=60) if reader else []
    return Rotation(
        timezone=session.policy.team.timezone,
        weeks=weeks_shown(session, schedule, asked),
        own=tuple(own),
        person=reader,
        only=person is not None,
        first=first,
        last=last,
    )


@verb(app, "who")
def who(
    session: Session,
    at: Annotated[str | None, typer.Option("--at", help="Another moment than now.")] = None,
) -> Result:
    """Who is on call now, or was or will be at a moment."""
    return on_duty(session, *schedule_at(session, at))
