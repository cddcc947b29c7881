"""Who has which week; every verb stands in a file beside this one."""

from oncall_cli.commands import (
    rotation_assign,
    rotation_fairness,
    rotation_history,
    rotation_import,
    rotation_publish,
    rotation_set,
    rotation_show,
)
from oncall_cli.commands.rotation_frame import app

__all__ = [
    "app",
    "rotation_assign",
    "rotation_fairness",
    "rotation_history",
    "rotation_import",
    "rotation_publish",
    "rotation_set",
    "rotation_show",
]
