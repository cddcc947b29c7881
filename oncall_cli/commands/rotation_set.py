"""The order of turns: set."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.rotation import OrderChangeShown, OrderSet
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import AHEAD, DryRun, app
from oncall_cli.core.actor import check_manager
from oncall_cli.core.moment import week_of
from oncall_cli.core.rotation import checked_order, order_changes
from oncall_cli.core.week import WEEK
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
