"""A pay form as CSV for a spreadsheet, and payroll's of many: rows for lines, and one for a form's total.

UTF-8 with a byte order mark, since spreadsheets read names wrongly without it. Numbers are bare; text that a
spreadsheet would take for a formula has an apostrophe before it. What is missing stands beside the lines of
its ticket and, all of it, beside the total. Columns are only ever added, at the end. There is no row for what
all forms come to: forms can be in several currencies, and who adds up the rows of kind "total" has it.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payroll import Payroll
from oncall_cli.core.text import visible

COLUMNS = (
    *("state", "person", "name", "payroll", "from", "to", "policy"),
    *("kind", "label", "date", "ticket", "quantity", "unit", "rate", "amount", "currency"),
    *("why", "worked", "paid", "missing"),
    *("form", "replaces", "difference"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_of(form: PayForm) -> bytes:
    """The form's lines and total."""
    return _page([form])


def payroll_csv_of(payroll: Payroll) -> bytes:
    """Every form's lines and total, one form after the other, under one head."""
    return _page(payroll.forms)


def _page(forms: Iterable[PayForm]) -> bytes:
    page = io.StringIO(newline="")
    rows = csv.DictWriter(page, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for form in forms:
        rows.writerows(_rows(form))
    return page.getvalue().encode("utf-8-sig")


def _rows(form: PayForm) -> Iterator[dict[str, str]]:
    head = {
        "state": form.state,
        "person": text_cell(form.person),
        "name": text_cell(form.name),
        "payroll": text_cell(form.payroll or ""),
        "from": str(form.period.first),
        "to": str(form.period.last),
        "policy": text_cell(form.policy),
        "currency": form.currency,
        "form": _number(form.form),
    }
    for line in form.lines:
        lacks = [lack.what for lack in form.missing if lack.ticket == line.ticket]
        yield {
            **head,
            "kind": line.kind,
            "label": text_cell(line.label),
            "date": str(line.date),
            "ticket": _number(line.ticket),
            "quantity": f"{line.quantity:f}",
            "unit": line.unit,
            "rate": f"{line.rate:f}",
            "amount": f"{line.amount:f}",
            "why": text_cell(line.why),
            "worked": _number(line.worked),
            "paid": _number(line.paid),
            "missing": text_cell("; ".join(lacks)),
        }
    every = "; ".join(f"ticket {lack.ticket} {lack.what}" for lack in form.missing)
    yield {
        **head,
        "kind": "total",
        "label": "Total",
        "amount": f"{form.total:f}",
        "missing": text_cell(every),
        "replaces": _number(form.replaces.form if form.replaces else None),
        "difference": f"{form.replaces.difference:f}" if form.replaces else "",
    }


def text_cell(text: str, *, lines: bool = False) -> str:
    """Text that stays text: no formula, and nothing that steers a terminal; line breaks and tabs stay where
    `lines`."""
    shown = f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
    return visible(shown, lines=lines)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
