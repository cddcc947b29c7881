"""The files of a ticket: listed, or one of them written as it came."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.answers.attachment import TicketFiles, attachments_shown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import Number, app, found
from oncall_cli.commands.ticket_out import check_new
from oncall_cli.core.attachment import file_name, size_said
from oncall_cli.errors import BadValue, NotFound, Refused
from oncall_cli.session import Session


@verb(app, "attachment")
def attachment(
    session: Session,
    number: Number,
    which: Annotated[
        int | None, typer.Argument(metavar="[N]", help="Which of its files.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="Write it to this file, or into this folder."),
    ] = None,
) -> Result:
    """List a ticket's files, or write one of them."""
    ticket = found(session, number)
    kept = session.store.attachments.of_ticket(ticket.id)
    shown = attachments_shown(kept, session.zone)
    if which is None:
        if out is not None:
            raise BadValue(
                "--out writes one file, and none was named",
                hint=f"oncall ticket attachment {number} lists them by number",
            )
        return TicketFiles(ticket=ticket.id, attachments=shown)
    if not 1 <= which <= len(kept):
        has = f"its files are numbered 1 to {len(kept)}" if kept else "it has none"
        raise NotFound(
            f"ticket {number} has no file {which}: {has}",
            hint=f"oncall ticket attachment {number} lists them",
        )
    chosen = kept[which - 1]
    target = _target(out, chosen.name) if out is not None else None
    if target is None and session.interactive and sys.stdout.isatty():
        raise Refused(
            f"{chosen.name} is not shown on a terminal: what it holds could steer it",
            hint=f"oncall ticket attachment {number} {which} --out . writes it here",
        )
    content = session.store.attachments.content(chosen)
    line = f"Wrote {chosen.name} of ticket {number} ({size_said(chosen.size)}) to {target}."
    return Document(shown[which - 1], content, target, line)


def _target(out: Path, name: str) -> Path:
    """Where a file goes: into a folder under its own name, else as given. Refused where a file is there."""
    place = out.expanduser()
    target = place / file_name(name) if place.is_dir() else place
    check_new(target, "--out")
    return target
