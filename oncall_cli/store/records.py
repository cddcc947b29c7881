"""The record of every change, read back (Y1)."""

import json

from oncall_cli.core.record import Change
from oncall_cli.store.door import Door


class Records:
    """The record; the door writes it, nothing changes it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def latest(self, limit: int, noun: str | None = None) -> list[Change]:
        """The newest entries, oldest of them first; of one noun where it is named."""
        where = "WHERE noun = :noun" if noun else ""
        rows = self._door.rows(
            f"SELECT * FROM (SELECT * FROM record {where} ORDER BY id DESC LIMIT :limit) ORDER BY id",
            {"noun": noun, "limit": limit},
        )
        return [
            Change(
                **{
                    **row,
                    "before": json.loads(row["before"]) if row["before"] else None,
                    "after": json.loads(row["after"]),
                }
            )
            for row in rows
        ]
