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
    exchange,
    next_step,
    open_swaps,
    shown,
    stored,
)
from oncall_cli.core.actor import check_manager, need_member
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.swap import (
    OPEN,
    Swap,
    SwapStep,
    check_free,
    check_not_started,
    check_owned,
    is_in_time,
    next_state,
    notice_deadline,
    week_asked,
)
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
    _expire_due(session)
    requester = _requester(session, given, schedule)
    check_owned(given, taken, requester, partner, schedule)
    check_not_started(weeks, session.now, schedule.timetable)
    check_free(weeks, open_swaps(session))
    rules = session.policies.on(weeks[0]).swap
    deadline = notice_deadline(weeks, rules.notice_days, schedule.timetable)
    in_time = is_in_time(session.now, deadline)
    if exception:
        check_manager(session.actor, "let a late swap through")
        exception = one_line(exception, "exception", limit=2000)
    if not in_time and not exception:
        raise Refused(
            f"too late: a swap of week {weeks[0]} had to be asked for by "
            f"{session.said(deadline)}, {rules.notice_days} days before it begins",
            hint="a manager can let it through: --exception TEXT",
        )
    swap = session.store.swaps.add(
        Swap(
            id=0,
            state="requested",
            requester=requester,
            partner=partner,
            give=given,
            take=taken,
            deadline=deadline,
            requested_at=session.now,
            in_time=in_time,
            exception=exception,
            reason=one_line(reason, "reason", limit=2000) if reason else None,
        )
    )
    _note_step(session, swap, "request", swap.reason)
    warnings = current_warnings(swap, schedule)
    if dry_run:
        session.rehearse()
        return Done(shown(session, swap, warnings), f"Would request: {exchange(swap)}.", notes=warnings)
    if warnings:
        session.confirm(f"{exchange(swap)}.\n{_lines(warnings)}Request this swap?")
    late = "" if in_time else f" Late, and let through: {exception}."
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
    swap = _found(session, number)
    _check_party(session, swap.partner, swap, "accept")
    return _step(session, swap, "accept", None, dry_run=dry_run)


@verb(app, "decline", writes=True)
def decline(session: Session, number: Number, reason: Why = None) -> Result:
    """Decline a swap that somebody asks of you."""
    swap = _found(session, number)
    _check_party(session, swap.partner, swap, "decline")
    return _step(session, swap, "decline", reason)


@verb(app, "approve", writes=True)
def approve(session: Session, number: Number, reason: Why = None, dry_run: DryRun = False) -> Result:
    """Approve an accepted swap: the weeks change hands at once."""
    check_manager(session.actor, "approve a swap")
    return _step(session, _found(session, number), "approve", reason, dry_run=dry_run)


@verb(app, "refuse", writes=True)
def refuse(session: Session, number: Number, reason: Why = None) -> Result:
    """Refuse an open swap."""
    check_manager(session.actor, "refuse a swap")
    if not reason:
        raise BadValue("refusing a swap needs a reason", hint="--reason TEXT")
    return _step(session, _found(session, number), "refuse", reason)


@verb(app, "withdraw", writes=True)
def withdraw(session: Session, number: Number, reason: Why = None) -> Result:
    """Take your own request back."""
    swap = _found(session, number)
    _check_party(session, swap.requester, swap, "withdraw")
    return _step(session, swap, "withdraw", reason)


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
    return shown(session, swap, current_warnings(swap, schedule))


def _found(session: Session, number: int) -> Swap:
    """The swap as it stands now, once what is overdue has expired."""
    _expire_due(session)
    return stored(session, number)


def _expire_due(session: Session) -> None:
    for swap in session.store.swaps.all(only_open=True):
        now = as_of_now(session, swap)
        if now.state == "expired":
            session.store.swaps.change_state(swap, now.state, now.closed_because)
            began = session.timetable(swap.weeks[0], swap.weeks[0]).span(swap.weeks[0]).start
            session.store.swaps.add_step(swap, "expire", began, None, None)


def _check_party(session: Session, party: str, swap: Swap, step: str) -> None:
    if session.actor.handle == party:
        return
    if session.actor.handle is None:
        need_member(session.actor)
    raise Refused(
        f"only {party} may {step} swap {swap.id}; {session.actor.handle} is not {party}",
        hint=f"ask {party} to do it: oncall swap {step} {swap.id}",
    )


def _step(session: Session, swap: Swap, step: SwapStep, reason: str | None, *, dry_run: bool = False) -> Done:
    """Takes a step; whatever was true when the swap was asked for is checked again (S5), and whose weeks
    move is shown before they do (S7)."""
    because = one_line(reason, "reason", limit=2000) if reason else None
    state = next_state(swap, step)
    schedule = session.schedule(swap.weeks[0], swap.weeks[-1])
    warnings: tuple[str, ...] = ()
    if step in ("accept", "approve"):
        warnings = current_warnings(swap, schedule)
        check_owned(swap.give, swap.take, swap.requester, swap.partner, schedule)
        check_not_started(swap.weeks, session.now, schedule.timetable)
        if step == "accept" and session.policies.on(swap.weeks[0]).swap.approval == "notice":
            state = "applied"
    moved = session.store.swaps.change_state(swap, state, because)
    _note_step(session, moved, step, because)
    if state == "applied":
        _exchange_weeks(session, moved, schedule)
        if not dry_run:
            session.confirm(f"{exchange(moved)}.\n{_lines(warnings)}Let these weeks change hands now?")
        line = f"Applied swap {swap.id}: {exchange(moved, done=True)}."
    else:
        tail = f" Next: {next_step(moved)}." if state in OPEN else ""
        line = f"Swap {swap.id} is {state}: {exchange(moved)}.{tail}"
    if dry_run:
        session.rehearse()
        line = f"Would make swap {swap.id} {state}: {exchange(moved)}."
    return Done(shown(session, moved, warnings), line, notes=warnings)


def _lines(warnings: tuple[str, ...]) -> str:
    return "".join(f"! {warning}\n" for warning in warnings)


def _exchange_weeks(session: Session, swap: Swap, schedule: Schedule) -> None:
    """Both weeks change owners; who had them before stays on record (S6)."""
    for week, person in ((swap.give, swap.partner), (swap.take, swap.requester)):
        held = schedule.held(week) if week else None
        if week and held:
            session.store.rotations.add_turn(
                Turn(
                    week=week,
                    person=person,
                    ordered=schedule.turns[week].ordered,
                    cause="swapped",
                    swap=swap.id,
                    recorded=session.now,
                )
            )


def _note_step(session: Session, swap: Swap, step: str, reason: str | None) -> None:
    session.store.swaps.add_step(swap, step, session.now, session.actor.handle, reason)
