"""Tickets, their events and the work on them in the store."""

from datetime import datetime

from oncall_cli.core.ticket import Ticket, TicketEvent, Work
from oncall_cli.store.door import Door, Row, kept

_COLUMNS = ", ".join(Ticket.model_fields)


class Tickets:
    """Tickets in and out, by number."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def find(self, number: int) -> Ticket | None:
        """The ticket of that number, or nothing."""
        row = self._door.row(f"SELECT {_COLUMNS} FROM ticket WHERE id = ?", [number])
        return Ticket(**row) if row else None

    def not_done(self) -> list[Ticket]:
        """Every ticket that is not done, oldest first."""
        return self._select("WHERE status <> 'done' ORDER BY received, id", [])

    def received_between(self, start: datetime, end: datetime) -> list[Ticket]:
        """Tickets received in [start, end), oldest first."""
        return self._select(
            "WHERE received >= ? AND received < ? ORDER BY received, id", [kept(start), kept(end)]
        )

    def latest(self, limit: int) -> list[Ticket]:
        """The tickets received last, newest first."""
        return self._select("ORDER BY received DESC, id DESC LIMIT ?", [limit])

    def any_since(self, moment: datetime) -> bool:
        """Whether a ticket was received at or after a moment."""
        return self._door.row("SELECT 1 FROM ticket WHERE received >= ? LIMIT 1", [kept(moment)]) is not None

    def _select(self, clause: str, params: list[object]) -> list[Ticket]:
        return [Ticket(**row) for row in self._door.rows(f"SELECT {_COLUMNS} FROM ticket {clause}", params)]

    def add(self, ticket: Ticket) -> Ticket:
        """A new ticket; the same with its number."""
        return ticket.model_copy(update={"id": self._door.add("ticket", _row(ticket, {"id"}))})

    def change(self, before: Ticket, after: Ticket) -> None:
        """The same ticket later in its life."""
        old, new = _row(before, set()), _row(after, set())
        self._door.change(
            "ticket", before.id, old, {name: new[name] for name in new if new[name] != old[name]}
        )

    def add_event(self, number: int, event: TicketEvent) -> None:
        """Something that happened to a ticket."""
        self._door.add("ticket_event", {"ticket": number, **event.model_dump(), "moment": kept(event.moment)})

    def events(self, number: int) -> list[TicketEvent]:
        """What happened to a ticket, in the order it was told."""
        sql = "SELECT kind, moment, person, text FROM ticket_event WHERE ticket = ? ORDER BY moment, id"
        return [TicketEvent(**row) for row in self._door.rows(sql, [number])]

    def add_work(self, work: Work) -> None:
        """A span of work on a ticket."""
        self._door.add("work", {**work.model_dump(), "start": kept(work.start), "end": kept(work.end)})

    def withdraw_work(self, work: Work) -> bool:
        """Takes back a span that was told wrongly; whether there was one."""
        row = self._door.row(
            "SELECT id, withdrawn FROM work WHERE ticket = ? AND person = ? AND start = ? AND end = ? "
            "AND withdrawn = 0",
            [work.ticket, work.person, kept(work.start), kept(work.end)],
        )
        if row:
            self._door.change("work", row["id"], row, {"withdrawn": 1})
        return row is not None

    def work_on(self, number: int) -> list[Work]:
        """The work on a ticket, by its beginning."""
        return self._work("ticket = ?", [number])

    def work_of(self, person: str, start: datetime, end: datetime) -> list[Work]:
        """A member's work that touches [start, end), by its beginning."""
        return self._work("person = ? AND start < ? AND end > ?", [person, kept(end), kept(start)])

    def _work(self, where: str, params: list[object]) -> list[Work]:
        sql = (
            f"SELECT ticket, person, start, end FROM work WHERE withdrawn = 0 AND {where} ORDER BY start, id"
        )
        return [Work(**row) for row in self._door.rows(sql, params)]


def _row(ticket: Ticket, exclude: set[str]) -> Row:
    row = ticket.model_dump(exclude=exclude)
    return {
        name: kept(value) if isinstance(value, datetime) else int(value) if isinstance(value, bool) else value
        for name, value in row.items()
    }
