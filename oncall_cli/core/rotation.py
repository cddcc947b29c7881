"""The order in which members take weeks, and what it gives to whom (R1, R2).

Orders are only ever added. An order made before a week begins can change who has it while the week is
projected; one made afterwards cannot, unless nothing held that week at all (a team that starts late
enters its past). So what held once is never computed anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import zip_longest

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue


class Order(Frozen):
    """Who follows whom, from the week `start` on; `made` is the moment it was recorded, `reason` what made it
    necessary where nobody simply set it."""

    start: date
    handles: tuple[str, ...]
    made: Moment
    reason: str | None = None

    def handle_at(self, week: date) -> str:
        """Whose turn a week from `start` on is."""
        return self.handles[((week - self.start) // WEEK) % len(self.handles)]

    def round_from(self, week: date) -> tuple[str, ...]:
        """Everybody in the order, whoever has `week` first."""
        return tuple(self.handle_at(week + step * WEEK) for step in range(len(self.handles)))


def order_for(week: date, orders: Sequence[Order], timetable: Timetable) -> Order | None:
    """The order that holds for a week, of all in the order they were made, or nothing (R1, R2)."""
    covering = [order for order in orders if order.start <= week]
    begins = timetable.span(week).start
    in_time = [order for order in covering if order.made < begins]
    if in_time:
        return in_time[-1]
    return covering[0] if covering else None


def holds_any(order: Order, orders: Sequence[Order], timetable: Timetable) -> bool:
    """Whether one of the orders that were made ever held a week, or will: later ones may leave it none."""
    # What it holds begins with its first week, or with the first to come when it was made.
    first = max(order.start, timetable.next_week(order.made))
    return any(order_for(week, orders, timetable) is order for week in (order.start, first))


def holding_from(first: date, orders: Sequence[Order]) -> list[Order]:
    """The orders, of all in the order they were made, that hold weeks from `first` on, by their start; each
    holds until the next one begins. `first` is a week that begins after the last of them was made."""
    kept: list[Order] = []
    for order in reversed(orders):
        if not kept or order.start < kept[-1].start:
            kept.append(order)
        if order.start <= first:
            break
    return kept[::-1]


def with_ends(line: Sequence[Order]) -> Iterator[tuple[Order, date | None]]:
    """Orders that hold one after another, each with the week in which the next one begins."""
    return zip_longest(line, (order.start for order in line[1:]))


def made_anew(line: Sequence[Order], old: Sequence[Order], reason: str, made: datetime) -> list[Order]:
    """What has to be made for the orders of `line` to hold instead of those of `old`: all from where they
    part, for of the orders that reach a week the last made holds. One that holds longer than it did is said
    again."""
    same = 0
    while same < min(len(line), len(old)) and line[same] == old[same]:
        same += 1
    parts = old[same].start if same < len(old) else None
    if same and parts and (same == len(line) or parts < line[same].start):
        same -= 1
    return [order.model_copy(update={"made": made, "reason": reason}) for order in line[same:]]


def still_holding(orders: Mapping[int, Order], first: date) -> dict[int, Order]:
    """The orders, by number as they were made, less those that can hold no week from `first` on: another made
    later, and well before `first`, holds all that they would."""
    sure = datetime.combine(first - WEEK, time(), UTC)
    kept: dict[int, Order] = {}
    reach: date | None = None
    for number, order in reversed(list(orders.items())):
        if order.made >= sure:
            kept[number] = order
        elif reach is None or reach > max(order.start, first):
            kept[number] = order
            reach = min(order.start, reach or order.start)
    return dict(sorted(kept.items()))


def ordered_at(week: date, orders: Sequence[Order], timetable: Timetable) -> str | None:
    """The handle that the order gives a week to, or nothing."""
    order = order_for(week, orders, timetable)
    return order.handle_at(week) if order else None


def checked_order(start: date, handles: Sequence[str], made: datetime) -> Order:
    """A new order; BadValue where it is empty or names somebody twice."""
    if not handles:
        raise BadValue("an order needs at least one member", hint="oncall rotation set ana ben --from next")
    twice = sorted({handle for handle in handles if list(handles).count(handle) > 1})
    if twice:
        raise BadValue(f"{', '.join(twice)} is in the order twice; each member has one place in it")
    return Order(start=start, handles=tuple(handles), made=made)


class OrderChange(Frozen):
    """A projected week that a new order gives to somebody else; either side can be nobody."""

    week: date
    before: str | None
    after: str | None


def order_changes(
    new: Sequence[Order], orders: Sequence[Order], weeks: Iterable[date], timetable: Timetable
) -> list[OrderChange]:
    """Which of the unpublished `weeks` another member has once the new orders are made (R2)."""
    changes = []
    for week in weeks:
        before = ordered_at(week, orders, timetable)
        after = ordered_at(week, [*orders, *new], timetable)
        if before != after:
            changes.append(OrderChange(week=week, before=before, after=after))
    return changes
