"""A pay form as a file, and payroll's file of many: the formats there are, and the bytes of each.

The same form always gives the same bytes.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payroll import Payroll
from oncall_cli.errors import BadValue

FORMATS = {
    "json": ("answer_json:json_of", "answer_json:json_of"),
    "csv": ("payform_csv:csv_of", "payform_csv:payroll_csv_of"),
    "md": ("payform_markdown:markdown_of", "payform_markdown:payroll_markdown_of"),
    "xlsx": ("payform_xlsx:xlsx_of", "payform_xlsx:payroll_xlsx_of"),
    "html": ("payform_html:html_of", "payform_html:payroll_html_of"),
    "pdf": ("payform_pdf:pdf_of", "payform_pdf:payroll_pdf_of"),
}
"""What writes a form, and what writes payroll's file, in each format: `module:function` in this package."""


def format_of(asked: str | None, out: Path | None) -> str:
    """The format asked for, else what the file's name ends in, else Markdown. BadValue names them all, and is
    said too where the file's name ends in another of them than was asked for: whoever opens it by its name
    would be told that it is damaged. A name that ends in none of them is the writer's own choice."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    said = asked.strip().lower() if asked else suffix or "md"
    if said not in FORMATS:
        where = f"'{asked}'" if asked else f"'.{suffix}', which {out} ends in,"
        raise BadValue(
            f"{where} is no format of a pay form: it is {', '.join(FORMATS)}", hint="--format says which"
        )
    if suffix in FORMATS and suffix != said:
        raise BadValue(
            f"--format says {said}, and {out} ends in .{suffix}",
            hint=f"name it with .{said} at its end, or leave --format out",
        )
    return said


def document_of(form: PayForm, chosen: str) -> bytes:
    """The form in one of `FORMATS`; what today would make of it otherwise is not a part of it."""
    return _writer(FORMATS[chosen][0])(form.model_copy(update={"differences": ()}))


def payroll_of(payroll: Payroll, chosen: str) -> bytes:
    """All forms of a period in one of `FORMATS`."""
    return _writer(FORMATS[chosen][1])(payroll)


def _writer(where: str) -> Callable[[Answer], bytes]:
    module, _, function = where.partition(":")
    writer: Callable[[Answer], bytes] = getattr(import_module(f"oncall_cli.documents.{module}"), function)
    return writer
