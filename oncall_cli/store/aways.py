"""Time away in the store."""

from datetime import date

from oncall_cli.core.away import Away
from oncall_cli.store.door import Door

_COLUMNS = ", ".join(Away.model_fields)


class Aways:
    """Times away in and out; one that was taken back stays on record and counts no more."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def find(self, number: int) -> Away | None:
        """The time away of that number, or nothing where there is none or it was taken back."""
        sql = f"SELECT {_COLUMNS} FROM away WHERE id = ? AND withdrawn = 0"
        return self._door.model(Away, sql, [number])

    def between(self, first: date, last: date, person: str | None = None) -> list[Away]:
        """What touches the dates from one to another, both included, by date; of one member, if named."""
        return self._door.models(
            Away,
            f"SELECT {_COLUMNS} FROM away WHERE last >= :first AND first <= :last AND withdrawn = 0 "
            "AND (:person IS NULL OR person = :person) ORDER BY first, id",
            {"first": first.isoformat(), "last": last.isoformat(), "person": person},
        )

    def add(self, away: Away) -> Away:
        """A new time away; the same with its number."""
        dates = {"first": away.first.isoformat(), "last": away.last.isoformat()}
        row = away.model_dump(exclude={"id"}) | dates
        return away.model_copy(update={"id": self._door.add("away", row)})

    def withdraw(self, away: Away) -> None:
        """The time away counts no more."""
        self._door.change("away", away.id, {"withdrawn": 0}, {"withdrawn": 1})
