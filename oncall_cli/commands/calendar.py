"""Calendars; every verb stands in a file beside this one."""

from oncall_cli.commands import calendar_export
from oncall_cli.commands.calendar_frame import app

__all__ = ["app", "calendar_export"]
