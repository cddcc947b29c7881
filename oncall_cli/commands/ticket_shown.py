"""Tickets as answers show them: what they need from the store, read once for all of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from oncall_cli.answers.ticket import Background, TicketShown, shown
from oncall_cli.core.ticket import Ticket
from oncall_cli.session import Session

_DAY = timedelta(days=1)


def shown_all(
    session: Session, tickets: Sequence[Ticket], moment: datetime | None = None
) -> tuple[TicketShown, ...]:
    """The tickets with their work and story, in the order given, their clocks as at a moment, usually now."""
    numbers = [ticket.id for ticket in tickets]
    events = session.store.tickets.events_of(numbers)
    works = session.store.tickets.works_on(numbers)
    files = session.store.attachments.of_tickets(numbers)
    moments = [ticket.received for ticket in tickets]
    moments += [moment for work in works.values() for one in work for moment in (one.start, one.end)]
    days = [moment.date() for moment in moments] or [session.now.date()]
    timetable = session.timetable(min(days) - _DAY, max(days) + _DAY)
    background = Background(session.policies, timetable, session.zone, moment or session.now)
    return tuple(
        shown(ticket, works[ticket.id], events[ticket.id], background, files[ticket.id]) for ticket in tickets
    )


def shown_one(session: Session, ticket: Ticket) -> TicketShown:
    """One ticket, whole."""
    return shown_all(session, [ticket])[0]
