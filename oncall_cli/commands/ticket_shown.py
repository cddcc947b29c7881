"""Tickets as answers show them: what they need from the store, read once for all of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from oncall_cli.answers.ticket import Background, Kept, TicketShown, shown
from oncall_cli.core.mail import as_of
from oncall_cli.core.reply import on_the_mail
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
    mails = session.store.mails.of_tickets(numbers)
    people = session.store.messages.people_of(numbers)
    moments = [ticket.received for ticket in tickets]
    moments += [moment for work in works.values() for one in work for moment in (one.start, one.end)]
    days = [moment.date() for moment in moments] or [session.now.date()]
    timetable = session.timetable(min(days) - _DAY, max(days) + _DAY)
    background = Background(session.policies, timetable, session.zone, moment or session.now)
    ours = [session.policy.mail.sender] if session.policy.mail.sender else []

    def kept(ticket: Ticket) -> Kept:
        return Kept(
            work=works[ticket.id],
            events=events[ticket.id],
            attachments=files[ticket.id],
            mails=[as_of(mail, session.present) for mail in mails[ticket.id]],
            people=on_the_mail(ticket, people[ticket.id], without=ours),
        )

    return tuple(shown(ticket, kept(ticket), background) for ticket in tickets)


def shown_one(session: Session, ticket: Ticket) -> TicketShown:
    """One ticket, whole."""
    return shown_all(session, [ticket])[0]
