"""What was recorded of weeks and by whom, read back in a query for each kind (R6, Y1)."""

import json
from collections.abc import Iterable
from datetime import date

from oncall_cli.core.cover import Cover
from oncall_cli.core.past import By, CoverPut, OrderMade, TurnTaken
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Turn
from oncall_cli.store.door import Door, Row


class Past:
    """Orders, turns and covers with their entries in the record."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def orders(self) -> list[OrderMade]:
        """Every order, in the order they were made."""
        orders = self._door.rows("SELECT id, start, made, reason FROM rotation_order ORDER BY id")
        places = self._door.rows(
            "SELECT rotation_order, handle FROM order_place ORDER BY rotation_order, place"
        )
        handles: dict[int, list[str]] = {}
        for place in places:
            handles.setdefault(place["rotation_order"], []).append(place["handle"])
        by = self._recorded("rotation_order", "added", [order["id"] for order in orders])
        with self._door.reading():
            return [
                OrderMade(order=Order(**order, handles=tuple(handles[number])), by=by[number])
                for number, order in _numbered(orders)
            ]

    def turns(self, first: date, last: date) -> dict[date, list[TurnTaken]]:
        """Every recorded owner of the weeks between two, both included, by week and as recorded."""
        rows = self._door.rows(
            "SELECT id, week, person, ordered, cause, swap, other, reason, recorded "
            "FROM turn WHERE week BETWEEN ? AND ? ORDER BY week, id",
            [first.isoformat(), last.isoformat()],
        )
        by = self._recorded("turn", "added", [row["id"] for row in rows])
        turns: dict[date, list[TurnTaken]] = {}
        with self._door.reading():
            for number, row in _numbered(rows):
                taken = TurnTaken(turn=Turn(**row), by=by[number])
                turns.setdefault(taken.turn.week, []).append(taken)
        return turns

    def covers(self, first: date, last: date) -> dict[date, list[CoverPut]]:
        """Every cover of the weeks between two, both included, those taken back as well, as recorded."""
        rows = self._door.rows(
            f"SELECT {', '.join(Cover.model_fields)}, withdrawn FROM cover "
            "WHERE week BETWEEN ? AND ? ORDER BY week, id",
            [first.isoformat(), last.isoformat()],
        )
        numbers = [row["id"] for row in rows]
        by, changed = (self._recorded("cover", verb, numbers) for verb in ("added", "changed"))
        covers: dict[date, list[CoverPut]] = {}
        with self._door.reading():
            for row in rows:
                why = row.pop("withdrawn")
                cover = Cover(**row)
                back = changed[cover.id] if why is not None else None
                put = CoverPut(cover=cover, by=by[cover.id], withdrawn=why, withdrawn_by=back)
                covers.setdefault(cover.week, []).append(put)
        return covers

    def _recorded(self, noun: str, verb: str, numbers: Iterable[int]) -> dict[int, By]:
        """Who did the last of a kind of change to rows of these numbers."""
        rows = self._door.rows(
            "SELECT key, actor, acted_by, login, moment FROM record "
            "WHERE noun = ? AND key IN (SELECT value FROM json_each(?)) AND verb = ? ORDER BY id",
            [noun, json.dumps([str(number) for number in numbers]), verb],
        )
        with self._door.reading():
            return {int(row.pop("key")): By(**row) for row in rows}


def _numbered(rows: Iterable[Row]) -> Iterable[tuple[int, Row]]:
    """Rows less their numbers, which stand before them."""
    return [(row["id"], {name: value for name, value in row.items() if name != "id"}) for row in rows]
