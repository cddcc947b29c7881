"""The rows of the search index: one for a ticket's own fields, one for each event, message and file of it.

So what is added to a long story costs no more than to a short one. The rows hold words as `core/word.py` cuts
them, by where they count.
"""

import json
from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any

from oncall_cli.core.searched import (
    GROUPS,
    Text,
    event_texts,
    file_texts,
    indexed,
    message_texts,
    ticket_texts,
)

TICKET, EVENT, MESSAGE, FILE = range(4)

_BITS = 32
"""A row's number is its ticket's, and in so many bits below that: the number of its event, message or file,
and in the last two which of these it is."""

OF_TICKET = f"rowid >> {_BITS}"
"""The ticket of a row."""

_INSERT = f"INSERT INTO search (rowid, {', '.join(GROUPS)}) VALUES (?{', ?' * len(GROUPS)})"


def row_of(ticket: int, kind: int, number: int = 0) -> int:
    """The number of the row for a ticket itself, or for the event, message or file of a number."""
    return ticket << _BITS | number << 2 | kind


def insert(connection: Connection, row: int, texts: list[Text]) -> None:
    """Adds a row with the words of texts, if there are any."""
    words = indexed(texts)
    if words:
        connection.execute(_INSERT, [row, *(words.get(group) for group in GROUPS)])


def fill(connection: Connection) -> None:
    """Adds all that a store holds. It takes the rows as they are, with whatever columns they have by then, so
    that any migration can do it."""
    for row, texts in _all(connection):
        insert(connection, row, texts)


def _all(connection: Connection) -> Iterator[tuple[int, list[Text]]]:
    for ticket in _rows(connection, "ticket"):
        yield row_of(ticket["id"], TICKET), ticket_texts(ticket)
    for event in _rows(connection, "ticket_event"):
        about = json.loads(event["about"]) if event["about"] else None
        yield row_of(event["ticket"], EVENT, event["id"]), event_texts(event["kind"], event["text"], about)
    for message in _rows(connection, "message"):
        boxes = [json.loads(message["sender"]), *json.loads(message["people"])]
        people = [said for box in boxes for said in (box["name"], box["address"])]
        texts = message_texts(message["subject"], message["text"], people)
        yield row_of(message["ticket"], MESSAGE, message["id"]), texts
    for file in _rows(connection, "attachment"):
        yield row_of(file["ticket"], FILE, file["id"]), file_texts(file["name"])


def _rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
