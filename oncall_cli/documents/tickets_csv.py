"""Tickets as CSV for a spreadsheet: a row for each, every field of it in a column.

As on pay forms, a byte order mark comes first and text that would be a formula has an apostrophe before it.
Line breaks and tabs in a text are kept, every other steering character is written out. Moments have the
team's offset; what is not known is empty. `worked` holds the spans of the assignee, as an import takes them;
`worked_by_others` is minutes, since no row says whose they are.
"""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import get_args

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.clock import ClockName
from oncall_cli.core.text import visible
from oncall_cli.documents.payform_csv import text_cell

_FIELDS = (
    *("id", "status", "channel", "tier", "priority", "received", "caller", "phone", "email", "description"),
    *("requester", "tell", "customer", "location", "affected", "tried", "error", "first_time", "reference"),
    *("rings", "assignee", "on_it_at", "done_at", "resolution", "workaround", "deferred_until"),
    *("non_critical", "after_hours"),
)
_CLOCKS: tuple[ClockName, ...] = get_args(ClockName)
_PAPERS = ("help_desk", "contact_log", "work_order", "pay_form")
COLUMNS = (
    *_FIELDS,
    *(f"{name}_{what}" for name in _CLOCKS for what in ("state", "due", "met")),
    *_PAPERS,
    *("minutes_worked", "worked", "worked_by_others"),
)


def csv_of(tickets: Iterable[TicketShown]) -> bytes:
    """The tickets in the order given. A clock that stands still has the state `paused`."""
    page = io.StringIO(newline="")
    rows = csv.DictWriter(page, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(_row(ticket) for ticket in tickets)
    return page.getvalue().encode("utf-8-sig")


def _row(ticket: TicketShown) -> dict[str, str]:
    row = {name: _cell(getattr(ticket, name)) for name in _FIELDS}
    for clock in ticket.clocks:
        row[f"{clock.name}_state"] = "paused" if clock.paused else clock.state
        row[f"{clock.name}_due"] = _cell(clock.due)
        row[f"{clock.name}_met"] = _cell(clock.met)
    row |= {name: _cell(getattr(ticket.documents, name)) for name in _PAPERS}
    row["minutes_worked"] = str(sum(work.minutes for work in ticket.work))
    own = [work for work in ticket.work if work.person == ticket.assignee]
    others = sum(work.minutes for work in ticket.work if work.person != ticket.assignee)
    row["worked"] = "; ".join(f"{work.start.isoformat()}/{work.end.isoformat()}" for work in own)
    row["worked_by_others"] = str(others) if others else ""
    return row


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    return _said(value) if isinstance(value, str) else str(value)


def _said(text: str) -> str:
    """A text such that `is_guarded` tells the apostrophe put before it from somebody's own."""
    shown = visible(text, lines=True)
    return f"'{shown}" if is_guarded(shown) else text_cell(shown, lines=True)


def is_guarded(cell: str) -> bool:
    """Whether there are apostrophes, and then what a spreadsheet would take for a formula; the first of them
    is the export's."""
    rest = cell.lstrip("'")
    return rest != cell and text_cell(rest).startswith("'")
