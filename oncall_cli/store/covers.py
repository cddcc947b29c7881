"""Covers in the store."""

from datetime import date

from oncall_cli.core.cover import Cover
from oncall_cli.store.door import Door, kept

_COLUMNS = ", ".join(Cover.model_fields)


class Covers:
    """Covers in and out; one that was taken back stays on record and counts no more."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def find(self, number: int) -> Cover | None:
        """The cover of that number, or nothing where there is none or it was taken back."""
        sql = f"SELECT {_COLUMNS} FROM cover WHERE id = ? AND withdrawn IS NULL"
        return self._door.model(Cover, sql, [number])

    def between(self, first: date, last: date) -> dict[date, list[Cover]]:
        """The covers of the weeks between two, both included, by week and start."""
        found = self._door.models(
            Cover,
            f"SELECT {_COLUMNS} FROM cover WHERE week BETWEEN ? AND ? AND withdrawn IS NULL "
            "ORDER BY week, start",
            [first.isoformat(), last.isoformat()],
        )
        covers: dict[date, list[Cover]] = {}
        for cover in found:
            covers.setdefault(cover.week, []).append(cover)
        return covers

    def add(self, cover: Cover) -> Cover:
        """A new cover; the same with its number."""
        row = cover.model_dump(exclude={"id"}) | {
            "week": cover.week.isoformat(),
            "start": kept(cover.start),
            "end": kept(cover.end),
            "recorded": kept(cover.recorded),
        }
        return cover.model_copy(update={"id": self._door.add("cover", row)})

    def withdraw(self, cover: Cover, why: str) -> None:
        """The cover counts no more, and why."""
        self._door.change("cover", cover.id, {"withdrawn": None}, {"withdrawn": why})
