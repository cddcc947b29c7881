"""The tickets; every verb stands in a file beside this one."""

from oncall_cli.commands import ticket_edit, ticket_list, ticket_log, ticket_spans, ticket_steps, ticket_tell
from oncall_cli.commands.ticket_frame import app

__all__ = ["app", "ticket_edit", "ticket_list", "ticket_log", "ticket_spans", "ticket_steps", "ticket_tell"]
