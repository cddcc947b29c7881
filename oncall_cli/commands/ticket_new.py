"""A ticket that is kept for the first time, whatever said it: by whom it was answered, what its tiers are."""

from datetime import datetime, timedelta

from oncall_cli.commands.ticket_frame import note_event
from oncall_cli.core.said import length_said
from oncall_cli.core.ticket import About, Ticket, is_non_critical
from oncall_cli.core.week import WEEK
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session

LONG_AGO = timedelta(hours=12)
"""From when on it is said how long ago a ticket came in: a time of day can be read as yesterday's."""


def kept_new(session: Session, ticket: Ticket) -> Ticket:
    """The ticket with its number, kept with the first lines of its story."""
    ticket = session.store.tickets.add(ticket)
    note_event(session, ticket, "logged", ticket.received, None, about=About(how=ticket.channel))
    if ticket.on_it_at:
        note_event(session, ticket, "on_it", ticket.on_it_at, None, person=ticket.assignee)
    return ticket


def tier_names(policy: Policy) -> dict[int, str]:
    """The policy's tiers by number."""
    return {number: rules.name for number, rules in policy.tiers.items()}


def answered_by(session: Session, moment: datetime) -> str | None:
    """Who answered a call: whoever acts, else who was on duty at the moment, else nobody."""
    day = moment.date()
    return session.actor.handle or session.schedule(day - WEEK, day).duty_at(moment).person


def long_ago_notes(session: Session, ticket: Ticket) -> list[str]:
    """That a ticket came in long ago, which may be a slip of the hand, with the command that corrects it."""
    age = session.now - ticket.received
    if age <= LONG_AGO:
        return []
    return [
        f"came in {session.said(ticket.received)}, {length_said(age)} ago: "
        f"if that is not meant, oncall ticket edit {ticket.id} --received MOMENT"
    ]


def misuse_notes(ticket: Ticket, policy: Policy) -> list[str]:
    """That a call is not what the critical line is for, where that is so (T3)."""
    if is_non_critical(ticket.channel, ticket.tier, policy.line_tiers):
        return [f"tier {ticket.tier} is not what the critical line is for: marked as non-critical use"]
    return []
