"""The sheets of payroll's workbook: members, forms, and every line and call of all forms.

A form has the same number, "No.", on each sheet, so that its rows belong together however they are sorted,
before it has a number of its own too. What a form comes to, and what a member's forms do, are sums over the
lines.
"""

from collections.abc import Sequence

from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payroll import Payroll
from oncall_cli.documents.cells import Value, cell, cells, summed
from oncall_cli.documents.payform_rows import (
    CALL_COLUMNS,
    LINE_COLUMNS,
    call_row,
    fitted,
    line_row,
    named,
    wall_clock,
)
from oncall_cli.documents.payform_said import notes_said
from oncall_cli.documents.payroll_said import payroll_notes_said, payroll_status_said
from oncall_cli.documents.workbook import Book, Column

_PEOPLE_COLUMNS = (
    Column("Name", 30),
    Column("Member", 16),
    Column("Payroll number", 18),
    Column("Forms", 9, number=True),
    Column("Not signed", 12, number=True),
    Column("Currency", 10),
    Column("Total", 16, number=True),
)
_OF_FORM = (
    Column("No.", 6, number=True),
    Column("Form", 8, number=True),
    Column("State", 11),
    Column("Name", 24),
    Column("Member", 12),
    Column("Payroll number", 15),
    Column("First day", 13),
    Column("Last day", 13),
    Column("Currency", 10),
)
_FORM_COLUMNS = (
    *_OF_FORM,
    Column("Total", 13, number=True),
    Column("Replaces", 9, number=True),
    Column("Difference", 13, number=True),
    Column("Missing", 8, number=True),
    Column("Turned in", 18),
    Column("Turned in by", 16),
    Column("Approved", 18),
    Column("Approved by", 16),
    Column("Due", 18),
    Column("Policy", 34),
    Column("Notes", 50),
)
_LINES = (*_OF_FORM, *LINE_COLUMNS)
_CALLS = (*_OF_FORM, *CALL_COLUMNS)
_PEOPLE_HEAD = 3


def people_sheet(book: Book, payroll: Payroll) -> None:
    """A row for each member and currency, then what all forms in a currency come to."""
    first = _PEOPLE_HEAD + 1
    rows = _people(payroll, first)
    totals = [one.total for one in payroll.totals]
    sheet = book.sheet("Payroll", fitted(_PEOPLE_COLUMNS, rows, *totals))
    title = title_of(payroll)
    sheet.put(0, 0, title, "title")
    sheet.put(1, 0, payroll_status_said(payroll), "loud" if payroll.unsigned else "name")
    sheet.put_head(_PEOPLE_HEAD, _PEOPLE_COLUMNS)
    for row, values in enumerate(rows, first):
        sheet.put_row(row, values)
    last = first + max(len(rows), 1) - 1
    row = last + 1
    for one in payroll.totals:
        row += 1
        formula = f"SUMIF({cells(5, first, last)},{cell(row, 5)},{cells(6, first, last)})"
        total = summed(formula, one.total)
        sheet.put_row(row, ["Total", "", "", "", "", one.currency, total], "sum")
    notes = payroll_notes_said(payroll)
    for below, note in enumerate(notes, row + 2):
        sheet.put(below, 0, note, last=len(_PEOPLE_COLUMNS) - 1)
    end = row + 1 + len(notes) if notes else row
    sheet.printed(title, head=(0, _PEOPLE_HEAD), last=(end, len(_PEOPLE_COLUMNS) - 1))


def _people(payroll: Payroll, first: int) -> list[list[Value]]:
    # Compared as they are: what SUMIFS looks for would be read as a date where a handle is like one (may-5).
    amounts, members, currencies = (_of_lines(payroll, name) for name in ("Amount", "Member", "Currency"))
    rows: list[list[Value]] = []
    for row, one in enumerate(payroll.people, first):
        theirs = f"({members}={cell(row, 1)})*({currencies}={cell(row, 5)})"
        total = summed(f"SUMPRODUCT({theirs},{amounts})", one.total)
        rows.append([one.name, one.person, one.payroll, one.forms, one.unsigned, one.currency, total])
    return rows


def forms_sheet(book: Book, payroll: Payroll) -> None:
    """A row for each form, its total the sum of its lines."""
    amounts, numbers = _of_lines(payroll, "Amount"), _of_lines(payroll, "No.")
    rows: list[list[Value]] = []
    for row, form in enumerate(payroll.forms, 1):
        total = summed(f"SUMIF({numbers},{cell(row, 0)},{amounts})", form.total)
        replaced, submitted, approved = form.replaces, form.submitted, form.approved
        rows.append(
            [
                *_of_form(row, form),
                total,
                replaced.form if replaced else None,
                replaced.difference if replaced else None,
                len(form.missing),
                wall_clock(form, submitted.moment) if submitted else None,
                submitted.by or submitted.person if submitted else None,
                wall_clock(form, approved.moment) if approved else None,
                approved.by or approved.person if approved else None,
                wall_clock(form, form.due),
                form.policy,
                "; ".join(notes_said(form)) or None,
            ]
        )
    _table(book, "Forms", payroll, _FORM_COLUMNS, rows)


def lines_sheet(book: Book, payroll: Payroll) -> None:
    """A row for each line of each form."""
    rows = [
        [*_of_form(number, form), *line_row(line)]
        for number, form in enumerate(payroll.forms, 1)
        for line in form.lines
    ]
    _table(book, "Lines", payroll, _LINES, rows)


def calls_sheet(book: Book, payroll: Payroll) -> None:
    """A row for each call of each form."""
    rows = [
        [*_of_form(number, form), *call_row(form, call)]
        for number, form in enumerate(payroll.forms, 1)
        for call in form.calls
    ]
    _table(book, "Calls", payroll, _CALLS, rows)


def title_of(payroll: Payroll) -> str:
    """Whose payroll it is, and for when."""
    return f"Payroll of {payroll.team}, {payroll.period.first} to {payroll.period.last}"


def _of_form(number: int, form: PayForm) -> list[Value]:
    return [
        number,
        form.form,
        "DRAFT" if form.state == "draft" else form.state,
        form.name,
        form.person,
        form.payroll,
        form.period.first,
        form.period.last,
        form.currency,
    ]


def _of_lines(payroll: Payroll, name: str) -> str:
    """The cells of a column of the sheet of lines, in every formula the same."""
    return cells(named(_LINES, name), 1, sum(len(form.lines) for form in payroll.forms), "Lines")


def _table(
    book: Book, name: str, payroll: Payroll, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> None:
    sheet = book.sheet(name, fitted(columns, rows, *(form.total for form in payroll.forms)))
    sheet.put_head(0, columns)
    for row, values in enumerate(rows, 1):
        sheet.put_row(row, values)
    last = (max(len(rows), 1), len(columns) - 1)
    sheet.printed(title_of(payroll), head=(0, 0), last=last, filtered=True)
