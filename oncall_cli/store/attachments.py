"""The files of tickets in the store: a row each, and what they hold beside it; both are only ever added."""

from collections.abc import Sequence
from datetime import datetime

from oncall_cli.core.attachment import Attachment, Enclosed
from oncall_cli.store.door import Door, kept
from oncall_cli.store.files import Files, hash_of
from oncall_cli.store.search_index import SearchIndex
from oncall_cli.store.several import among, some_at_once

_COLUMNS = ", ".join(Attachment.model_fields)


class Attachments:
    """Files in and out, by the ticket they belong to."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._index = SearchIndex(door)
        self._files = Files(door.path)

    def add(self, ticket: int, enclosed: Enclosed, added: datetime, person: str | None) -> Attachment:
        """Keeps a file, whole, and then says so; of a rehearsal nothing stays. StoreFailed where it cannot be
        kept."""
        if not self._door.rehearsal:
            self._files.keep(enclosed.content)
        attachment = Attachment(
            id=0,
            ticket=ticket,
            name=enclosed.name,
            media_type=enclosed.media_type,
            size=len(enclosed.content),
            sha256=hash_of(enclosed.content),
            added=added,
            person=person,
        )
        row = attachment.model_dump(exclude={"id"}) | {"added": kept(attachment.added)}
        number = self._door.add("attachment", row)
        self._index.add_file(ticket, number, enclosed.name)
        return attachment.model_copy(update={"id": number})

    def content(self, attachment: Attachment) -> bytes:
        """What a file holds. StoreFailed where that is gone or has changed."""
        return self._files.content(attachment.sha256, attachment.name)

    def of_ticket(self, number: int) -> list[Attachment]:
        """The files of a ticket, in the order they were added."""
        return self.of_tickets([number])[number]

    def of_tickets(self, numbers: Sequence[int]) -> dict[int, list[Attachment]]:
        """The files of each of several tickets, in the order they were added."""
        found: dict[int, list[Attachment]] = {number: [] for number in numbers}
        for some in some_at_once(numbers):
            sql = f"SELECT {_COLUMNS} FROM attachment WHERE ticket {among(some)} ORDER BY id"
            for attachment in self._door.models(Attachment, sql, some):
                found[attachment.ticket].append(attachment)
        return found
