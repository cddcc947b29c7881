"""Giving a week to somebody: assign."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.rotation import Assigned
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import Week, app
from oncall_cli.commands.swap_shown import open_swaps
from oncall_cli.commands.turns import record_turns
from oncall_cli.commands.weeks import running_said
from oncall_cli.core.actor import check_manager
from oncall_cli.core.away import away_in, dates_said
from oncall_cli.core.member import handle_of
from oncall_cli.core.moment import week_of
from oncall_cli.core.schedule import Schedule, Turn, check_assignable, weeks_running
from oncall_cli.core.swap import is_expired
from oncall_cli.core.text import one_line
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session


@verb(app, "assign", writes=True)
def assign(
    session: Session,
    week: Week,
    handle: Annotated[str, typer.Argument(help="Who gets it.", autocompletion=handles)],
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
) -> Result:
    """Give a week to somebody; it counts as published from then on."""
    check_manager(session.actor, "assign a week")
    if not reason:
        raise BadValue("assigning a week needs a reason", hint="--reason TEXT")
    reason = one_line(reason, "reason")
    member = session.member(handle_of(handle))
    day = week_of(week, session.now, session.timetable())
    schedule = session.schedule(day, day)
    check_assignable(day, schedule, session.now)
    for swap in open_swaps(session):
        if day in swap.weeks and not is_expired(swap, session.now, session.timetable(*swap.weeks[:1])):
            raise Refused(
                f"week {day} is in swap {swap.id}, which is {swap.state}",
                hint=f"oncall swap refuse {swap.id} --reason TEXT ends it",
            )
    before = schedule.held(day)
    if before and before.published and before.person == member.handle:
        raise Refused(f"week {day} is {member.handle}'s already")
    ends = schedule.timetable.last_day(day)
    if member.is_gone(ends):
        raise Refused(
            f"{member.handle}'s last day is {member.leaves}, and week {day} ends on {ends}",
            hint="oncall team list shows who is here",
        )
    ordered = before.ordered or before.person if before else None
    turn = Turn(
        week=day,
        person=member.handle,
        ordered=ordered,
        cause="assigned",
        reason=reason,
        recorded=session.now,
    )
    over = record_turns(session, [turn], schedule)
    moved = session.schedule(day, day)
    running = [running_said(*found) for found in weeks_running([day], moved)]
    notes = (*running, *_away(session, day, member.handle, moved), *over)
    was = before.person if before else None
    answer = Assigned(week=day, before=was, after=member.handle, reason=reason)
    return Done(answer, f"Assigned week {day} to {member.handle} (was {was or 'nobody'}): {reason}.", notes)


def _away(session: Session, week: date, person: str, schedule: Schedule) -> list[str]:
    """That a week touches the time away of its new owner, if it does."""
    away = away_in(
        week, person, session.store.aways.between(week, week + 2 * WEEK, person), schedule.timetable
    )
    return [f"week {week} touches {person}'s time away {dates_said(away)}"] if away else []
