"""Swaps and their steps in the store."""

from datetime import datetime

from oncall_cli.core.swap import OPEN, Swap, SwapState, SwapStepTaken
from oncall_cli.store.door import Door, kept

_COLUMNS = ", ".join(Swap.model_fields)


class Swaps:
    """Swaps in and out; their steps are only ever added."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def find(self, number: int) -> Swap | None:
        """The swap of that number, or nothing."""
        return self._door.model(Swap, f"SELECT {_COLUMNS} FROM swap WHERE id = ?", [number])

    def all(self, *, only_open: bool = False) -> list[Swap]:
        """Swaps by number, all of them or those that are still open."""
        where = f"WHERE state IN ({', '.join('?' * len(OPEN))})" if only_open else ""
        sql = f"SELECT {_COLUMNS} FROM swap {where} ORDER BY id"
        return self._door.models(Swap, sql, OPEN if only_open else ())

    def closed_since(self, moment: datetime, person: str) -> list[Swap]:
        """The swaps between a member and another that were closed at a moment or after it, by number."""
        sql = (
            f"SELECT {_COLUMNS} FROM swap WHERE ? IN (requester, partner) "
            f"AND state NOT IN ({', '.join('?' * len(OPEN))}) "
            "AND EXISTS (SELECT 1 FROM swap_step AS step WHERE step.swap = swap.id AND step.moment >= ?) "
            "ORDER BY id"
        )
        return self._door.models(Swap, sql, [person, *OPEN, kept(moment)])

    def add(self, swap: Swap) -> Swap:
        """A new swap; the same with its number."""
        row = swap.model_dump(exclude={"id"}) | {
            "give": swap.give.isoformat(),
            "take": swap.take.isoformat() if swap.take else None,
            "in_time": int(swap.in_time),
        }
        return swap.model_copy(update={"id": self._door.add("swap", row)})

    def change_state(self, swap: Swap, state: SwapState, because: str | None) -> Swap:
        """The swap in another state."""
        changes = {"state": state} | ({"closed_because": because} if because else {})
        self._door.change("swap", swap.id, swap.model_dump(include={"state", "closed_because"}), changes)
        return swap.model_copy(update=changes)

    def add_step(
        self, swap: Swap, step: str, moment: datetime, person: str | None, reason: str | None
    ) -> None:
        """A step that was taken."""
        self._door.add(
            "swap_step",
            {"swap": swap.id, "step": step, "moment": kept(moment), "person": person, "reason": reason},
        )

    def steps(self, number: int) -> list[SwapStepTaken]:
        """The steps of a swap, oldest first."""
        sql = "SELECT step, moment, person, reason FROM swap_step WHERE swap = ? ORDER BY id"
        return self._door.models(SwapStepTaken, sql, [number])
