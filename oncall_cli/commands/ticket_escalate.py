"""Escalating a ticket, and bringing in a second pair of hands (T8)."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.escalation import second_call
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_contacts import Told, away_notes, others_said, picked, reach_of, untold_note
from oncall_cli.commands.ticket_frame import (
    At,
    Number,
    app,
    asked_for,
    found,
    moment_asked,
    text_or_stdin,
    time_said,
    told,
)
from oncall_cli.commands.ticket_reply import Draft, Send, check_reply, reply
from oncall_cli.core.contact import call_said, member_contact
from oncall_cli.core.escalation import Chosen, chosen, contact_said, topic_of
from oncall_cli.core.member import Member
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import About, Ticket, TicketEvent
from oncall_cli.core.ticket_step import check_not_done, told_moment
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session


@verb(app, "escalate", writes=True)
def escalate(
    session: Session,
    number: Number,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why; - reads standard input.", callback=text_or_stdin)
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="A topic of the policy, with a contact of its own.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="CONTACT",
            help="Somebody else: a handle, a role, 'NAME, NUMBER'.",
            autocompletion=handles,
        ),
    ] = None,
    second: Annotated[
        str | None,
        typer.Option(
            "--second", metavar="HANDLE", help="Bring in a second technician.", autocompletion=handles
        ),
    ] = None,
    told_: Told = None,
    at: At = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Say whom to call in an emergency, or beyond scope. That is the policy's next level, or the topic's
    contact. The ticket stays in the hands it is in."""
    ticket = found(session, number)
    check_not_done(ticket)
    if second is not None:
        if to is not None or topic is not None or told_ is not None or draft is not None or send:
            raise BadValue(
                "--second brings in a technician and escalates to nobody else",
                hint=f"oncall ticket escalate {number} --second HANDLE; the rest in a command of its own",
            )
        return _brought_in(session, ticket, second, reason, at)
    moment = told_moment(ticket, moment_asked(session, at), session.local(session.now))
    whom = _whom(session, ticket, topic, to)
    check_reply(session, ticket, draft=draft, send=send)
    why = _reason(session, ticket, reason)
    contact = whom.contacts[0]
    about = About(
        level=whom.level,
        topic=whom.topic,
        person=contact.person,
        name=contact.name,
        phone=contact.phone,
        email=contact.email,
        told=told_,
    )
    event = TicketEvent(kind="escalated", moment=moment, person=session.actor.handle, text=why, about=about)
    session.store.tickets.add_event(number, event)
    replied = reply(session, ticket, "escalated", draft=draft, send=send, reason=why, contact=contact.name)
    notes = [
        *whom.passed,
        *others_said(whom),
        *away_notes(session, contact),
        *replied,
        *_still_deferred(session, ticket),
    ]
    notes += untold_note(ticket, "that it is escalated", told=told_ or send)
    said = contact_said(contact, whom.level, whom.topic)
    since = f" since {time_said(session, moment)}" if at is not None else ""
    return told(
        session, ticket, f"Ticket {number} is escalated to {said}{since}: {call_said(contact)}.", *notes
    )


def _whom(session: Session, ticket: Ticket, topic: str | None, to: str | None) -> Chosen:
    """Whom to call: who was named, else the topic's contact, else the next level's."""
    rules = session.policy.escalation
    if to is not None:
        named = picked(session, to)
        return named._replace(topic=topic_of(rules, topic) if topic is not None else None)
    return chosen(rules, ticket.tier, topic, session.store.tickets.events(ticket.id), reach_of(session))


def _reason(session: Session, ticket: Ticket, said: str | None) -> str:
    """Why it is escalated, asked where nobody said it and somebody can; BadValue where nobody says it."""
    if said is None:
        said = asked_for(session, "reason", f"Why is ticket {ticket.id} escalated?")
    if said is None:
        raise BadValue(
            "to escalate a ticket needs a reason", hint=f"oncall ticket escalate {ticket.id} --reason TEXT"
        )
    return long_text(said, "reason")


def _still_deferred(session: Session, ticket: Ticket) -> list[str]:
    if ticket.deferred_until is None or ticket.deferred_until <= session.now:
        return []
    until = time_said(session, ticket.deferred_until)
    return [f"it is deferred until {until}: oncall ticket on-it {ticket.id} takes it up now"]


def _brought_in(session: Session, ticket: Ticket, handle: str, reason: str | None, at: str | None) -> Done:
    """A second-call technician beside whoever has the ticket; their work counts as their own."""
    member = session.member(handle)
    _check_second(session, ticket, member)
    moment = told_moment(ticket, moment_asked(session, at), session.local(session.now))
    contact = member_contact(member)
    about = About(person=member.handle, name=member.name, phone=member.phone, email=member.email)
    why = long_text(reason, "reason") if reason is not None else None
    event = TicketEvent(kind="second_call", moment=moment, person=session.actor.handle, text=why, about=about)
    session.store.tickets.add_event(ticket.id, event)
    work = f"oncall ticket work {ticket.id} SPAN --person {member.handle}"
    return told(
        session,
        ticket,
        f"{member.name} is brought in on ticket {ticket.id} as second-call technician: {call_said(contact)}.",
        f"the work of {member.handle} counts as their own: {work}",
    )


def _check_second(session: Session, ticket: Ticket, member: Member) -> None:
    """Refused where a member has left the team, is on the ticket already, or brings in themselves."""
    handle = member.handle
    if member.is_gone(session.today):
        raise Refused(f"{handle} left the team on {member.leaves}", hint="oncall team list shows who is here")
    if ticket.assignee == handle:
        raise Refused(
            f"{handle} has ticket {ticket.id} already", hint="--second names somebody else to bring in"
        )
    if session.actor.handle == handle:
        raise Refused(
            f"you are {handle}: a second technician is somebody else",
            hint=f"oncall ticket work {ticket.id} SPAN tells your own work on it, "
            f"oncall ticket on-it {ticket.id} takes it over",
        )
    if handle in second_call(session.store.tickets.events(ticket.id)):
        raise Refused(
            f"{handle} is brought in on ticket {ticket.id} already",
            hint=f"oncall ticket show {ticket.id} says when",
        )
