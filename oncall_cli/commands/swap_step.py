"""A step of a swap: who may take it, what is checked again, what it changes."""

from oncall_cli.answers.answer import Done
from oncall_cli.commands.swap_shown import as_of_now, current_warnings, shown, stored
from oncall_cli.commands.turns import record_turns
from oncall_cli.core.actor import need_member
from oncall_cli.core.swap import OPEN, Swap, SwapStep, check_still_possible, exchanged, next_state
from oncall_cli.core.swap_said import exchange, next_step
from oncall_cli.core.text import one_line
from oncall_cli.errors import Refused
from oncall_cli.session import Session


def found(session: Session, number: int) -> Swap:
    """The swap of a number, once every one that is overdue has expired; NotFound where there is none."""
    expire_due(session)
    return stored(session, number)


def expire_due(session: Session) -> None:
    """Stores the end of every open swap whose earlier week has begun (S3)."""
    for swap in session.store.swaps.all(only_open=True):
        now = as_of_now(session, swap)
        if now.state == "expired":
            session.store.swaps.change_state(swap, now.state, now.closed_because)
            began = session.timetable(swap.weeks[0], swap.weeks[0]).span(swap.weeks[0]).start
            session.store.swaps.add_step(swap, "expire", began, None, None)


def check_party(session: Session, party: str, swap: Swap, step: str) -> None:
    """Refused unless the one whose step it is acts."""
    if session.actor.handle == party:
        return
    if session.actor.handle is None:
        need_member(session.actor)
    raise Refused(
        f"only {party} may {step} swap {swap.id}; {session.actor.handle} is not {party}",
        hint=f"ask {party} to do it: oncall swap {step} {swap.id}",
    )


def take_step(
    session: Session, swap: Swap, step: SwapStep, reason: str | None, *, dry_run: bool = False
) -> Done:
    """Takes a step; whatever was true when the swap was asked for is checked again (S5), and whose weeks
    move is shown before they do (S7)."""
    because = one_line(reason, "reason", limit=2000) if reason else None
    state = next_state(swap, step)
    schedule = session.schedule(swap.weeks[0], swap.weeks[-1])
    warnings: tuple[str, ...] = ()
    if step in ("accept", "approve"):
        warnings = current_warnings(session, swap, schedule)
        check_still_possible(swap, session.store.members.all(), schedule, session.now)
        if step == "accept" and session.policies.on(swap.weeks[0]).swap.approval == "notice":
            state = "applied"
    moved = session.store.swaps.change_state(swap, state, because)
    note_step(session, moved, step, because)
    if state == "applied":
        over = record_turns(session, exchanged(moved, schedule, session.now), schedule)
        warnings = (*warnings, *over)
        if not dry_run:
            session.confirm(f"{exchange(moved)}.\n{warned(warnings)}Let these weeks change hands now?")
        line = f"Applied swap {swap.id}: {exchange(moved, done=True)}."
    else:
        tail = f" Next: {next_step(moved)}." if state in OPEN else ""
        line = f"Swap {swap.id} is {state}: {exchange(moved)}.{tail}"
    if dry_run:
        session.rehearse()
        line = f"Would make swap {swap.id} {state}: {exchange(moved)}."
    return Done(shown(session, moved, warnings), line, notes=warnings)


def warned(warnings: tuple[str, ...]) -> str:
    """Warnings above a question, one a line."""
    return "".join(f"! {warning}\n" for warning in warnings)


def note_step(session: Session, swap: Swap, step: str, reason: str | None) -> None:
    """Stores that the step was taken, now, by whoever acts."""
    session.store.swaps.add_step(swap, step, session.now, session.actor.handle, reason)
