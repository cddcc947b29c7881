"""Pay forms; every verb stands in a file beside this one."""

from oncall_cli.commands import (
    payform_export,
    payform_fields,
    payform_list,
    payform_settle,
    payform_show,
    payform_submit,
    payform_tried,
)
from oncall_cli.commands.payform_frame import app

__all__ = [
    "app",
    "payform_export",
    "payform_fields",
    "payform_list",
    "payform_settle",
    "payform_show",
    "payform_submit",
    "payform_tried",
]
