"""Logging a ticket: a call is kept whoever types it in, and said to be On It where it was answered."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.ticket import TicketShown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_asked import completed, tier_asked
from oncall_cli.commands.ticket_contacts import whom_to_call
from oncall_cli.commands.ticket_defer import deferral_notes
from oncall_cli.commands.ticket_fields import (
    Affected,
    Caller,
    Channel,
    Customer,
    Description,
    Error,
    FirstTime,
    Location,
    Reference,
    Requester,
    Rings,
    Tell,
    Tier,
    Tried,
)
from oncall_cli.commands.ticket_files import attach as attach_files
from oncall_cli.commands.ticket_files import files_given
from oncall_cli.commands.ticket_frame import app, moment_asked, time_said
from oncall_cli.commands.ticket_mail import Eml, keep_mail, mail_given, mail_moment
from oncall_cli.commands.ticket_new import answered_by, kept_new, misuse_notes, tier_names
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.commands.ticket_spans import add_work
from oncall_cli.core.actor import need_member
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE, total_minutes
from oncall_cli.core.ticket import Ticket
from oncall_cli.core.ticket_caller import reached
from oncall_cli.core.ticket_log import check_received, check_rings, ticket_of, tier_of
from oncall_cli.core.ticket_worked import worked_spans
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session

LONG_AGO = timedelta(hours=12)
"""From when on it is said how long ago a ticket came in: a time of day can be read as yesterday's."""


@verb(app, "log", writes=True)
def log(
    session: Session,
    channel: Channel = None,
    caller: Caller = None,
    phone: Annotated[
        str | None, typer.Option("--phone", "-p", help="Where to call back: NUMBER, or 'NAME, NUMBER'.")
    ] = None,
    email: Annotated[
        str | None, typer.Option("--email", "-e", help="Where to write back: ADDRESS, or 'NAME <ADDRESS>'.")
    ] = None,
    description: Description = None,
    tier: Tier = None,
    received: Annotated[
        str | None,
        typer.Option(
            "--received", metavar="MOMENT", help="When it came in, if not now or as --worked began."
        ),
    ] = None,
    worked: Annotated[
        list[str] | None,
        typer.Option(
            "--worked", "-w", metavar="LENGTH", help="Your work on it that just ended: 25m; or a span."
        ),
    ] = None,
    eml: Eml = None,
    attach: Annotated[
        list[Path] | None, typer.Option("--attach", metavar="FILE", help="A file to keep with it.")
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
    """Log a call, message or visit. A phone call is On It at once.

    A phone number without a channel is a call that just ended. At a terminal it asks for what is missing.
    """
    mail = mail_given(session, eml) if eml is not None else None
    files = files_given(attach or [])
    by = reached(caller, phone, email)
    if mail is None and by.phone and not (channel or "").strip():
        channel = "phone"
    said = {"channel": channel, **by._asdict(), "description": description}
    if mail:
        said = {name: text if (text or "").strip() else getattr(mail, name) for name, text in said.items()}
    more = {"requester": requester, "tell": tell, "customer": customer, "location": location}
    rest = {"affected": affected, "tried": tried, "error": error, "reference": reference}
    moment = moment_asked(session, received)
    spans = worked_spans(worked or [], moment if received else None, session.now, session.zone)
    worker = need_member(session.actor).handle if spans else None
    notes: list[str] = []
    if received is None and mail:
        moment, notes = mail_moment(session, mail)
    elif received is None and spans:
        moment = session.local(spans[0].start)
    check_received(moment, session.now)
    check_rings(rings)
    policy = session.policies.on(moment.date())
    tiers = tier_names(policy)
    level = tier_of(tier, tiers) if tier is not None else None
    whole = completed(session, said | more | rest)
    if tier is None and (chosen := tier_asked(session, tiers)):
        level = tier_of(chosen, tiers)
    ticket = ticket_of(
        whole,
        tier=level,
        first_time=first_time,
        rings=rings,
        received=moment,
        on_duty=answered_by(session, moment),
    )
    ticket = kept_new(session, ticket)
    if mail:
        notes += keep_mail(session, ticket, mail)
    kept = attach_files(session, ticket, [*(mail.enclosed if mail else ()), *files])
    notes += [note for span in spans if worker for note in add_work(session, ticket, span, worker)]
    notes += [
        *misuse_notes(ticket, policy),
        *deferral_notes(session, ticket),
        *whom_to_call(session, ticket),
        *_slips(session, ticket, policy),
    ]
    answer = shown_one(session, ticket)
    line = _line(session, answer, total_minutes(spans), len(kept))
    return Done(answer, line, notes=tuple(notes))


def _line(session: Session, ticket: TicketShown, minutes: int, files: int) -> str:
    words = [f"Logged ticket {ticket.id}: {ticket.channel} from {ticket.caller}"]
    if ticket.tier:
        words.append(f"tier {ticket.tier}")
    if ticket.on_it_at:
        words.append(
            f"On It, {ticket.assignee or 'nobody named'}, since {time_said(session, ticket.on_it_at)}"
        )
    else:
        due = next((clock.due for clock in ticket.clocks if clock.name == "response"), None)
        words.append("open" + (f", to be answered by {time_said(session, due)}" if due else ""))
    if minutes:
        words.append(f"{length_said(minutes * MINUTE)} worked")
    if files:
        words.append("1 file kept" if files == 1 else f"{files} files kept")
    return f"{', '.join(words)}."


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
