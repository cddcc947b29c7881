"""Who has which week: set, publish, show, who, assign."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.rotation import Assigned, OrderChangeShown, OrderSet, Published, Rotation
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import group, verb
from oncall_cli.commands.swap_shown import open_swaps
from oncall_cli.commands.weeks import on_duty, running_said, schedule_at, weeks_shown
from oncall_cli.core.actor import check_manager
from oncall_cli.core.member import handle_of
from oncall_cli.core.moment import week_of, weeks_of_quarter
from oncall_cli.core.rotation import checked_order, order_changes
from oncall_cli.core.schedule import Turn, check_assignable, may_publish, weeks_running
from oncall_cli.core.swap import is_expired
from oncall_cli.core.text import one_line
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

app = group("Who has which week.")

AHEAD = 13
"""Weeks in a quarter: how far a view or a preview looks when nobody says."""

Week = Annotated[
    str, typer.Argument(help="A week: any date in it, this, next, +2, 2026-W48.", autocompletion=week_dates)
]
From = Annotated[str | None, typer.Option("--from", help="The first week.", autocompletion=week_dates)]


@verb(app, "set", writes=True)
def set_(
    session: Session,
    order: Annotated[
        list[str], typer.Argument(help="Members, in the order of their turns.", autocompletion=handles)
    ],
    from_: Annotated[
        str, typer.Option("--from", help="The first week of the order.", autocompletion=week_dates)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")] = False,
) -> Result:
    """Set the order from a week on; published weeks stay as they are."""
    check_manager(session.actor, "set the order")
    members = [session.member(handle).handle for handle in order]
    timetable = session.timetable()
    start = week_of(from_, session.now, timetable)
    new = checked_order(start, members, session.now)
    last = max(start, session.store.rotations.last_published() or start) + AHEAD * WEEK
    schedule = session.schedule(start, last)
    weeks = [start + step * WEEK for step in range((last - start) // WEEK)]
    unpublished = [week for week in weeks if week not in schedule.turns][:AHEAD]
    changes = order_changes(new, schedule.orders, unpublished, schedule.timetable)
    frozen = sum(week in schedule.turns for week in weeks)
    shown = tuple(
        OrderChangeShown(week=change.week, before=change.before, after=change.after) for change in changes
    )
    answer = OrderSet(order=new.handles, start=start, changes=shown, stored=not dry_run)
    preview = _preview(answer, frozen)
    if dry_run:
        return Done(answer, f"Would set the order {', '.join(members)} from week {start}.\n{preview}")
    if changes and any(change.before for change in changes):
        session.confirm(f"{preview}\nSet this order?")
    session.store.rotations.add_order(new)
    return Done(answer, f"Set the order {', '.join(members)} from week {start}.\n{preview}")


def _preview(answer: OrderSet, frozen: int) -> str:
    lines = [f"  {change.week}  {change.before or 'nobody'} → {change.after}" for change in answer.changes]
    head = f"Projected weeks that change, of the first {AHEAD}:" if lines else "No projected week changes."
    kept = [f"{frozen} published weeks stay as they are."] if frozen > 1 else []
    kept = ["1 published week stays as it is."] if frozen == 1 else kept
    return "\n".join([head, *lines, *kept])


@verb(app, "publish", writes=True)
def publish(
    session: Session,
    quarter: Annotated[str, typer.Argument(help="A quarter, like 2027-Q1.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show who would get which week, and stop.")
    ] = False,
) -> Result:
    """Announce a quarter: its weeks keep their owners from now on."""
    check_manager(session.actor, "publish a quarter")
    name, weeks = weeks_of_quarter(quarter, session.now, session.timetable())
    schedule = session.schedule(weeks[0], weeks[-1])
    announced = [week for week in weeks if may_publish(week, schedule)]
    unreached = [week for week in weeks if schedule.owner(week) is None]
    if len(unreached) == len(weeks):
        raise Refused(
            f"no order reaches {name}, so there is nobody to publish",
            hint=f"oncall rotation set HANDLE... --from {weeks[0]}",
        )
    if not dry_run:
        session.store.policy_history.remember_holidays(
            session.policies.on(weeks[0]).holidays, range(weeks[0].year, weeks[-1].year + 2)
        )
        for week in announced:
            owner = schedule.owner(week)
            if owner:
                turn = Turn(week=week, person=owner, ordered=owner, cause="published", recorded=session.now)
                session.store.rotations.add_turn(turn)
        schedule = session.schedule(weeks[0], weeks[-1])
    answer = Published(
        timezone=session.policy.team.timezone,
        quarter=name,
        weeks=weeks_shown(session, schedule, weeks),
        announced=tuple(announced),
    )
    verb_ = "Would publish" if dry_run else "Published"
    line = f"{verb_} {name}: {len(announced)} weeks."
    if not announced:
        line = f"{name} is published already; nothing was changed."
    notes = [f"no order reaches {_listed(unreached)}; nobody has it"] if unreached else []
    notes += _gap(session, weeks[0]) if announced else []
    if len({schedule.owner(week) for week in weeks}) > 1:
        notes += [running_said(*running) for running in weeks_running(announced, schedule)]
    return Done(answer, line, notes=tuple(notes), show=True)


def _gap(session: Session, first: date) -> list[str]:
    """A remark where weeks between now and a quarter are not published."""
    now = session.timetable().this_week(session.now)
    between = [now + step * WEEK for step in range((first - now) // WEEK)]
    if not between:
        return []
    schedule = session.schedule(between[0], between[-1])
    left = [week for week in between if schedule.owner(week) and week not in schedule.turns]
    return [f"{_listed(left)} before it: not published"] if left else []


def _listed(weeks: list[date]) -> str:
    return f"the week {weeks[0]}" if len(weeks) == 1 else f"the {len(weeks)} weeks {weeks[0]} to {weeks[-1]}"


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


@verb(app, "assign", writes=True)
def assign(
    session: Session,
    week: Week,
    handle: Annotated[str, typer.Argument(help="Who gets it.", autocompletion=handles)],
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
) -> Result:
    """Give a week to somebody; the week counts as published from then on."""
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
    ordered = before.ordered or before.person if before else None
    session.store.rotations.add_turn(
        Turn(
            week=day,
            person=member.handle,
            ordered=ordered,
            cause="assigned",
            reason=reason,
            recorded=session.now,
        )
    )
    moved = session.schedule(day, day)
    notes = tuple(running_said(*running) for running in weeks_running([day], moved))
    was = before.person if before else None
    answer = Assigned(week=day, before=was, after=member.handle, reason=reason)
    return Done(answer, f"Assigned week {day} to {member.handle} (was {was or 'nobody'}): {reason}.", notes)
