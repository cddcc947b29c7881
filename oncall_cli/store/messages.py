"""The messages of tickets' threads in the store; a message is only ever added."""

import json
from collections.abc import Sequence

from oncall_cli.core.message import Mailbox, Message
from oncall_cli.store.door import Door, kept
from oncall_cli.store.search_index import SearchIndex
from oncall_cli.store.several import among, some_at_once

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

    def people_of(self, numbers: Sequence[int]) -> dict[int, list[Mailbox]]:
        """Who wrote the messages of each of several tickets, or was written to: the newest message first, its
        sender before the others. Nothing else of the messages is read, whose texts are long."""
        found: dict[int, list[Mailbox]] = {number: [] for number in numbers}
        for some in some_at_once(numbers):
            for ticket, mailboxes in self._door.models(
                _mailboxes,
                f"SELECT ticket, sender, people FROM message WHERE ticket {among(some)} ORDER BY id DESC",
                some,
            ):
                found[ticket] += mailboxes
        return found

    def ticket_of(self, message_id: str) -> int | None:
        """The ticket whose thread a message is in, whether it came in or is a reply of ours; or nothing."""
        sql = (
            "SELECT ticket, 0 AS ours, id FROM message WHERE message_id = ? "
            "UNION ALL SELECT ticket, 1, id FROM mail WHERE message_id = ? ORDER BY ours, id LIMIT 1"
        )
        row = self._door.row(sql, [message_id, message_id])
        return int(row["ticket"]) if row else None


def _mailboxes(ticket: int, sender: str, people: str) -> tuple[int, list[Mailbox]]:
    return ticket, [Mailbox.model_validate(one) for one in (json.loads(sender), *json.loads(people))]


def _message(*, thread: str, sender: str, people: str, **rest: object) -> Message:
    read = {"thread": json.loads(thread), "sender": json.loads(sender), "people": json.loads(people)}
    return Message.model_validate({**rest, **read})
