"""New orders and the projected weeks they change; several verbs make orders, and all show them the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest

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
    """What new orders change: weeks that have begun and were nobody's, and a quarter's worth of unpublished
    ones to come; how many published ones stay, and how many of the changed ones have `begun`."""

    orders: tuple[NewOrder, ...]
    changes: tuple[OrderChangeShown, ...]
    frozen: int
    begun: int

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


def effect(schedule: Schedule, orders: Sequence[Order], now: datetime) -> Effect:
    """What orders that are to be made change."""
    if not orders:
        return Effect((), (), 0, 0)
    coming = schedule.timetable.next_week(now)
    start = min(order.start for order in orders)
    last = max(start, coming, max(schedule.turns, default=start)) + AHEAD * WEEK
    weeks = [start + step * WEEK for step in range((last - start) // WEEK)]
    unpublished = [week for week in weeks if week not in schedule.turns]
    begun = [week for week in unpublished if week < coming]
    shown = unpublished[: len(begun) + AHEAD]
    changes = order_changes(orders, schedule.orders, shown, schedule.timetable)
    return Effect(
        orders=tuple(
            NewOrder(start=order.start, order=order.handles, reason=order.reason) for order in orders
        ),
        changes=tuple(
            OrderChangeShown(week=change.week, before=change.before, after=change.after) for change in changes
        ),
        frozen=sum(week in schedule.turns for week in weeks),
        begun=sum(change.week < coming for change in changes),
    )


def preview(found: Effect, *, orders_from: int = 0) -> str:
    """The new orders, from a number of them on, and the weeks that change hands, as a person reads them."""
    named = [_said(order, then) for order, then in zip_longest(found.orders, found.orders[1:])][orders_from:]
    lines = [f"  {change.week}  {change.before or 'nobody'} → {change.after}" for change in found.changes]
    head = f"Projected weeks that change, of the first {AHEAD}:" if lines else "No projected week changes."
    begun = [f"{found.begun} weeks have begun already: whose they were is settled by this."]
    begun = ["1 week has begun already: whose it was is settled by this."] if found.begun == 1 else begun
    kept = f"{found.frozen} published weeks stay as they are."
    kept = "1 published week stays as it is." if found.frozen == 1 else kept
    return "\n".join(
        [
            *(["From then on:", *named] if named else []),
            head,
            *lines,
            *(begun if found.begun else []),
            *([kept] if found.frozen else []),
        ]
    )


def _said(order: NewOrder, then: NewOrder | None) -> str:
    """An order, and until when where another follows: "week 2027-04-05  lukasz"."""
    handles = ", ".join(order.order)
    if then is None:
        return f"  {order.start} and on  {handles}"
    last = then.start - WEEK
    when = f"{order.start}" if last == order.start else f"{order.start} to {last}"
    return f"  {when} only  {handles}"
