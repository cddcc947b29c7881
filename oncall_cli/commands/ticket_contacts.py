"""Whom to call about a ticket now: the policy's contacts against the members who are here (T8)."""

from functools import partial
from typing import Annotated

import typer

from oncall_cli.core.contact import Contact, Reach, call_said, entry_of, reached
from oncall_cli.core.escalation import EMERGENCY, Chosen, chosen, contact_said, last_level
from oncall_cli.core.member import ROLES
from oncall_cli.core.ticket import Ticket
from oncall_cli.errors import Refused
from oncall_cli.session import Session

Told = Annotated[
    bool | None, typer.Option("--told/--not-told", help="Whether the requester knows.", show_default=False)
]


def reach_of(session: Session) -> Reach:
    """Who an entry of the policy is today, for whoever acts."""
    members, besides = session.store.members.all(), session.actor.handle
    return partial(reached, members=members, day=session.today, besides=besides)


def whom_to_call(session: Session, ticket: Ticket) -> list[str]:
    """The note for an emergency that nobody has escalated yet: whom to call at once, and what then."""
    if ticket.tier != EMERGENCY or ticket.status == "done":
        return []
    story = session.store.tickets.events(ticket.id)
    if last_level(story) is not None:
        return []
    then = f"oncall ticket escalate {ticket.id} --reason TEXT"
    try:
        found = chosen(session.policy.escalation, ticket.tier, None, story, reach_of(session))
    except Refused as nobody:
        return [f"tier {ticket.tier}: {nobody.message}; somebody else: {then} --to 'NAME, NUMBER'"]
    first = found.contacts[0]
    how = f"call {contact_said(first)} at {first.phone} now"
    if not first.phone:
        how = f"write to {contact_said(first)} at {first.email} now"
    return [f"tier {ticket.tier}: {how}, then: {then}", *away_notes(session, first)]


def away_notes(session: Session, contact: Contact) -> list[str]:
    """That a member to call is away today; they are called all the same, and perhaps do not answer."""
    if contact.person is None:
        return []
    today = session.today
    return [
        f"{contact.name} is away until {away.last}: if there is no answer, escalate it again"
        for away in session.store.aways.between(today, today, contact.person)[:1]
    ]


def picked(session: Session, text: str) -> Chosen:
    """The contact somebody names themselves. NotFound for no member, BadValue for no contact, Refused where
    they cannot be called."""
    entry = entry_of(text)
    if "," not in entry and entry not in ROLES:
        session.member(entry)
    found = reach_of(session)(entry)
    if not found.contacts:
        raise Refused(
            f"the ticket cannot be escalated to {entry}: {found.fault}",
            hint="leave --to out for the next level, or --to 'NAME, NUMBER'; "
            "oncall team edit HANDLE --phone NUMBER gives a member a number",
        )
    return Chosen(found.contacts)


def others_said(found: Chosen) -> list[str]:
    """Whom else of the same role or contact can be called, where somebody does not answer."""
    others = [f"{one.name}, {call_said(one)}" for one in found.contacts[1:]]
    return [f"if there is no answer: {'; '.join(others)}"] if others else []


def whom_to_tell(ticket: Ticket) -> str:
    """The name of who has to know how the ticket stands."""
    return ticket.requester or ticket.caller


def untold_note(ticket: Ticket, what: str, *, told: bool | None) -> list[str]:
    """That the requester does not know yet of something that changed (T6, T8)."""
    if told:
        return []
    return [f"tell {whom_to_tell(ticket)} {what}, then: oncall ticket update {ticket.id} TEXT"]
