"""Which tickets are asked for, as a condition on their rows."""

from dataclasses import dataclass
from datetime import datetime

from oncall_cli.core.ticket import DOCUMENTS, Status
from oncall_cli.core.word import folded
from oncall_cli.store.door import kept

_CALLER = ("caller", "phone", "email")


@dataclass(frozen=True)
class Wanted:
    """Which tickets are asked for: whatever is nothing is not asked. Received in [start, end); `caller` is a
    part of the name, number or address, `customer` one of the customer; `missing` are those that lack a
    document that is filed, `unsettled` those with a clock that may still be open."""

    statuses: tuple[Status, ...] = ()
    tier: int | None = None
    channel: str | None = None
    assignee: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    caller: str | None = None
    customer: str | None = None
    missing: bool = False
    unsettled: bool = False

    def clause(self) -> tuple[str, list[object]]:
        """The WHERE of a SELECT and its values."""
        asked = self._asked()
        where = " AND ".join(condition for condition, _ in asked)
        return (f"WHERE {where} " if where else ""), [value for _, values in asked for value in values]

    def _asked(self) -> list[tuple[str, list[object]]]:
        asked: list[tuple[str, list[object]]] = []
        if self.statuses:
            asked.append((f"status IN ({', '.join('?' * len(self.statuses))})", list(self.statuses)))
        if self.statuses and "done" not in self.statuses:
            asked.append(("status <> 'done'", []))  # in these very words the index of open tickets is used
        for column in ("tier", "channel", "assignee"):
            if getattr(self, column) is not None:
                asked.append((f"{column} = ?", [getattr(self, column)]))
        if self.start:
            asked.append(("received >= ?", [kept(self.start)]))
        if self.end:
            asked.append(("received < ?", [kept(self.end)]))
        if self.caller:
            asked.append(_holding(self.caller, _CALLER))
        if self.customer:
            asked.append(_holding(self.customer, ("customer",)))
        if self.missing:
            asked.append((f"({' OR '.join(f'{field} IS NULL' for field in DOCUMENTS)})", []))
        if self.unsettled:
            asked.append(("(status <> 'done' OR documented_at IS NULL)", []))
        return asked


def _holding(text: str, columns: tuple[str, ...]) -> tuple[str, list[object]]:
    """That one of the columns has the text in it, its letters told apart no better than the search does:
    `folded` is the door's, for the engine knows only the capitals of a to z."""
    held = (f"instr(folded({column}), ?)" for column in columns)
    return f"({' OR '.join(held)})", [folded(text)] * len(columns)
