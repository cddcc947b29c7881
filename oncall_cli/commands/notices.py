"""What whoever acts must know next, out of the store."""

from collections.abc import Iterator
from datetime import date, datetime

from oncall_cli.commands.prepared import lacked
from oncall_cli.commands.swap_shown import as_of_now
from oncall_cli.core.member import Member
from oncall_cli.core.notice import (
    LATELY,
    Notice,
    Reader,
    of_closed_swap,
    of_covers,
    of_leavers,
    of_open_swap,
    of_quarters,
    told_first,
)
from oncall_cli.core.notice_away import of_time_away
from oncall_cli.core.notice_week import of_next_weeks, of_preparation, of_weeks
from oncall_cli.core.said import clock_said
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.swap import OPEN, SwapStepTaken, notice_deadline
from oncall_cli.core.week import WEEK
from oncall_cli.session import Session

TWO_QUARTERS = 27 * WEEK


def notices_now(session: Session) -> tuple[Notice, ...]:
    """What whoever acts must know next, the most urgent first; nothing where nobody is known."""
    actor = session.actor
    if actor.member is None:
        return ()
    members = session.store.members.all()
    reader = Reader(
        handle=actor.member.handle,
        # A manager who acts for another is told what that one must know.
        manages=actor.is_manager and (actor.by is None or actor.member.role == "manager"),
        moment=session.now,
        schedule=_schedule(session),
        said=session.said,
        day_said=lambda moment: _day_said(session, moment),
    )
    this = reader.schedule.timetable.this_week(session.now)
    turns = session.store.rotations.every_turn(this, _last_week(session, this))
    found = [*_of_swaps(session, reader, members), *of_weeks(reader, turns), *of_covers(reader)]
    found += of_preparation(reader, lacked(session, reader.handle, session.today))
    found += of_next_weeks(reader)
    if reader.manages:
        found += [*of_quarters(reader), *of_leavers(members, session.today)]
    return told_first(found)


def _day_said(session: Session, moment: datetime) -> str:
    """A day of the week and a time on the team's wall clock."""
    local = session.local(moment)
    return f"{local:%a} {clock_said(local, session.policy.team.clock)}"


def _schedule(session: Session) -> Schedule:
    """From last week to the end of the next quarter and of what is published; nobody asks it for holidays."""
    timetable = session.policies.timetable({})
    this = timetable.this_week(session.now)
    return session.store.schedule(timetable, this - WEEK, _last_week(session, this))


def _last_week(session: Session, this: date) -> date:
    return max(session.store.rotations.last_published() or this, this + TWO_QUARTERS)


def _of_swaps(session: Session, reader: Reader, members: list[Member]) -> Iterator[Notice]:
    """Of open swaps, of those that ended lately, and of weeks that a swap should be asked for."""
    leaving: set[date] = set()
    found: list[Notice | None] = []
    for swap in (as_of_now(session, kept) for kept in session.store.swaps.all(only_open=True)):
        if swap.state in OPEN:
            leaving |= {week for week, person in swap.moves if person != reader.handle}
            found.append(of_open_swap(swap, members, reader))
        elif reader.handle in (swap.requester, swap.partner):
            began = reader.schedule.timetable.span(swap.weeks[0]).start
            last = SwapStepTaken(step="expire", moment=began, person=None, reason=None)
            found.append(of_closed_swap(swap, last, reader))
    for swap in session.store.swaps.closed_since(session.now - LATELY, reader.handle):
        found.append(of_closed_swap(swap, session.store.swaps.steps(swap.id)[-1], reader))
    yield from (notice for notice in found if notice)

    def deadline(week: date) -> datetime:
        days = session.policies.on(week).swap.notice_days
        return notice_deadline((week,), days, reader.schedule.timetable)

    last_week = max(reader.schedule.turns, default=session.today)
    whose = None if reader.manages else reader.handle
    away = session.store.aways.between(session.today, last_week + 2 * WEEK, whose)
    yield from of_time_away(reader, away, leaving, deadline)
