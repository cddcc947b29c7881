"""Checks and training in the store; a record is only ever added to."""

from datetime import date

from oncall_cli.core.preparation import Kind, Preparation
from oncall_cli.store.door import Door

_COLUMNS = ", ".join(Preparation.model_fields)


class Preparations:
    """Records in and out."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def latest(self, kind: Kind, day: date) -> list[Preparation]:
        """Of every member and item the record that was made last, of those of a date up to `day`."""
        return self._door.models(
            Preparation,
            f"SELECT {_COLUMNS} FROM preparation WHERE id IN (SELECT max(id) FROM preparation "
            "WHERE kind = ? AND day <= ? GROUP BY person, item) ORDER BY id",
            [kind, day.isoformat()],
        )

    def add(self, record: Preparation) -> Preparation:
        """A new record; the same with its number."""
        row = record.model_dump(exclude={"id"}) | {"day": record.day.isoformat(), "done": int(record.done)}
        return record.model_copy(update={"id": self._door.add("preparation", row)})
