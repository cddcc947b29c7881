"""Answers about the files of a ticket."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from oncall_cli.answers.answer import Answer
from oncall_cli.core.attachment import Attachment
from oncall_cli.core.model import Moment


class AttachmentShown(Answer):
    """A file of a ticket, by its number among them; its size in bytes."""

    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    added: Moment
    person: str | None


class TicketFiles(Answer):
    """The files of a ticket, in the order they were added."""

    ticket: int
    attachments: tuple[AttachmentShown, ...]


def attachments_shown(attachments: Sequence[Attachment], zone: ZoneInfo) -> tuple[AttachmentShown, ...]:
    """The files of one ticket as answers show them, numbered from 1."""
    return tuple(
        AttachmentShown(
            number=number,
            added=one.added.astimezone(zone),
            **one.model_dump(include={"name", "media_type", "size", "sha256", "person"}),
        )
        for number, one in enumerate(attachments, 1)
    )
