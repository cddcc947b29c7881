"""Leaving the team on a date: leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.team import Left, shown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.order_shown import add_orders, effect, preview, whole_schedule, with_leavers_out
from oncall_cli.commands.swap_shown import open_swaps
from oncall_cli.commands.team_frame import DryRun, Handle, app, check_other_manager
from oncall_cli.core.actor import check_manager
from oncall_cli.core.escalation import contact_faults
from oncall_cli.core.leaving import in_the_way, is_there, orders_as_before
from oncall_cli.core.member import Member
from oncall_cli.core.moment import coming_day
from oncall_cli.core.rotation import holding_from
from oncall_cli.core.schedule import Held, Schedule
from oncall_cli.core.span import MINUTE
from oncall_cli.core.text import one_line
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

LOOKS_BACK = 104
"""How many weeks before the last date the last week is looked for."""


@verb(app, "leave", writes=True)
def leave(
    session: Session,
    handle: Handle,
    on: Annotated[str | None, typer.Option("--on", help="The last date in the team.", metavar="DATE")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="They stay after all, or come back.")] = False,
    dry_run: DryRun = False,
) -> Result:
    """End a member's turns on a date; nobody else's next turn moves."""
    check_manager(session.actor, "let a member leave")
    before = session.member(handle)
    if cancel == bool(on) or (cancel and reason):
        raise BadValue(
            "leaving needs a date, or is taken back",
            hint=f"oncall team leave {handle} --on DATE, or oncall team leave {handle} --cancel",
        )
    if dry_run:
        session.rehearse()
    if not on:
        return _stays(session, before, dry_run=dry_run)
    day = coming_day(on, session.now, session.timetable())
    why = one_line(reason, "reason") if reason else before.leaves_because if before.leaves == day else None
    after = before.model_copy(update={"leaves": day, "leaves_because": why})
    if after == before:
        return Done(shown(before, session.today), f"{before.handle} leaves on {day} already.")
    return _leaves(session, before, after, dry_run=dry_run)


def _leaves(session: Session, before: Member, after: Member, *, dry_run: bool) -> Result:
    day = after.leaves or session.today
    schedule = whole_schedule(session, day)
    _check_free(after, in_the_way(after, schedule, session.now), session, schedule)
    check_other_manager(session, before)
    session.store.members.change(before, after)
    orders = with_leavers_out(session, schedule)
    found = effect(schedule, orders, session.now)
    changes = preview(found)
    if found.is_asked_first and not dry_run:
        session.confirm(f"{changes}\nLet {after.handle} leave on {day}?")
    add_orders(session, orders)
    then = replace(schedule, orders=[*schedule.orders, *orders])
    last = _last_week(after, then)
    covers, swaps, tickets = _left_behind(session, after, then)
    answer = Left(
        **after.model_dump(),
        here=not after.is_gone(session.today),
        last_week=last,
        orders=found.orders,
        changes=found.changes,
        covers=tuple(covers),
        swaps=tuple(swaps),
        tickets=tuple(tickets),
        stored=not dry_run,
    )
    verb_ = "would leave" if dry_run else "leaves" if answer.here else "left"
    lines = [
        f"{after.handle} {verb_} on {day}."
        if not after.leaves_because
        else f"{after.handle} {verb_} on {day}: {after.leaves_because}."
    ]
    if last:
        ends = session.said(schedule.timetable.span(last).end)
        lines.append(f"Last week: {last}, handed over on {ends}.")
    notes = [*covers.values(), *swaps.values()]
    if tickets:
        notes.append(f"not done, and {after.handle}'s: {', '.join(f'ticket {number}' for number in tickets)}")
    notes += _contacts_lost(session, before, after)
    if before.leaves and day > before.leaves:
        notes += _how_back(after, then, session)
    return Done(answer, "\n".join([*lines, changes]), tuple(notes))


def _check_free(member: Member, held: Sequence[Held], session: Session, schedule: Schedule) -> None:
    """Refused while a member owns weeks that keep them in the team (R3)."""
    if not held:
        return
    timetable = schedule.timetable
    begun = [one.week for one in held if timetable.span(one.week).start <= session.now]
    coming = [one.week for one in held if one.week not in begun]
    named = [f"{week} (begun)" for week in begun] + [f"{week} (published)" for week in coming]
    hints = []
    if coming:
        hints.append(
            f"another owner first: oncall rotation assign {coming[0]} HANDLE --reason TEXT, "
            f"or oncall swap request --give {coming[0]} --with HANDLE"
        )
    if begun:
        ends = timetable.last_day(begun[-1])
        hints.append(f"a week that has begun stays {member.handle}'s: leave on {ends} or later")
    weeks = "weeks that end" if len(named) > 1 else "a week that ends"
    raise Refused(
        f"{member.handle} cannot leave on {member.leaves}, with {weeks} after it: {', '.join(named)}",
        hint="; ".join(hints),
    )


def _last_week(member: Member, schedule: Schedule) -> date | None:
    """A member's last week before their last date is over, or nothing where there is none for long."""
    week = schedule.timetable.week_of_day(member.leaves or date.max)
    for _ in range(LOOKS_BACK):
        if schedule.owner(week) == member.handle:
            return week
        week -= WEEK
    return None


