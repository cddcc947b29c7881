"""Logging a ticket: a call is kept whoever types it in, and said to be On It where it was answered."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_fields import (
    Affected,
    Caller,
    Channel,
    Customer,
    Description,
    Email,
    Error,
    FirstTime,
    Location,
    Phone,
    Reference,
    Requester,
    Rings,
    Tell,
    Tier,
    Tried,
)
from oncall_cli.commands.ticket_frame import app, moment_asked, note_event, time_said, told
from oncall_cli.core.said import length_said
from oncall_cli.core.ticket import Ticket, is_non_critical
from oncall_cli.core.ticket_log import check_received, ticket_of, tier_of
from oncall_cli.core.week import WEEK
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session

LONG_AGO = timedelta(hours=12)
"""From when on it is said how long ago a ticket came in: a time of day can be read as yesterday's."""


@verb(app, "log", writes=True)
def log(
    session: Session,
    channel: Channel = None,
    caller: Caller = None,
    phone: Phone = None,
    email: Email = None,
    description: Description = None,
    tier: Tier = None,
    received: Annotated[
        str | None, typer.Option("--received", metavar="MOMENT", help="When it came in, if not now.")
    ] = None,
    requester: Requester = None,
    tell: Tell = None,
    customer: Customer = None,
    location: Location = None,
    affected: Affected = None,
    tried: Tried = None,
    error: Error = None,
    first_time: FirstTime = None,
    reference: Reference = None,
    rings: Rings = None,
) -> Result:
    """Log a call, message or visit. A phone call is On It at once."""
    moment = moment_asked(session, received)
    check_received(moment, session.now)
    policy = session.policies.on(moment.date())
    said = {"channel": channel, "caller": caller, "phone": phone, "email": email, "description": description}
    more = {"requester": requester, "tell": tell, "customer": customer, "location": location}
    rest = {"affected": affected, "tried": tried, "error": error, "reference": reference}
    ticket = ticket_of(
        said | more | rest,
        tier=tier_of(tier, tier_names(policy)) if tier is not None else None,
        first_time=first_time,
        rings=rings,
        received=moment,
        on_duty=answered_by(session, moment),
    )
    ticket = session.store.tickets.add(ticket)
    note_event(session, ticket, "logged", ticket.received, None)
    if ticket.on_it_at:
        note_event(session, ticket, "on_it", ticket.on_it_at, None, person=ticket.assignee)
    notes = [*misuse_notes(ticket, policy), *_slips(session, ticket, policy)]
    return told(session, ticket, _line(session, ticket, policy), *notes)


def tier_names(policy: Policy) -> dict[int, str]:
    """The policy's tiers by number."""
    return {number: rules.name for number, rules in policy.tiers.items()}


def answered_by(session: Session, moment: datetime) -> str | None:
    """Who answered a call: whoever acts, else who was on duty at the moment, else nobody."""
    day = moment.date()
    return session.actor.handle or session.schedule(day - WEEK, day).duty_at(moment).person


def _line(session: Session, ticket: Ticket, policy: Policy) -> str:
    what = f"Logged ticket {ticket.id}: {ticket.channel} from {ticket.caller}"
    if ticket.tier:
        what += f", tier {ticket.tier}"
    if ticket.on_it_at:
        who = ticket.assignee or "nobody named"
        return f"{what}, On It, {who}, since {time_said(session, ticket.on_it_at)}."
    response = policy.clocks.response.get(ticket.channel)
    due = f", to be answered by {time_said(session, ticket.received + response)}" if response else ""
    return f"{what}, open{due}."


def misuse_notes(ticket: Ticket, policy: Policy) -> list[str]:
    """That a call is not what the critical line is for, where that is so (T3)."""
    if is_non_critical(ticket.channel, ticket.tier, policy.line_tiers):
        return [f"tier {ticket.tier} is not what the critical line is for: marked as non-critical use"]
    return []


def _slips(session: Session, ticket: Ticket, policy: Policy) -> list[str]:
    """What may be a slip of the hand, with the command that corrects it."""
    command, notes = f"oncall ticket edit {ticket.id}", []
    age = session.now - ticket.received
    if age > LONG_AGO:
        notes.append(
            f"came in {session.said(ticket.received)}, {length_said(age)} ago: "
            f"if that is not meant, {command} --received MOMENT"
        )
    if ticket.tier is None:
        notes.append(f"no tier was given: {command} --tier {min(policy.tiers)} to {max(policy.tiers)}")
    return notes
