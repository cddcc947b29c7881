"""Orders and recorded turns in the store."""

import json
from collections.abc import Iterable
from datetime import date

from oncall_cli.core.rotation import Order, still_holding
from oncall_cli.core.schedule import Turn
from oncall_cli.store.door import Door, Row, kept

_TURN = "week, person, ordered, cause, swap, other, reason, recorded"


class Rotations:
    """Orders as they were made, and every owner a published week ever had."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def orders(self, first: date | None = None) -> list[Order]:
        """Orders in the order they were made: all of them, or those that can hold a week from `first` on."""
        rows = self._door.rows("SELECT id, start, made, reason FROM rotation_order ORDER BY id")
        with self._door.reading():
            bare = {row.pop("id"): Order(**row, handles=()) for row in rows}
            kept = still_holding(bare, first) if first else bare
            places: dict[int, list[str]] = {number: [] for number in kept}
            for row in self._places(kept):
                places[row["rotation_order"]].append(row["handle"])
            return [
                order.model_copy(update={"handles": tuple(places[number])}) for number, order in kept.items()
            ]

    def _places(self, numbers: Iterable[int]) -> list[Row]:
        return self._door.rows(
            "SELECT rotation_order, handle FROM order_place "
            "WHERE rotation_order IN (SELECT value FROM json_each(?)) ORDER BY rotation_order, place",
            [json.dumps(list(numbers))],
        )

    def add_order(self, order: Order) -> None:
        """A new order; the ones before it stay."""
        number = self._door.add(
            "rotation_order",
            {"start": order.start.isoformat(), "made": kept(order.made), "reason": order.reason},
        )
        for place, handle in enumerate(order.handles):
            row = {"rotation_order": number, "place": place, "handle": handle}
            self._door.add("order_place", row, key=f"{number}.{place}")

    def turns(self, first: date, last: date) -> dict[date, Turn]:
        """The latest turn of every published week between two weeks, both included."""
        turns = self._door.models(
            Turn,
            f"SELECT {_TURN}, was FROM announced WHERE week BETWEEN ? AND ? ORDER BY week",
            [first.isoformat(), last.isoformat()],
        )
        return {turn.week: turn for turn in turns}

    def every_turn(self, first: date, last: date) -> list[Turn]:
        """Every turn that was ever recorded of the weeks between two, by week, oldest first."""
        return self._door.models(
            Turn,
            f"SELECT {_TURN} FROM turn WHERE week BETWEEN ? AND ? ORDER BY week, id",
            [first.isoformat(), last.isoformat()],
        )

    def has_turns(self, first: date, last: date) -> bool:
        """Whether any week between two dates is published."""
        sql = "SELECT 1 FROM announced WHERE week BETWEEN ? AND ? LIMIT 1"
        return self._door.row(sql, [first.isoformat(), last.isoformat()]) is not None

    def last_published(self) -> date | None:
        """The latest week that is published, or nothing."""
        return self._door.model(_week, "SELECT week FROM announced ORDER BY week DESC LIMIT 1")

    def add_turn(self, turn: Turn) -> None:
        """A week's new owner; who had it before stays on record (S6)."""
        other = turn.other.isoformat() if turn.other else None
        row = turn.model_dump(exclude={"was"}) | {"week": turn.week.isoformat(), "other": other}
        self._door.add("turn", {**row, "recorded": kept(turn.recorded)})


def _week(week: str) -> date:
    return date.fromisoformat(week)
