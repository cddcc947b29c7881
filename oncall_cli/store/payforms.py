"""Pay forms that were turned in; what one says never changes, only what became of it."""

from collections.abc import Mapping
from datetime import datetime

from oncall_cli.core.payform_life import STANDING, TurnedIn
from oncall_cli.core.span import Span
from oncall_cli.store.door import Door, kept

_COLUMNS = ", ".join(TurnedIn.model_fields)
_IN_ORDER = "ORDER BY +id"
"""By number; the sign keeps the engine from reading all forms there ever were in that order."""
_STANDS = f"state IN ({', '.join('?' * len(STANDING))})"


class Payforms:
    """Forms in and out."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def find(self, number: int) -> TurnedIn | None:
        """The form of that number, or nothing."""
        return self._door.model(TurnedIn, f"SELECT {_COLUMNS} FROM payform WHERE id = ?", [number])

    def of_period(self, person: str, span: Span) -> list[TurnedIn]:
        """Every form of a member for exactly a period, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM payform WHERE person = ? AND start = ? AND end = ? ORDER BY id"
        return self._door.models(TurnedIn, sql, [person, kept(span.start), kept(span.end)])

    def touching(self, person: str, span: Span) -> list[TurnedIn]:
        """The forms of a member that stand and share an instant with a span, oldest first."""
        sql = (
            f"SELECT {_COLUMNS} FROM payform "
            f"WHERE person = ? AND start < ? AND end > ? AND {_STANDS} ORDER BY id"
        )
        return self._door.models(TurnedIn, sql, [person, kept(span.end), kept(span.start), *STANDING])

    def between(self, first: datetime, last: datetime) -> list[TurnedIn]:
        """Every form that ends after one moment and begins before another, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM payform WHERE end > ? AND start < ? {_IN_ORDER}"
        return self._door.models(TurnedIn, sql, [kept(first), kept(last)])

    def first_start(self) -> datetime | None:
        """When the earliest period begins of which a form was turned in, or nothing where none ever was."""
        row = self._door.row("SELECT start FROM payform ORDER BY end LIMIT 1")
        return datetime.fromisoformat(row["start"]) if row else None

    def waiting(self) -> list[TurnedIn]:
        """The forms that wait for a manager's signature, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM payform WHERE state = 'submitted' {_IN_ORDER}"
        return self._door.models(TurnedIn, sql)

    def add(self, form: TurnedIn) -> TurnedIn:
        """A form that is turned in; the same with its number."""
        row = form.model_dump(exclude={"id"}) | {
            "week": form.week.isoformat() if form.week else None,
            "first": form.first.isoformat(),
            "last": form.last.isoformat(),
            "total": f"{form.total:f}",
        }
        return form.model_copy(update={"id": self._door.add("payform", row)})

    def change(self, form: TurnedIn, changes: Mapping[str, object]) -> TurnedIn:
        """The same form after a step of its life: its state, and who did it when and why."""
        self._door.change("payform", form.id, form.model_dump(include=set(changes)), dict(changes))
        return form.model_copy(update=dict(changes))
