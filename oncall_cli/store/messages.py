"""The messages of tickets' threads in the store; a message is only ever added."""

import json

from oncall_cli.core.message import Message
from oncall_cli.store.door import Door, kept
from oncall_cli.store.search_index import SearchIndex

_COLUMNS = ", ".join(Message.model_fields)


class Messages:
    """Messages in and out."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._index = SearchIndex(door)

    def add(self, message: Message) -> None:
        """A message that belongs to a ticket."""
        row = message.model_dump(mode="json") | {"moment": kept(message.moment)}
        for column in ("thread", "sender", "people"):
            row[column] = json.dumps(row[column], ensure_ascii=False)
        self._index.add_message(self._door.add("message", row), message)

    def of_ticket(self, number: int) -> list[Message]:
        """The messages of a ticket's thread, in the order they were taken in."""
        sql = f"SELECT {_COLUMNS} FROM message WHERE ticket = ? ORDER BY id"
        return self._door.models(_message, sql, [number])

    def ticket_of(self, message_id: str) -> int | None:
        """The ticket whose thread a message is in, or nothing."""
        sql = "SELECT ticket FROM message WHERE message_id = ? ORDER BY id LIMIT 1"
        row = self._door.row(sql, [message_id])
        return int(row["ticket"]) if row else None


def _message(*, thread: str, sender: str, people: str, **rest: object) -> Message:
    read = {"thread": json.loads(thread), "sender": json.loads(sender), "people": json.loads(people)}
    return Message.model_validate({**rest, **read})
