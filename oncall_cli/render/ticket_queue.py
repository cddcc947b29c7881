"""Tickets in a table: the queue, or any other list of them, each with the clock that comes first."""

from collections.abc import Sequence
from datetime import datetime

from oncall_cli.answers.ticket import TicketList, TicketShown, TicketsWritten
from oncall_cli.core.text import visible
from oncall_cli.core.ticket import STATUS_WORDS
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_clock import due_said, near_said

CALLER_CUT, WHAT_CUT = 20, 40
"""How many characters of a text are shown in a row."""


def tickets(screen: Screen, answer: TicketList) -> None:
    """Tickets as a table, and what is not in it."""
    if answer.tickets:
        queue(screen, answer.tickets, title=answer.title)
    else:
        screen.line(answer.none)
    if answer.more:
        count = len(answer.tickets)
        screen.line(
            f"{answer.more} more: --limit {count + answer.more} shows them all"
            if answer.counted
            else f"There are more: --limit {2 * count} shows twice as many"
        )
    put_off(screen, answer.deferred, answer.next_deferred, answer.now)


def put_off(screen: Screen, deferred: int, until: datetime | None, now: datetime) -> None:
    """How many are deferred and when the next of them is back, where any is."""
    if deferred and until:
        which = "the next until" if deferred > 1 else "until"
        screen.line(
            f"{deferred} deferred, {which} {near_said(screen, until, now)}: oncall ticket list --deferred"
        )


def queue(screen: Screen, shown: Sequence[TicketShown], *, title: str | None = None) -> None:
    """A table of tickets in the order given, one line each."""
    rows = [
        [
            str(ticket.id),
            str(ticket.tier or ""),
            STATUS_WORDS[ticket.status],
            near_said(screen, ticket.received, ticket.now),
            f"{cut(ticket.caller, CALLER_CUT)}: {cut(ticket.description, WHAT_CUT)}",
            ticket.assignee or "",
            due_said(screen, ticket),
        ]
        for ticket in shown
    ]
    screen.table(
        ["No.", "Tier", "Status", "Received", "Caller: what", "Who", "Clock"],
        rows,
        title=title,
        right=["No."],
        whole=["No.", "Tier", "Status", "Received", "Who", "Clock"],
        cut=["Caller: what"],
        styles=["red" if ticket.is_late else "" for ticket in shown],
    )


def cut(text: str, most: int) -> str:
    """The first line of a text as it is shown, at most so many characters."""
    first, _, rest = text.partition("\n")
    shown = visible(first[: most + 1])
    if len(shown) > most:
        return shown[: most - 1].rstrip() + "…"
    return f"{shown} …" if rest and len(shown) < most - 1 else shown


def written(screen: Screen, answer: TicketsWritten) -> None:
    """How many tickets a document holds."""
    screen.line(f"{answer.tickets} tickets.")
