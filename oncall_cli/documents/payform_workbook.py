"""The sheets of one pay form: a page to print and sign, whose totals are formulas, and its calls."""

from collections.abc import Sequence

from oncall_cli.answers.payform import PayForm
from oncall_cli.documents.cells import Value, cell, cells, money_shape, summed
from oncall_cli.documents.payform_rows import (
    CALL_COLUMNS,
    LINE_COLUMNS,
    call_row,
    fitted,
    line_row,
    named,
    wall_clock,
)
from oncall_cli.documents.payform_said import (
    changes_of,
    cover_said,
    missing_said,
    moment_shown,
    notes_said,
    signatures_said,
    status_said,
)
from oncall_cli.documents.workbook import Book, Sheet

_LABEL, _CURRENCY, _AMOUNT, _WHY, _KIND = (
    named(LINE_COLUMNS, name) for name in ("For", "Paid, min", "Amount", "Why", "Kind")
)
_LAST = len(LINE_COLUMNS) - 1
_FROM, _TO, _CHANGES = 3, 4, 5
_HEAD_ROW = 5
_WITHOUT_YEAR = "mm-dd hh:mm"


def form_sheet(book: Book, form: PayForm) -> None:
    """Whose form it is and for when, its lines, the total and what each kind comes to, weeks, what is
    missing, notes, and places to sign."""
    lines = [line_row(line) for line in form.lines]
    sheet = book.sheet("Pay form", fitted(LINE_COLUMNS, lines, form.total))
    sheet.put_head(_HEAD_ROW, LINE_COLUMNS)
    first = _HEAD_ROW + 1
    for row, line in enumerate(lines, first):
        sheet.put_row(row, line)
    if not lines:
        sheet.put(first, _LABEL, "No lines: nothing is paid.", "plain")
    total = _totals(sheet, form, first, first + max(len(lines), 1) - 1)
    _head(sheet, form, total)
    row = total + len(form.totals) + 2
    row = _weeks(sheet, form, row)
    row = _told(sheet, "Missing", missing_said(form) or ["Nothing."], row)
    row = _told(sheet, "Notes", notes_said(form), row)
    last = _signatures(sheet, form, row)
    sheet.printed(form.title, head=(0, _HEAD_ROW), last=(last, _LAST), mark=_mark(form))


def calls_sheet(book: Book, form: PayForm) -> None:
    """Each call with its times, minutes, money, and who else worked on its ticket."""
    rows = [call_row(form, call) for call in form.calls]
    sheet = book.sheet("Calls", fitted(CALL_COLUMNS, rows))
    sheet.put(0, 0, form.title, "title")
    sheet.put_head(2, CALL_COLUMNS)
    for row, call in enumerate(rows, 3):
        sheet.put_row(row, call)
    if not rows:
        sheet.put(3, 0, "None.", "plain")
    last = (2 + max(len(rows), 1), len(CALL_COLUMNS) - 1)
    sheet.printed(form.title, head=(0, 2), last=last, mark=_mark(form))


def _mark(form: PayForm) -> str:
    return "DRAFT" if form.state == "draft" else ""


def _head(sheet: Sheet, form: PayForm, total_row: int) -> None:
    numbered = f"Pay form {form.form}" if form.form else "Pay form"
    sheet.put(0, 0, f"{numbered} of {form.name} ({form.person})", "title")
    sheet.put(0, _WHY, status_said(form), "loud" if form.state == "draft" else "title")
    total = summed(cell(total_row, _AMOUNT), form.total)
    blocks: dict[int, list[tuple[str, Value]]] = {
        0: [
            ("Technician", f"{form.name} ({form.person})"),
            ("Payroll number", form.payroll or "not given"),
            ("Team", form.team),
        ],
        _FROM: [("From", form.period.first), ("To", form.period.last), ("Timezone", form.timezone)],
        _AMOUNT: [("Policy", form.policy), ("Due", wall_clock(form, form.due)), ("Total", total)],
    }
    for column, pairs in blocks.items():
        for row, (label, value) in enumerate(pairs, 1):
            sheet.put(row, column, label, "name")
            breaks = isinstance(value, str) and column != _FROM
            shape = money_shape(form.currency, form.total) if value is total else ""
            sheet.put(row, column + 1, value, "" if breaks else "left", shape=shape)


def _totals(sheet: Sheet, form: PayForm, first: int, last: int) -> int:
    """The total, and below it what each kind of line comes to, both of the amounts in rows `first` to `last`;
    the row that the total is in."""
    amounts, kinds = cells(_AMOUNT, first, last), cells(_KIND, first, last)
    row = last + 1
    for column in range(_LAST + 1):
        sheet.put(row, column, "", "sum")
    sheet.put(row, _LABEL, "Total", "sum")
    sheet.put(row, _CURRENCY, form.currency, "sum")
    sheet.put(row, _AMOUNT, summed(f"SUM({amounts})", form.total), "sum")
    for below, kind in enumerate(form.totals, row + 1):
        formula = f"SUMIF({kinds},{cell(below, _LABEL)},{amounts})"
        sheet.put(below, _LABEL, kind.label)
        sheet.put(below, _AMOUNT, summed(formula, kind.amount))
    return row


def _weeks(sheet: Sheet, form: PayForm, row: int) -> int:
    if not form.weeks:
        return row
    heads = {0: "Week", _LABEL: "Whose", _FROM: "From", _TO: "Until", _CHANGES: "Holidays and changes"}
    for column in range(_CHANGES):
        sheet.put(row, column, "", "head")
    for column, name in heads.items():
        sheet.put(row, column, name, "head", last=_LAST if column == _CHANGES else None)
    for below, week in enumerate(form.weeks, row + 1):
        told = "; ".join([*changes_of(week), *(cover_said(one, moment_shown) for one in week.cover)])
        sheet.put(below, 0, week.week)
        sheet.put(below, _LABEL, f"{week.name} ({week.owner})" if week.owner else "nobody")
        sheet.put(below, _FROM, wall_clock(form, week.start), shape=_WITHOUT_YEAR)
        sheet.put(below, _TO, wall_clock(form, week.end), shape=_WITHOUT_YEAR)
        sheet.put(below, _CHANGES, told, last=_LAST)
    return row + len(form.weeks) + 2


def _told(sheet: Sheet, name: str, texts: Sequence[str], row: int) -> int:
    if not texts:
        return row
    sheet.put(row, 0, name, "name")
    for below, text in enumerate(texts, row + 1):
        sheet.put(below, 0, text, last=_LAST)
    return row + len(texts) + 2


def _signatures(sheet: Sheet, form: PayForm, row: int) -> int:
    """Places for both to sign; the last row of them."""
    for place, signed in signatures_said(form):
        sheet.put(row, 0, place, "sign name")
        sheet.put(row, 1, signed, "sign", last=_TO)
        if not signed:
            sheet.put(row, _AMOUNT, "Date", "sign name")
            sheet.put(row, _WHY, "", "sign")
        row += 1
    return row - 1
