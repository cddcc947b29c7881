"""Calendars; every verb stands in a file beside this one."""

from oncall_cli.commands import (
    calendar_check,
    calendar_export,
    calendar_link,
    calendar_publish,
    calendar_push,
)
from oncall_cli.commands.calendar_frame import app

__all__ = ["app", "calendar_check", "calendar_export", "calendar_link", "calendar_publish", "calendar_push"]
