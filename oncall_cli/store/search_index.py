"""The index of every word of every ticket, kept by the store itself whenever something changes (T11)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from oncall_cli.core.message import Message
from oncall_cli.core.searched import Text, event_texts, file_texts, message_texts, people_of, ticket_texts
from oncall_cli.core.ticket import Ticket, TicketEvent
from oncall_cli.store.door import Door
from oncall_cli.store.search_rows import EVENT, FILE, MESSAGE, TICKET, fill, insert, row_of

_OUT_OF_STEP = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT)
"""What the engine says where the index is damaged, or holds a row that cannot be there yet."""


class SearchIndex:
    """What is written to the index, inside the transaction that writes the rest."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def add_ticket(self, ticket: Ticket) -> None:
        """The texts of a new ticket."""
        self._write(row_of(ticket.id, TICKET), ticket_texts(dict(ticket)))

    def change_ticket(self, before: Ticket, after: Ticket) -> None:
        """The texts of a ticket as they are now; what they were is found no more."""
        texts = ticket_texts(dict(after))
        if texts != ticket_texts(dict(before)):
            self._write(row_of(after.id, TICKET), texts, again=True)

    def add_event(self, ticket: int, number: int, event: TicketEvent) -> None:
        """The texts of something that happened."""
        about = dict(event.about) if event.about else None
        self._write(row_of(ticket, EVENT, number), event_texts(event.kind, event.text, about))

    def add_message(self, number: int, message: Message) -> None:
        """The texts of a message of the thread."""
        texts = message_texts(message.subject, message.text, people_of(message))
        self._write(row_of(message.ticket, MESSAGE, number), texts)

    def add_file(self, ticket: int, number: int, name: str) -> None:
        """The name of a file."""
        self._write(row_of(ticket, FILE, number), file_texts(name))

    def rebuild(self) -> int:
        """Makes the index anew from what the store holds; returns how many tickets that are."""
        connection = self._door.db.conn
        with self._door.failures():
            made = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'search'").fetchone()
            order = connection.execute("SELECT v FROM search_config WHERE k = 'rank'").fetchone()
            connection.execute("DROP TABLE search")
            connection.execute(made[0])
            connection.execute("INSERT INTO search (search, rank) VALUES ('rank', ?)", order)
            fill(connection)
            return int(connection.execute("SELECT count(*) FROM ticket").fetchone()[0])

    def _write(self, row: int, texts: list[Text], *, again: bool = False) -> None:
        connection = self._door.db.conn
        self._door.last_of_all["search"] = self._settle
        with self._whole():
            if again:
                connection.execute("DELETE FROM search WHERE rowid = ?", [row])
            insert(connection, row, texts)

    def _settle(self) -> None:
        """Has the engine write now what it otherwise writes as the transaction ends, when it is too late."""
        with self._whole():
            self._door.db.conn.execute("SAVEPOINT search_written")
            self._door.db.conn.execute("RELEASE search_written")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """An index that is found damaged is made anew: it must not keep anybody from logging a call."""
        with self._door.failures():
            try:
                yield
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF not in _OUT_OF_STEP:
                    raise
                self.rebuild()
