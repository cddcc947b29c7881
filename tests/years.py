"""A store with years of weeks, for what has to be as fast with ten years as with ten weeks."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from oncall_cli.core.cover import Cover
from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Turn
from oncall_cli.core.swap import Swap
from oncall_cli.store.door import Act
from oncall_cli.store.store import Store, open_store

WEEK = timedelta(weeks=1)
TEAM = [f"member{number:02}" for number in range(30)]


def fill_years(path: Path, weeks: int, last: date, *, orders: int) -> None:
    """Puts thirty members and so many published weeks, the latest of them `last`, into a store: an order
    every so often, every tenth week swapped with the one after it, every fifth covered for some hours."""
    store = open_store(path)
    first = last - (weeks - 1) * WEEK
    with store.door.transaction(Act(None, None, "years", _noon(first - 4 * WEEK))):
        for handle in TEAM:
            store.members.add(Member(handle=handle, name=handle.title()))
        for number in range(orders):
            start = first + number * (weeks // orders) * WEEK
            turned = (*TEAM[number % 30 :], *TEAM[: number % 30])
            store.rotations.add_order(Order(start=start, handles=turned, made=_noon(start - 2 * WEEK)))
        for number in range(weeks):
            _publish(store, first + number * WEEK, number)
        for number in range(0, weeks - 1, 10):
            _swap(store, first + number * WEEK, number)
        for number in range(0, weeks, 5):
            _cover(store, first + number * WEEK, number)
    store.door.close()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _owner(number: int) -> str:
    return TEAM[number % len(TEAM)]


def _publish(store: Store, week: date, number: int) -> None:
    turn = Turn(
        week=week,
        person=_owner(number),
        ordered=_owner(number),
        cause="published",
        recorded=_noon(week - WEEK),
    )
    store.rotations.add_turn(turn)


def _swap(store: Store, week: date, number: int) -> None:
    asked = _noon(week - WEEK)
    swap = store.swaps.add(
        Swap(
            id=0, state="applied", requester=_owner(number), partner=_owner(number + 1), give=week,
            take=week + WEEK, deadline=asked, requested_at=asked, in_time=True,
        )
    )  # fmt: skip
    for moved, had, has in ((week, number, number + 1), (week + WEEK, number + 1, number)):
        store.rotations.add_turn(
            Turn(
                week=moved,
                person=_owner(has),
                ordered=_owner(had),
                cause="swapped",
                swap=swap.id,
                recorded=asked,
            )
        )


def _cover(store: Store, week: date, number: int) -> None:
    begins = _noon(week + timedelta(days=2))
    store.covers.add(
        Cover(
            id=0, week=week, person=_owner(number + 5), start=begins, end=begins + timedelta(hours=9),
            reason="ill", recorded=begins,
        )
    )  # fmt: skip
