"""Tickets, their events and the work on them in the store."""

from collections.abc import Collection, Sequence
from datetime import datetime

from oncall_cli.core.ticket import LINE_CHANNELS, About, Ticket, TicketEvent, Work
from oncall_cli.store.door import Door, Row, kept
from oncall_cli.store.search_index import SearchIndex
from oncall_cli.store.several import among, some_at_once
from oncall_cli.store.wanted import Wanted

_COLUMNS = ", ".join(Ticket.model_fields)
_WORK = "ticket, person, start, end"
_UNDOCUMENTED = "status = 'done' AND documented_at IS NULL"


class Tickets:
    """Tickets in and out, by number."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._index = SearchIndex(door)

    def find(self, number: int) -> Ticket | None:
        """The ticket of that number, or nothing."""
        return self._door.model(Ticket, f"SELECT {_COLUMNS} FROM ticket WHERE id = ?", [number])

    def of_numbers(self, numbers: Sequence[int]) -> list[Ticket]:
        """The tickets of those numbers, in the order of the numbers."""
        found = {
            ticket.id: ticket
            for some in some_at_once(numbers)
            for ticket in self._select(f"WHERE id {among(some)}", list(some))
        }
        return [found[number] for number in numbers if number in found]

    def not_done(self) -> list[Ticket]:
        """Every ticket that is not done, oldest first."""
        return self._select("WHERE status <> 'done' ORDER BY received, id", [])

    def undocumented(self, before: datetime, limit: int) -> list[Ticket]:
        """Tickets that are done but lack a document, received before a moment: so many of them, oldest first.
        An index has these alone, so that a past of a hundred thousand others costs nothing."""
        clause = f"WHERE {_UNDOCUMENTED} AND received < ? ORDER BY received, id LIMIT ?"
        return self._select(clause, [kept(before), limit])

    def count_undocumented(self, before: datetime, after: Ticket) -> int:
        """How many such tickets come after one of them and were received before a moment."""
        where = f"{_UNDOCUMENTED} AND (received, id) > (?, ?) AND received < ?"
        sql = f"SELECT count(*) AS count FROM ticket WHERE {where}"
        row = self._door.row(sql, [kept(after.received), after.id, kept(before)])
        return int(row["count"]) if row else 0

    def latest(self, limit: int) -> list[Ticket]:
        """The tickets received last, newest first."""
        return self._select("ORDER BY received DESC, id DESC LIMIT ?", [limit])

    def matching(self, wanted: Wanted) -> list[Ticket]:
        """Every ticket that is wanted, oldest first."""
        where, values = wanted.clause()
        return self._select(f"{where}ORDER BY received, id", values)

    def newest(self, wanted: Wanted, limit: int, before: Ticket | None = None) -> list[Ticket]:
        """The wanted tickets that came in last, newest first; where one is named, the next ones after it."""
        where, values = wanted.clause()
        if before:
            where += f"{'AND' if where else 'WHERE'} (received, id) < (?, ?) "
            values += [kept(before.received), before.id]
        return self._select(f"{where}ORDER BY received DESC, id DESC LIMIT ?", [*values, limit])

    def count(self, wanted: Wanted) -> int:
        """How many tickets are wanted."""
        where, values = wanted.clause()
        row = self._door.row(f"SELECT count(*) AS count FROM ticket {where}", values)
        return int(row["count"]) if row else 0

    def over_the_line(self, start: datetime, end: datetime, tiers: Collection[int]) -> list[Ticket]:
        """What came over the critical line in [start, end) and is of one of the tiers or of none yet, oldest
        first (T3)."""
        where = f"received >= ? AND received < ? AND channel {among(LINE_CHANNELS)}"
        return self._select(
            f"WHERE {where} AND (tier IS NULL OR tier {among(tiers)}) ORDER BY received, id",
            [kept(start), kept(end), *LINE_CHANNELS, *tiers],
        )

    def any_work_since(self, moment: datetime) -> bool:
        """Whether somebody worked after a moment."""
        row = self._door.row("SELECT 1 FROM work WHERE withdrawn = 0 AND end > ? LIMIT 1", [kept(moment)])
        return row is not None

    def any_since(self, moment: datetime) -> bool:
        """Whether a ticket was received at or after a moment."""
        return self._door.row("SELECT 1 FROM ticket WHERE received >= ? LIMIT 1", [kept(moment)]) is not None

    def _select(self, clause: str, params: list[object]) -> list[Ticket]:
        return self._door.models(Ticket, f"SELECT {_COLUMNS} FROM ticket {clause}", params)

    def add(self, ticket: Ticket) -> Ticket:
        """A new ticket; the same with its number."""
        added = ticket.model_copy(update={"id": self._door.add("ticket", _row(ticket, {"id"}))})
        self._index.add_ticket(added)
        return added

    def change(self, before: Ticket, after: Ticket) -> None:
        """The same ticket later in its life."""
        old, new = _row(before, set()), _row(after, set())
        self._door.change(
            "ticket", before.id, old, {name: new[name] for name in new if new[name] != old[name]}
        )
        self._index.change_ticket(before, after)

    def add_event(self, number: int, event: TicketEvent) -> None:
        """Something that happened to a ticket."""
        about = event.about.model_dump_json() if event.about else None
        row = {"ticket": number, **event.model_dump(), "moment": kept(event.moment), "about": about}
        self._index.add_event(number, self._door.add("ticket_event", row), event)

    def events(self, number: int) -> list[TicketEvent]:
        """What happened to a ticket, in the order it was told."""
        return self.events_of([number])[number]

    def events_of(self, numbers: Sequence[int]) -> dict[int, list[TicketEvent]]:
        """What happened to each of several tickets, in the order it was told."""
        found: dict[int, list[TicketEvent]] = {number: [] for number in numbers}
        for some in some_at_once(numbers):
            for number, event in self._door.models(
                _event,
                "SELECT ticket, kind, moment, person, text, about FROM ticket_event "
                f"WHERE ticket {among(some)} ORDER BY moment, id",
                some,
            ):
                found[number].append(event)
        return found

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

    def works_on(self, numbers: Sequence[int]) -> dict[int, list[Work]]:
        """The work on each of several tickets, by its beginning."""
        found: dict[int, list[Work]] = {number: [] for number in numbers}
        for some in some_at_once(numbers):
            for work in self._work(f"ticket {among(some)}", list(some)):
                found[work.ticket].append(work)
        return found

    def work_of(self, person: str, start: datetime, end: datetime) -> list[Work]:
        """A member's work that touches [start, end), by its beginning."""
        return self._work("person = ? AND start < ? AND end > ?", [person, kept(end), kept(start)])

    def work_between(self, start: datetime, end: datetime) -> list[Work]:
        """Everybody's work that touches [start, end), by its beginning."""
        return self._work("start < ? AND end > ?", [kept(end), kept(start)])

    def _work(self, where: str, params: list[object]) -> list[Work]:
        sql = f"SELECT {_WORK} FROM work WHERE withdrawn = 0 AND {where} ORDER BY start, id"
        return self._door.models(Work, sql, params)


def _event(ticket: int, about: str | None, **event: object) -> tuple[int, TicketEvent]:
    said = About.model_validate_json(about) if about else None
    return ticket, TicketEvent.model_validate({**event, "about": said})


def _row(ticket: Ticket, exclude: set[str]) -> Row:
    row = ticket.model_dump(exclude=exclude)
    return {
        name: kept(value) if isinstance(value, datetime) else int(value) if isinstance(value, bool) else value
        for name, value in row.items()
    }
