"""Swaps as they stand now and as answers show them; several groups ask for them."""

from oncall_cli.answers.swap import SwapShown
from oncall_cli.commands.weeks import running_said
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.swap import OPEN, Swap, is_expired, swap_warnings
from oncall_cli.errors import NotFound
from oncall_cli.session import Session


def stored(session: Session, number: int) -> Swap:
    """The swap of a number as it was last stored; NotFound where there is none."""
    swap = session.store.swaps.find(number)
    if swap is None:
        raise NotFound(f"there is no swap {number}", hint="oncall swap list --all shows every one")
    return swap


def as_of_now(session: Session, swap: Swap) -> Swap:
    """The swap as it stands now: expired where its week has begun, even if nothing has stored that yet."""
    if not is_expired(swap, session.now, session.timetable(swap.weeks[0], swap.weeks[-1])):
        return swap
    because = f"week {swap.weeks[0]} began"
    return swap.model_copy(update={"state": "expired", "closed_because": because})


def open_swaps(session: Session) -> list[Swap]:
    """The swaps that are open now, by number."""
    kept = (as_of_now(session, swap) for swap in session.store.swaps.all(only_open=True))
    return [swap for swap in kept if swap.state in OPEN]


def current_warnings(swap: Swap, schedule: Schedule) -> tuple[str, ...]:
    """What would follow from an open swap that nobody may want, in words (S7)."""
    if swap.state not in OPEN:
        return ()
    running = swap_warnings(swap.give, swap.take, swap.requester, swap.partner, schedule)
    return tuple(running_said(*found) for found in running)


def exchange(swap: Swap, *, done: bool = False) -> str:
    """What the swap exchanges, in words."""
    gives, takes = ("gave", "took") if done else ("gives", "takes")
    if swap.take is None:
        return f"{swap.requester} {gives} week {swap.give} to {swap.partner}"
    return f"{swap.requester} {gives} {swap.partner} week {swap.give} and {takes} {swap.take}"


def next_step(swap: Swap) -> str | None:
    """What an open swap waits for, in words."""
    if swap.state == "requested":
        return f"{swap.partner} accepts or declines"
    if swap.state == "accepted":
        return "a manager approves or refuses"
    return None


def shown(session: Session, swap: Swap, warnings: tuple[str, ...] = ()) -> SwapShown:
    """A swap with its steps, as answers show one."""
    steps = session.store.swaps.steps(swap.id)
    return SwapShown(
        **swap.model_dump(exclude={"deadline", "requested_at"}),
        deadline=session.local(swap.deadline),
        requested_at=session.local(swap.requested_at),
        warnings=warnings,
        steps=tuple(step.model_copy(update={"moment": session.local(step.moment)}) for step in steps),
        next=next_step(swap),
    )
