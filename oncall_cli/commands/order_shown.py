"""New orders and the projected weeks they change; several verbs make orders, and all show them the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oncall_cli.answers.rotation import NewOrder, OrderChangeShown
from oncall_cli.commands.rotation_frame import AHEAD
from oncall_cli.core.leaving import orders_without_leavers
from oncall_cli.core.rotation import Order, order_changes
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.week import WEEK
from oncall_cli.session import Session

BEFORE = timedelta(weeks=26)
"""How far back a schedule knows the weeks before the one that is asked for: whose turn it was lately."""


@dataclass(frozen=True)
class Effect:
    """What new orders change: of the first unpublished weeks, and how many published ones among them stay."""

    orders: tuple[NewOrder, ...]
    changes: tuple[OrderChangeShown, ...]
    frozen: int

    @property
    def is_asked_first(self) -> bool:
        """Whether a week that somebody has by today's order changes hands."""
        return any(change.before for change in self.changes)


def whole_schedule(session: Session, first: date) -> Schedule:
    """Every order there is, and every published week from a while before `first` on."""
    rotations = session.store.rotations
    first = min(first, session.now.date()) - BEFORE
    last = rotations.last_published() or first
    return Schedule(
        timetable=session.timetable(), orders=rotations.orders(), turns=rotations.turns(first, last)
    )


def with_leavers_out(session: Session, schedule: Schedule, new: Sequence[Order] = ()) -> list[Order]:
    """New orders, and those that follow from them because somebody of the team leaves (R3)."""
    then = replace(schedule, orders=[*schedule.orders, *new])
    return [*new, *orders_without_leavers(session.store.members.all(), then, session.now)]


def keep_leavers_out(session: Session) -> list[Order]:
    """Adds what orders it takes so that no week to come is projected for somebody who has left by then."""
    orders = with_leavers_out(session, whole_schedule(session, session.now.date()))
    add_orders(session, orders)
    return orders


def add_orders(session: Session, orders: Sequence[Order]) -> None:
    """Records new orders, in the order they are made."""
    for order in orders:
        session.store.rotations.add_order(order)


def effect(schedule: Schedule, orders: Sequence[Order]) -> Effect:
    """What orders that are to be made change, a quarter's worth of unpublished weeks from the first on."""
    if not orders:
        return Effect((), (), 0)
    start = min(order.start for order in orders)
    last = max(start, max(schedule.turns, default=start)) + AHEAD * WEEK
    weeks = [start + step * WEEK for step in range((last - start) // WEEK)]
    unpublished = [week for week in weeks if week not in schedule.turns][:AHEAD]
    changes = order_changes(orders, schedule.orders, unpublished, schedule.timetable)
    return Effect(
        orders=tuple(
            NewOrder(start=order.start, order=order.handles, reason=order.reason) for order in orders
        ),
        changes=tuple(
            OrderChangeShown(week=change.week, before=change.before, after=change.after) for change in changes
        ),
        frozen=sum(week in schedule.turns for week in weeks),
    )


def preview(found: Effect, *, orders_from: int = 0) -> str:
    """The new orders, from a number of them on, and the weeks that change hands, as a person reads them."""
    named = [f"  from {order.start}  {', '.join(order.order)}" for order in found.orders[orders_from:]]
    orders = ["Orders from then on:", *named] if named else []
    lines = [f"  {change.week}  {change.before or 'nobody'} → {change.after}" for change in found.changes]
    head = f"Projected weeks that change, of the first {AHEAD}:" if lines else "No projected week changes."
    kept = [f"{found.frozen} published weeks stay as they are."] if found.frozen > 1 else []
    kept = ["1 published week stays as it is."] if found.frozen == 1 else kept
    return "\n".join([*orders, head, *lines, *kept])
