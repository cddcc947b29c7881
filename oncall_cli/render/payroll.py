"""How payroll's file is summed up on a screen: what each member's forms come to."""

from rich.text import Text

from oncall_cli.answers.payroll import Payroll
from oncall_cli.documents.money import money_shown
from oncall_cli.documents.payroll_said import PEOPLE_COLUMNS, people_said
from oncall_cli.render.screen import Screen


def payroll(screen: Screen, answer: Payroll) -> None:
    """A row for each member, and the total."""
    if not answer.forms:
        screen.line("No form is in here.")
        return
    rows: list[list[str | Text]] = [list(row) for row in people_said(answer)]
    for one in answer.totals:
        total = money_shown(one.total, one.currency, answer.locale)
        rows.append([Text("Total", style="bold"), "", "", "", Text(total, style="bold")])
    numbers = list(PEOPLE_COLUMNS[2:])
    screen.table(list(PEOPLE_COLUMNS), rows, right=numbers, whole=["Payroll number", *numbers])
