"""A pay form as a workbook to print and sign, and payroll's workbook of all forms.

Numbers, dates and times are real ones, in the form's own zone; totals are formulas, with the number that they
come to stored beside them for programs that do not reckon. The workbook bears the period's last date, so that
the same form gives the same bytes.
"""

from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payroll import Payroll
from oncall_cli.documents import payform_workbook, payroll_workbook
from oncall_cli.documents.workbook import Book


def xlsx_of(form: PayForm) -> bytes:
    """The form as a workbook of two sheets: "Pay form" and "Calls"."""
    book = Book(form.title, form.period.last)
    payform_workbook.form_sheet(book, form)
    payform_workbook.calls_sheet(book, form)
    return book.bytes()


def payroll_xlsx_of(payroll: Payroll) -> bytes:
    """All forms as a workbook of four sheets: "Payroll", "Forms", "Lines" and "Calls"."""
    book = Book(payroll_workbook.title_of(payroll), payroll.period.last)
    payroll_workbook.people_sheet(book, payroll)
    payroll_workbook.forms_sheet(book, payroll)
    payroll_workbook.lines_sheet(book, payroll)
    payroll_workbook.calls_sheet(book, payroll)
    return book.bytes()