def _left_behind(
    session: Session, member: Member, schedule: Schedule
) -> tuple[dict[int, str], dict[int, str], list[int]]:
    """What names a member after their last date: covers and open swaps by number, in words, and tickets."""
    day, timetable = member.leaves or session.today, schedule.timetable
    covers = {
        cover.id: f"cover {cover.id} puts {member.handle} on until {session.said(cover.end)}: "
        f"oncall cover remove {cover.id} --reason TEXT"
        for found in session.store.covers.between(day - 2 * WEEK, date.max).values()
        for cover in found
        if cover.person == member.handle and timetable.local_day(cover.end - MINUTE) > day
    }
    swaps = {
        swap.id: f"swap {swap.id} names {member.handle} and is {swap.state}: "
        f"oncall swap refuse {swap.id} --reason TEXT"
        for swap in open_swaps(session)
        if member.handle in (swap.requester, swap.partner)
        and not all(is_there(member, week, timetable) for week in swap.weeks)
    }
    tickets = [one.id for one in session.store.tickets.not_done() if one.assignee == member.handle]
    return covers, swaps, tickets


def _contacts_lost(session: Session, before: Member, after: Member) -> list[str]:
    """The contacts of the policy that nobody can be called as once a member has left (T8)."""
    rules, others = session.policies.on(after.leaves or session.today).escalation, session.store.members.all()
    others = [other for other in others if other.handle != after.handle]
    faults, known = (contact_faults(rules, [*others, member], session.today) for member in (after, before))
    return [fault for fault in faults if fault not in known]


def _stays(session: Session, before: Member, *, dry_run: bool) -> Result:
    if before.leaves is None:
        return Done(shown(before, session.today), f"{before.handle} is not leaving; nothing was changed.")
    after = before.model_copy(update={"leaves": None, "leaves_because": None})
    session.store.members.change(before, after)
    schedule = whole_schedule(session, session.today)
    # Who was gone already comes back by joining: others have counted on the order without them.
    was_here = not before.is_gone(session.today)
    back = orders_as_before(after.handle, schedule, session.now) if was_here else []
    orders = with_leavers_out(session, schedule, back)
    found = effect(schedule, orders, session.now)
    changes = preview(found) if orders else ""
    if found.is_asked_first and not dry_run:
        session.confirm(f"{changes}\nLet {after.handle} stay?")
    add_orders(session, orders)
    then = replace(schedule, orders=[*schedule.orders, *orders])
    verb_ = "would stay" if dry_run else "stays" if was_here else "is back"
    said = f"{after.handle} {verb_} in the team; the last date was {before.leaves}."
    answer = shown(after, session.today)
    return Done(answer, "\n".join(filter(None, [said, changes])), tuple(_how_back(after, then, session)))


def _how_back(member: Member, schedule: Schedule, session: Session) -> list[str]:
    """How to give turns to somebody whom an order had once, and the last one has no more."""
    line = holding_from(schedule.timetable.next_week(session.now), schedule.orders)
    if not any(member.handle in order.handles for order in schedule.orders):
        return []
    if not line or member.handle in line[-1].handles:
        return []
    after = line[-1].handles[-1]
    return [
        f"the order goes on without {member.handle}; to put them into it: "
        f"oncall team join {member.handle} --after {after} --from {max(line[-1].start, session.today)}"
    ]
