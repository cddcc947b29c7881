"""Swaps as they stand now and as answers show them; several groups ask for them."""

from datetime import date

from oncall_cli.answers.swap import PastOwner, SwapShown, WeekHistory
from oncall_cli.commands.weeks import running_said
from oncall_cli.core.away import dates_said
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.swap import OPEN, Swap, away_after, check_still_possible, is_expired, running_after
from oncall_cli.core.swap_said import next_step
from oncall_cli.core.week import WEEK
from oncall_cli.errors import NotFound, Refused
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


def current_warnings(session: Session, swap: Swap, schedule: Schedule) -> tuple[str, ...]:
    """What would follow from an open swap that nobody may want, in words (S7)."""
    if swap.state not in OPEN:
        return ()
    running = [running_said(*found) for found in running_after(swap, schedule)]
    away = session.store.aways.between(swap.weeks[0], swap.weeks[-1] + 2 * WEEK)
    touched = [
        f"week {week} touches {one.person}'s time away {dates_said(one)}"
        for week, one in away_after(swap, away, schedule.timetable)
    ]
    return (*running, *touched)


def shown(
    session: Session, swap: Swap, warnings: tuple[str, ...] = (), *, with_history: bool = False
) -> SwapShown:
    """A swap with its steps, as answers show one, and who has had each of its weeks where that is wanted."""
    steps = session.store.swaps.steps(swap.id)
    return SwapShown(
        **swap.model_dump(exclude={"deadline", "requested_at"}),
        deadline=session.local(swap.deadline),
        requested_at=session.local(swap.requested_at),
        warnings=warnings,
        steps=tuple(step.model_copy(update={"moment": session.local(step.moment)}) for step in steps),
        next=_next(session, swap),
        history=tuple(_history(session, week) for week in swap.weeks) if with_history else (),
    )


def _next(session: Session, swap: Swap) -> str | None:
    """What an open swap waits for; of one that can go no further, why."""
    if swap.state in OPEN:
        schedule = session.schedule(swap.weeks[0], swap.weeks[-1])
        try:
            check_still_possible(swap, session.store.members.all(), schedule, session.now)
        except Refused as refused:
            return refused.message
    return next_step(swap)


def _history(session: Session, week: date) -> WeekHistory:
    """Everybody who has had a week since it was published, in turn (S6)."""
    turns = session.store.rotations.every_turn(week, week)
    owners = (
        PastOwner(person=turn.person, cause=turn.cause, swap=turn.swap, since=session.local(turn.recorded))
        for turn in turns
        if turn.cause != "withdrawn"
    )
    return WeekHistory(week=week, owners=tuple(owners))
