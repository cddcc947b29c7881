"""The order of turns: set."""

from datetime import datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.rotation import NewOrder, OrderSet
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import verb
from oncall_cli.commands.order_shown import add_orders, effect, preview, whole_schedule, with_leavers_out
from oncall_cli.commands.rotation_frame import DryRun, app
from oncall_cli.core.actor import check_manager
from oncall_cli.core.leaving import is_there
from oncall_cli.core.moment import week_of
from oncall_cli.core.rotation import Order, checked_order, holding_from
from oncall_cli.core.schedule import Schedule
from oncall_cli.errors import Refused
from oncall_cli.session import Session


@verb(app, "set", writes=True)
def set_(
    session: Session,
    order: Annotated[
        list[str], typer.Argument(help="Members, in the order of their turns.", autocompletion=handles)
    ],
    from_: Annotated[
        str, typer.Option("--from", help="The first week of the order.", autocompletion=week_dates)
    ],
    dry_run: DryRun = False,
) -> Result:
    """Set the order from a week on; published weeks stay as they are."""
    check_manager(session.actor, "set the order")
    members = [session.member(handle) for handle in order]
    start = week_of(from_, session.now, session.timetable())
    new = checked_order(start, [member.handle for member in members], session.now)
    schedule = whole_schedule(session, start)
    for member in members:
        if not is_there(member, start, schedule.timetable):
            raise Refused(
                f"{member.handle}'s last date in the team is {member.leaves}, before week {start} ends",
                hint="leave them out of the order, or take it back: "
                f"oncall team leave {member.handle} --cancel",
            )
    orders = with_leavers_out(session, schedule, [new])
    found = effect(schedule, orders, session.now)
    ended = _ended(schedule, new, session.now)
    answer = OrderSet(
        order=new.handles,
        start=start,
        changes=found.changes,
        then=found.orders[1:],
        ended=ended,
        stored=not dry_run,
    )
    gone = [f"The order from {one.start} ({', '.join(one.order)}) no longer comes to hold." for one in ended]
    shown = "\n".join([preview(found, orders_from=1), *gone])
    named = f"the order {', '.join(new.handles)} from week {start}."
    if dry_run:
        return Done(answer, f"Would set {named}\n{shown}")
    if found.is_asked_first:
        session.confirm(f"{shown}\nSet this order?")
    add_orders(session, orders)
    return Done(answer, f"Set {named}\n{shown}")


def _ended(schedule: Schedule, new: Order, now: datetime) -> tuple[NewOrder, ...]:
    """The orders that were to begin after a new one does: the new one holds in their place."""
    line = holding_from(schedule.timetable.next_week(now), schedule.orders)
    return tuple(
        NewOrder(start=order.start, order=order.handles, reason=order.reason)
        for order in line[1:]
        if order.start >= new.start
    )
