"""The tickets; every verb stands in a file beside this one."""

from oncall_cli.commands import (
    ticket_attachment,
    ticket_defer,
    ticket_document,
    ticket_done,
    ticket_edit,
    ticket_escalate,
    ticket_import,
    ticket_list,
    ticket_log,
    ticket_note,
    ticket_priority,
    ticket_reply_again,
    ticket_search,
    ticket_spans,
    ticket_steps,
    ticket_tell,
)
from oncall_cli.commands.ticket_frame import app

__all__ = [
    "app",
    "ticket_attachment",
    "ticket_defer",
    "ticket_document",
    "ticket_done",
    "ticket_edit",
    "ticket_escalate",
    "ticket_import",
    "ticket_list",
    "ticket_log",
    "ticket_note",
    "ticket_priority",
    "ticket_reply_again",
    "ticket_search",
    "ticket_spans",
    "ticket_steps",
    "ticket_tell",
]
