"""Orders and recorded turns in the store."""

from datetime import date

from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Turn
from oncall_cli.store.door import Door, kept

_TURN = "week, person, ordered, cause, swap, reason, recorded"


class Rotations:
    """Orders as they were made, and every owner a published week ever had."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def orders(self) -> list[Order]:
        """Every order, in the order they were made."""
        rows = self._door.rows(
            "SELECT o.id, o.start, o.made, p.handle FROM rotation_order o JOIN order_place p "
            "ON p.rotation_order = o.id ORDER BY o.id, p.place"
        )
        orders: dict[int, Order] = {}
        with self._door.reading():
            for row in rows:
                made = orders.get(row["id"])
                handles = (*made.handles, row["handle"]) if made else (row["handle"],)
                orders[row["id"]] = Order(start=row["start"], handles=handles, made=row["made"])
        return list(orders.values())

    def add_order(self, order: Order) -> None:
        """A new order; the ones before it stay."""
        number = self._door.add(
            "rotation_order", {"start": order.start.isoformat(), "made": kept(order.made)}
        )
        for place, handle in enumerate(order.handles):
            row = {"rotation_order": number, "place": place, "handle": handle}
            self._door.add("order_place", row, key=f"{number}.{place}")

    def turns(self, first: date, last: date) -> dict[date, Turn]:
        """The latest turn of every published week between two weeks, both included."""
        turns = self._door.models(
            Turn,
            f"SELECT {_TURN} FROM turn WHERE id IN "
            "(SELECT max(id) FROM turn WHERE week BETWEEN ? AND ? GROUP BY week) ORDER BY week",
            [first.isoformat(), last.isoformat()],
        )
        return {turn.week: turn for turn in turns}

    def has_turns(self, first: date, last: date) -> bool:
        """Whether any week between two dates is published."""
        sql = "SELECT 1 FROM turn WHERE week BETWEEN ? AND ? LIMIT 1"
        return self._door.row(sql, [first.isoformat(), last.isoformat()]) is not None

    def last_published(self) -> date | None:
        """The latest week that is published, or nothing."""
        return self._door.the_model(_week, "SELECT max(week) AS week FROM turn")

    def add_turn(self, turn: Turn) -> None:
        """A week's new owner; who had it before stays on record (S6)."""
        row = turn.model_dump()
        self._door.add("turn", {**row, "week": turn.week.isoformat(), "recorded": kept(turn.recorded)})


def _week(week: str | None) -> date | None:
    return None if week is None else date.fromisoformat(week)
