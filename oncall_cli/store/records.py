"""The record of every change, read back (Y1)."""

import json
from typing import Any

from oncall_cli.core.record import Change
from oncall_cli.store.door import Door


class Records:
    """The record; the door writes it, nothing changes it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def latest(self, limit: int, noun: str | None = None) -> list[Change]:
        """The newest entries, oldest of them first; of one noun where it is named."""
        where = "WHERE noun = :noun" if noun else ""
        return self._door.models(
            _change,
            f"SELECT * FROM (SELECT * FROM record {where} ORDER BY id DESC LIMIT :limit) ORDER BY id",
            {"noun": noun, "limit": limit},
        )


def _change(*, before: str | None, after: str, **rest: Any) -> Change:
    return Change(**rest, before=json.loads(before) if before else None, after=json.loads(after))
