"""Putting somebody into the order: join, and what `add --after` does."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.team import Joined
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import verb
from oncall_cli.commands.order_shown import add_orders, effect, preview, whole_schedule, with_leavers_out
from oncall_cli.commands.team_frame import DryRun, Handle, app
from oncall_cli.core.actor import check_manager
from oncall_cli.core.joining import first_open, orders_with
from oncall_cli.core.member import Member
from oncall_cli.core.moment import week_of
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

After = Annotated[
    str | None, typer.Option("--after", help="Whose turns theirs follow.", autocompletion=handles)
]
From = Annotated[
    str | None,
    typer.Option("--from", help="The earliest week of their first turn.", autocompletion=week_dates),
]


@verb(app, "join", writes=True)
def join(
    session: Session, handle: Handle, after: After = None, from_: From = None, dry_run: DryRun = False
) -> Result:
    """Put a member into the order, after somebody, from a week on."""
    check_manager(session.actor, "change the order")
    member = session.member(handle)
    if dry_run:
        session.rehearse()
    answer, changes = joined(session, member, after, from_, dry_run=dry_run)
    would = "Would put" if dry_run else "Put"
    return Done(
        answer, f"{would} {member.handle} into the order: first turn week {answer.first_week}.\n{changes}"
    )


def joined(
    session: Session, member: Member, after: str | None, start: str | None, *, dry_run: bool
) -> tuple[Joined, str]:
    """Puts a member into the order, and says what that changes. BadValue where it is not said after whom and
    from when; asks first where somebody sits at a terminal."""
    schedule = whole_schedule(session, session.today)
    if not after or not start:
        first = first_open(schedule.timetable.this_week(session.now), schedule, session.now)
        raise BadValue(
            "who joins the order follows somebody, from a week on: --after and --from go together",
            hint=f"--after HANDLE --from {first}, the first week that is not published",
        )
    week = first_open(week_of(start, session.now, schedule.timetable), schedule, session.now)
    first, new = orders_with(member, session.member(after).handle, week, schedule, session.now)
    orders = with_leavers_out(session, schedule, new)
    found = effect(schedule, orders, session.now)
    changes = preview(found)
    if found.is_asked_first and not dry_run:
        session.confirm(f"{changes}\nPut {member.handle} into the order?")
    add_orders(session, orders)
    return (
        Joined(
            **member.model_dump(),
            here=not member.is_gone(session.today),
            first_week=first,
            orders=found.orders,
            changes=found.changes,
            stored=not dry_run,
        ),
        changes,
    )
