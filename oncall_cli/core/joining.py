"""How the order goes on when somebody joins: their first turn follows somebody's, and no turn before it moves
(R2, R3). From there on the round is one longer."""

from collections.abc import Sequence
from datetime import date, datetime

from oncall_cli.core.leaving import is_there
from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order, holding_from, made_anew, ordered_at, with_ends
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused


def first_open(week: date, schedule: Schedule, now: datetime) -> date:
    """The first week from `week` on that has neither begun nor been published (R2)."""
    week = max(week, schedule.timetable.next_week(now))
    while week in schedule.turns:
        week += WEEK
    return week


def orders_with(
    joiner: Member, after: str, start: date, schedule: Schedule, now: datetime
) -> tuple[date, list[Order]]:
    """A joiner's first turn, the first unpublished week from `start` on that follows a turn of `after` by the
    order, and the orders to add for it; orders that begin later get the joiner after `after` too.

    An order that ends before its longer round is over would cost somebody a turn: the next one is waited for.
    `start` has not begun; the schedule knows every order and every published week from it on. Refused where
    no turn can be followed, or the joiner is in the order already, or leaves before the first turn ends.
    """
    old = holding_from(start, schedule.orders)
    found = {
        first: end is None or first + (len(order.handles) + 1) * WEEK <= end
        for order, end in with_ends(old)
        if after in order.handles and joiner.handle not in order.handles
        if (first := _first_after(after, max(order.start, start), end, order, schedule))
    }
    if not found:
        raise _no_place(joiner.handle, after, start, old)
    first = next((week for week, has_round in found.items() if has_round), min(found))
    if not is_there(joiner, first, schedule.timetable):
        raise Refused(
            f"{joiner.handle}'s last date is {joiner.leaves}, before the first turn, week {first}, ends",
            hint=f"oncall team leave {joiner.handle} --cancel takes the leaving back",
        )
    line: list[Order] = []
    for order, end in with_ends(old):
        if order.start < first:
            line.append(order)
            if end is not None and end <= first:
                continue
            line.append(Order(start=first, handles=(joiner.handle, *order.round_from(first)), made=now))
        elif after in order.handles and joiner.handle not in order.handles:
            line.append(_inserted(joiner.handle, after, order, first))
        else:
            line.append(order)
    return first, made_anew(line, old, f"{joiner.handle} joined", now)


def _inserted(joiner: str, after: str, order: Order, first: date) -> Order:
    """An order that begins with the joiner's first turn or later, with the joiner in it."""
    if order.start == first:
        return order.model_copy(update={"handles": (joiner, *order.handles)})
    place = order.handles.index(after) + 1
    return order.model_copy(update={"handles": (*order.handles[:place], joiner, *order.handles[place:])})


def _first_after(after: str, week: date, end: date | None, order: Order, schedule: Schedule) -> date | None:
    """The first unpublished week of an order, from `week` up to `end`, that follows a turn of `after`."""
    while end is None or week < end:
        before = week - WEEK
        # Where the order begins, the turn before is another order's.
        if (
            week not in schedule.turns
            and order.handle_at(before) == after
            and ordered_at(before, schedule.orders, schedule.timetable) == after
        ):
            return week
        week += WEEK
    return None


def _no_place(joiner: str, after: str, start: date, line: Sequence[Order]) -> Refused:
    again = f"oncall rotation set HANDLE... --from {start}"
    if not line:
        return Refused("there is no order yet that somebody could join", hint=again)
    named = list(dict.fromkeys(handle for order in line for handle in order.handles))
    if after not in named:
        return Refused(f"{after} is not in the order from week {start} on", hint=f"in it: {', '.join(named)}")
    if joiner in named:
        return Refused(
            f"{joiner} is in the order from week {start} on already", hint=f"to change it: {again}"
        )
    return Refused(
        f"the order gives {after} no turn from week {start} on that somebody could follow", hint=again
    )
