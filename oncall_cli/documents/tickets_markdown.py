"""Tickets as a Markdown table for a wiki or a message; no text in it can break the table."""

from collections.abc import Iterable

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.clock import next_due
from oncall_cli.core.ticket import STATUS_WORDS
from oncall_cli.documents.markdown import plain

_COLUMNS = ("No.", "Tier", "Status", "Received", "Caller", "What", "Who", "Clock")
WHAT_CUT = 120
"""How many characters of a description are in a row."""


def markdown_of(tickets: Iterable[TicketShown]) -> bytes:
    """The tickets as rows, in the order given."""
    lines = [list(_COLUMNS), ["---"] * len(_COLUMNS)]
    lines += [[plain(cell) for cell in _row(ticket)] for ticket in tickets]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode()


def _row(ticket: TicketShown) -> list[str]:
    what = " ".join(ticket.description[: WHAT_CUT + 1].split())
    return [
        str(ticket.id),
        str(ticket.tier or ""),
        STATUS_WORDS[ticket.status],
        f"{ticket.received:%Y-%m-%d %H:%M}",
        ticket.caller,
        what if len(ticket.description) <= WHAT_CUT else f"{what[: WHAT_CUT - 1].rstrip()}…",
        ticket.assignee or "",
        _clock(ticket),
    ]


def _clock(ticket: TicketShown) -> str:
    if ticket.is_deferred:
        return f"deferred until {ticket.deferred_until:%Y-%m-%d %H:%M}"
    clock = next_due(ticket.clocks)
    if clock is None:
        return ""
    name = clock.name.replace("_", "-")
    if clock.paused:
        return f"{name} paused"
    return f"{name} {'late since' if clock.state == 'late' else 'due'} {clock.due:%Y-%m-%d %H:%M}"
