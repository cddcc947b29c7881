"""Swaps of whole weeks: request, accept, decline, approve, refuse, withdraw, list, show."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.swap import Swaps
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import swaps as swap_numbers
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import group, verb
from oncall_cli.commands.swap_shown import (
    as_of_now,
    current_warnings,
    open_swaps,
    shown,
    stored,
)
from oncall_cli.commands.swap_step import check_party, expire_due, found, note_step, take_step, warned
from oncall_cli.core.actor import check_manager, need_member
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.swap import (
    Swap,
    check_free,
    check_not_started,
    check_owned,
    check_staying,
    is_in_time,
    notice_deadline,
    week_asked,
)
from oncall_cli.core.swap_said import exchange, next_step
from oncall_cli.core.text import one_line
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

app = group("Exchange whole weeks with another member.")

Number = Annotated[int, typer.Argument(help="The swap's number.", autocompletion=swap_numbers)]
Why = Annotated[str | None, typer.Option("--reason", help="Why, for the record and the others.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show whose weeks would move, and stop.")]


@verb(app, "request", writes=True)
def request(
    session: Session,
    give: Annotated[str, typer.Option("--give", help="Your week.", autocompletion=week_dates)],
    with_: Annotated[str, typer.Option("--with", help="The other member.", autocompletion=handles)],
    take: Annotated[
        str | None,
        typer.Option("--take", help="Their week; left out: yours is given away.", autocompletion=week_dates),
    ] = None,
    reason: Why = None,
    exception: Annotated[
        str | None, typer.Option("--exception", help="A manager lets a late one through, and why.")
    ] = None,
    dry_run: DryRun = False,
) -> Result:
    """Ask another member to exchange a whole week, five days ahead."""
    timetable = session.timetable()
    given = week_asked(give, session.now, timetable)
    taken = week_asked(take, session.now, timetable) if take else None
    partner = session.member(with_).handle
    weeks = tuple(sorted(week for week in (given, taken) if week))
    schedule = session.schedule(weeks[0], weeks[-1])
    expire_due(session)
    requester = _requester(session, given, schedule)
    rules = session.policies.on(weeks[0]).swap
    deadline = notice_deadline(weeks, rules.notice_days, schedule.timetable)
    asked = Swap(
        id=0,
        state="requested",
        requester=requester,
        partner=partner,
        give=given,
        take=taken,
        deadline=deadline,
        requested_at=session.now,
        in_time=is_in_time(session.now, deadline),
        exception=one_line(exception, "exception", limit=2000) if exception else None,
        reason=one_line(reason, "reason", limit=2000) if reason else None,
    )
    check_owned(given, taken, requester, partner, schedule)
    check_not_started(weeks, session.now, schedule.timetable)
    check_free(weeks, open_swaps(session))
    check_staying(asked, session.store.members.all(), session.today, schedule.timetable)
    if asked.exception:
        check_manager(session.actor, "let a late swap through")
    if not asked.in_time and not asked.exception:
        raise Refused(
            f"too late: a swap of week {weeks[0]} had to be asked for by "
            f"{session.said(deadline)}, {rules.notice_days} days before it begins",
            hint="a manager can let it through: --exception TEXT",
        )
    swap = session.store.swaps.add(asked)
    note_step(session, swap, "request", swap.reason)
    warnings = current_warnings(session, swap, schedule)
    if dry_run:
        session.rehearse()
        return Done(shown(session, swap, warnings), f"Would request: {exchange(swap)}.", notes=warnings)
    if warnings:
        session.confirm(f"{exchange(swap)}.\n{warned(warnings)}Request this swap?")
    late = "" if swap.in_time else f" Late, and let through: {swap.exception}."
    line = f"Requested swap {swap.id}: {exchange(swap)}.{late} Next: {next_step(swap)}."
    return Done(shown(session, swap, warnings), line, notes=warnings)


def _requester(session: Session, give: date, schedule: Schedule) -> str:
    """Who gives: whoever acts; where a manager asks for others, the owner of the week."""
    actor = session.actor
    held = schedule.held(give)
    owner = held.person if held and held.published else None
    if actor.handle == owner or (not actor.is_manager and actor.member):
        return need_member(actor).handle
    if actor.is_manager and owner:
        return owner
    return need_member(actor).handle


@verb(app, "accept", writes=True)
def accept(session: Session, number: Number, dry_run: DryRun = False) -> Result:
    """Accept a swap that somebody asks of you."""
    swap = found(session, number)
    check_party(session, swap.partner, swap, "accept")
    return take_step(session, swap, "accept", None, dry_run=dry_run)


@verb(app, "decline", writes=True)
def decline(session: Session, number: Number, reason: Why = None) -> Result:
    """Decline a swap that somebody asks of you."""
    swap = found(session, number)
    check_party(session, swap.partner, swap, "decline")
    return take_step(session, swap, "decline", reason)


@verb(app, "approve", writes=True)
def approve(session: Session, number: Number, reason: Why = None, dry_run: DryRun = False) -> Result:
    """Approve an accepted swap: the weeks change hands at once."""
    check_manager(session.actor, "approve a swap")
    return take_step(session, found(session, number), "approve", reason, dry_run=dry_run)


@verb(app, "refuse", writes=True)
def refuse(session: Session, number: Number, reason: Why = None) -> Result:
    """Refuse an open swap."""
    check_manager(session.actor, "refuse a swap")
    if not reason:
        raise BadValue("refusing a swap needs a reason", hint="--reason TEXT")
    return take_step(session, found(session, number), "refuse", reason)


@verb(app, "withdraw", writes=True)
def withdraw(session: Session, number: Number, reason: Why = None) -> Result:
    """Take your own request back."""
    swap = found(session, number)
    check_party(session, swap.requester, swap, "withdraw")
    return take_step(session, swap, "withdraw", reason)


@verb(app, "list")
def list_(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
) -> Result:
    """List the swaps that are open."""
    every = (as_of_now(session, swap) for swap in session.store.swaps.all()) if all_ else open_swaps(session)
    return Swaps(swaps=tuple(shown(session, swap) for swap in every))


@verb(app, "show")
def show(session: Session, number: Number) -> Result:
    """Show a swap and its steps."""
    swap = as_of_now(session, stored(session, number))
    schedule = session.schedule(swap.weeks[0], swap.weeks[-1])
    return shown(session, swap, current_warnings(session, swap, schedule), with_history=True)
