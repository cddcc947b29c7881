"""The columns and rows of a form's lines and calls in a spreadsheet, for a form and for payroll's file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from oncall_cli.answers.payform import KIND_LABELS, CallShown, PayForm
from oncall_cli.core.pay.model import PayLine
from oncall_cli.documents.cells import Value
from oncall_cli.documents.workbook import Column

LINE_COLUMNS = (
    Column("Date", 16),
    Column("For", 27),
    Column("Ticket", 8, number=True),
    Column("Quantity", 13, number=True),
    Column("Unit", 13),
    Column("Rate", 11, number=True),
    Column("Worked, min", 9, number=True),
    Column("Paid, min", 9, number=True),
    Column("Amount", 12, number=True),
    Column("Why", 44),
    Column("Kind", 22),
)
CALL_COLUMNS = (
    Column("From", 18),
    Column("To", 18),
    Column("Ticket", 8, number=True),
    Column("Reference", 15),
    Column("Caller", 22),
    Column("Summary", 46),
    Column("Also worked", 14),
    Column("Worked, min", 9, number=True),
    Column("Paid, min", 9, number=True),
    Column("Amount", 12, number=True),
    Column("Note", 28),
)


def line_row(line: PayLine) -> list[Value]:
    """A row of LINE_COLUMNS."""
    return [
        line.date,
        line.label,
        line.ticket,
        line.quantity,
        line.unit,
        line.rate,
        line.worked,
        line.paid,
        line.amount,
        line.why,
        KIND_LABELS[line.kind],
    ]


def call_row(form: PayForm, call: CallShown) -> list[Value]:
    """A row of CALL_COLUMNS; the note says why a call that has no money has none."""
    return [
        wall_clock(form, call.start),
        wall_clock(form, call.end),
        call.ticket,
        call.reference,
        call.caller,
        call.summary,
        ", ".join(call.others) or None,
        call.worked,
        call.paid,
        call.amount,
        None if call.amount else call.why,
    ]


def wall_clock(form: PayForm, moment: datetime) -> datetime:
    """A moment as a clock on the form's wall shows it, without a zone, for a spreadsheet knows none."""
    return moment.astimezone(ZoneInfo(form.timezone)).replace(tzinfo=None, microsecond=0)


def named(columns: Sequence[Column], name: str) -> int:
    """Which column has this head, from 0."""
    return [column.name for column in columns].index(name)


def fitted(columns: Iterable[Column], rows: Sequence[Sequence[Value]], *more: Decimal) -> list[Column]:
    """The columns, wide enough that no number in the rows is shown as `###`; `more` are sums below Amount."""
    wide = []
    for place, column in enumerate(columns):
        numbers = [value for row in rows if isinstance(value := row[place], Decimal)]
        numbers += more if column.name in ("Amount", "Total") else ()
        longest = max((len(f"{number:,f}") for number in numbers), default=0)
        wide.append(column._replace(width=max(column.width, longest + 3)))
    return wide
