"""The files of a ticket on screen."""

from collections.abc import Sequence

from oncall_cli.answers.attachment import AttachmentShown, TicketFiles
from oncall_cli.core.attachment import size_said
from oncall_cli.core.text import visible
from oncall_cli.render.screen import Screen

NAME_CUT, TYPE_CUT = 80, 40
SAID_MOST = 6
"""How many files are named on their ticket's screen."""


def files_said(attachments: Sequence[AttachmentShown]) -> str:
    """Some files in a line: "1 message.eml (12 kB), 2 screen.png (1.4 MB)"; empty where there are none."""
    said = [
        f"{one.number} {visible(one.name)[:NAME_CUT]} ({size_said(one.size)})"
        for one in attachments[:SAID_MOST]
    ]
    more = len(attachments) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def files(screen: Screen, answer: TicketFiles) -> None:
    """A table of files, and how to take one out."""
    if not answer.attachments:
        screen.line(f"Ticket {answer.ticket} has no files.")
        return
    screen.table(
        ["No.", "Name", "Type", "Size", "Added", "By"],
        [
            [
                str(one.number),
                visible(one.name)[:NAME_CUT],
                visible(one.media_type)[:TYPE_CUT],
                size_said(one.size),
                screen.moment(one.added),
                one.person or "",
            ]
            for one in answer.attachments
        ],
        title=f"The files of ticket {answer.ticket}",
        right=["No.", "Size"],
        whole=["No.", "Size", "Added"],
        cut=["Type"],
    )
    screen.line(f"oncall ticket attachment {answer.ticket} N --out FOLDER writes one", "dim")
