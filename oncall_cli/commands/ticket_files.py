"""Files that are given with a ticket: read before anything is stored, and kept with it."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from oncall_cli.commands.ticket_frame import note_event
from oncall_cli.core.attachment import ANY_TYPE, SIZE_LIMIT, Attachment, Enclosed, enclosed_of, size_said
from oncall_cli.core.ticket import Ticket
from oncall_cli.policy.file import file_bytes
from oncall_cli.session import Session


def files_given(paths: Sequence[Path]) -> list[Enclosed]:
    """The files at some paths. NotFound where one is not there; BadValue where one cannot be read or is
    larger than a file may be."""
    return [
        enclosed_of(
            path.name,
            mimetypes.guess_type(path.name)[0] or ANY_TYPE,
            file_bytes(path.expanduser(), "", SIZE_LIMIT),
        )
        for path in paths
    ]


def attach(session: Session, ticket: Ticket, enclosed: Sequence[Enclosed]) -> list[Attachment]:
    """Keeps files with a ticket and says so in its story; StoreFailed where they cannot be kept."""
    if not enclosed:
        return []
    by, add = session.actor.handle, session.store.attachments.add
    kept = [add(ticket.id, enclosed_of(*file), session.now, by) for file in enclosed]
    said = ", ".join(f"{one.name} ({size_said(one.size)})" for one in kept)
    note_event(session, ticket, "attached", session.now, said)
    return kept
