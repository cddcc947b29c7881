"""What payroll's file says above its forms, in rows of plain text for Markdown, HTML and PDF."""

from oncall_cli.answers.payroll import Payroll
from oncall_cli.documents.money import money_shown
from oncall_cli.documents.payform_said import Row, shown, with_code

PEOPLE_COLUMNS = ("Member", "Payroll number", "Forms", "Not signed", "Total")


def payroll_status_said(payroll: Payroll) -> str:
    """How many forms there are, and how many of them payroll cannot pay yet."""
    many = f"{len(payroll.forms)} form{'' if len(payroll.forms) == 1 else 's'}"
    return f"{many}, {payroll.unsigned} not signed" if payroll.unsigned else f"{many}, all signed"


def payroll_head_said(payroll: Payroll) -> list[tuple[str, str]]:
    """Which team's forms these are and for when, and what they come to in each currency."""
    each = "each member's whole period" if payroll.by == "period" else "each week that ends in the period"
    totals = [with_code(one.total, one.currency, payroll.locale) for one in payroll.totals]
    pairs = [
        ("Team", payroll.team),
        ("Period", f"{payroll.period.first} to {payroll.period.last}"),
        ("Timezone", payroll.timezone),
        ("A form for", each),
        ("Forms", payroll_status_said(payroll)),
        ("Total", "; ".join(totals) or "nothing"),
    ]
    return [(name, shown(text)) for name, text in pairs]


def people_said(payroll: Payroll) -> list[Row]:
    """A row of PEOPLE_COLUMNS for each member, and for each currency of theirs."""
    rows = [
        [
            f"{one.name} ({one.person})",
            one.payroll or "",
            str(one.forms),
            str(one.unsigned),
            money_shown(one.total, one.currency, payroll.locale),
        ]
        for one in payroll.people
    ]
    return [[shown(cell) for cell in row] for row in rows]


def payroll_notes_said(payroll: Payroll) -> list[str]:
    """What a reader has to know of the period and its forms."""
    return [shown(note) for note in payroll.notes]
