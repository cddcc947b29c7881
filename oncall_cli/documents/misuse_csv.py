"""Non-critical use of the line as CSV for a spreadsheet: a row for each ticket, and none for sums.

As on pay forms, a byte order mark comes first, numbers are bare and text that would be a formula has an
apostrophe before it. Moments have the team's offset; what is not known is empty.
"""

import csv
import io

from oncall_cli.answers.misuse import Misuse, MisuseTicket
from oncall_cli.documents.payform_csv import text_cell

COLUMNS = (
    *("ticket", "reference", "received", "after_hours", "customer", "caller", "channel", "tier", "summary"),
    *("assignee", "worked_by", "minutes", "deferred_until", "fee", "currency"),
)


def csv_of(answer: Misuse) -> bytes:
    """The tickets by customer and time."""
    page = io.StringIO(newline="")
    rows = csv.DictWriter(page, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(_row(ticket) for ticket in answer.tickets)
    return page.getvalue().encode("utf-8-sig")


def _row(ticket: MisuseTicket) -> dict[str, str]:
    return {
        "ticket": str(ticket.ticket),
        "reference": text_cell(ticket.reference or ""),
        "received": ticket.received.isoformat(),
        "after_hours": "yes" if ticket.after_hours else "no",
        "customer": text_cell(ticket.customer or ""),
        "caller": text_cell(ticket.caller),
        "channel": ticket.channel,
        "tier": str(ticket.tier),
        "summary": text_cell(ticket.summary),
        "assignee": text_cell(ticket.assignee or ""),
        "worked_by": text_cell(", ".join(ticket.worked_by)),
        "minutes": str(ticket.minutes),
        "deferred_until": ticket.deferred_until.isoformat() if ticket.deferred_until else "",
        "fee": f"{ticket.fee:f}",
        "currency": ticket.currency,
    }
