"""The tickets of a list in its order, page by page, so that no list reads more of the store than it shows."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.commands.ticket_shown import shown_all
from oncall_cli.core.clock import soonest_key
from oncall_cli.core.pause import put_off
from oncall_cli.core.ticket import Ticket, queue_key
from oncall_cli.session import Session
from oncall_cli.store.wanted import Wanted

PAGE = 200
"""How many tickets are read and worked out at once."""

Which = Literal["queue", "deferred", "newest"]


class Listed(NamedTuple):
    """Tickets in their order, how many there are in all (nothing where only reading them tells), and those
    that are deferred and therefore not among them."""

    tickets: Iterator[TicketShown]
    total: int | None
    deferred: Sequence[Ticket] = ()


def listed(
    session: Session, wanted: Wanted, which: Which, *, by_clock: bool = False, limit: int = PAGE
) -> Listed:
    """The wanted tickets: of the queue in the order to answer them (T6) or by their clocks, of the deferred
    ones the next to come back first, of all others the newest first; about `limit` of them are looked at."""
    deferred: Sequence[Ticket] = ()
    total = None
    if which == "newest":
        pages = _newest(session, wanted, min(limit, PAGE))
        total = None if wanted.unsettled else session.store.tickets.count(wanted)
    else:
        there, deferred = put_off(session.store.tickets.matching(wanted), session.now)
        chosen = deferred if which == "deferred" else sorted(there, key=queue_key)
        total = None if wanted.unsettled else len(chosen)
        pages = _pages(chosen, min(limit, PAGE))
    tickets: Iterator[TicketShown] = (ticket for page in pages for ticket in shown_all(session, page))
    if wanted.unsettled:
        tickets = (ticket for ticket in tickets if ticket.is_late)
    if by_clock:
        tickets = iter(sorted(tickets, key=lambda ticket: soonest_key(ticket.clocks, ticket.received)))
    return Listed(tickets, total, deferred if which == "queue" else ())


def _pages(tickets: Sequence[Ticket], size: int) -> Iterator[Sequence[Ticket]]:
    rest = iter(tickets)
    while page := list(islice(rest, size)):
        yield page


def _newest(session: Session, wanted: Wanted, size: int) -> Iterator[Sequence[Ticket]]:
    page = session.store.tickets.newest(wanted, size)
    while page:
        yield page
        page = session.store.tickets.newest(wanted, size, before=page[-1]) if len(page) == size else []
