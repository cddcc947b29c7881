"""Logging a ticket: a call is kept whoever types it in, and said to be On It where it was answered."""

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
    each,
)
from oncall_cli.commands.ticket_files import attach as attach_files
from oncall_cli.commands.ticket_files import files_given
from oncall_cli.commands.ticket_frame import app, moment_asked, time_said
from oncall_cli.commands.ticket_mail import Eml, check_own_ticket, keep_mail, mail_given, mail_moment
from oncall_cli.commands.ticket_new import answered_by, kept_new, long_ago_notes, misuse_notes, tier_names
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.commands.ticket_spans import add_work, span_said
from oncall_cli.core.actor import need_member
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE, Span, total_minutes
from oncall_cli.core.ticket import Ticket
from oncall_cli.core.ticket_caller import reached
from oncall_cli.core.ticket_log import (
    channel_of,
    check_needed,
    check_received,
    check_rings,
    ticket_of,
    tier_of,
)
from oncall_cli.core.ticket_work import check_work, typed
from oncall_cli.core.ticket_worked import worked_spans
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session


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
            "--worked",
            "-w",
            metavar="LENGTH",
            help="Your work: 25m that just ended (a call: from --received on); or spans.",
        ),
    ] = None,
    eml: Eml = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="A ticket of its own, though the mail is in a known thread.")
    ] = False,
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
    check_own_ticket(session, mail, anew=anew)
    files = files_given(attach or [])
    by = reached(caller, phone, email)
    if mail is None and by.phone and not (channel or "").strip():
        channel = "phone"
    said = {"channel": channel, **by._asdict(), "description": description}
    if mail:
        said = {name: text if (text or "").strip() else getattr(mail, name) for name, text in said.items()}
    if not session.interactive:
        check_needed(said, hint="nothing was stored")
    more = {"requester": requester, "tell": each(tell), "customer": customer, "location": location}
    rest = {"affected": affected, "tried": tried, "error": error, "reference": each(reference)}
    moment = moment_asked(session, received)
    spans = worked_spans(worked or [], None, session.now, session.zone)
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
    if received is not None and _is_call(whole["channel"]):
        spans = worked_spans(worked or [], moment, session.now, session.zone)
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
    for span in spans:
        check_work(span, ticket, session.local(session.now))
    ticket = kept_new(session, ticket)
    if mail:
        notes += keep_mail(session, ticket, mail)
    kept = attach_files(session, ticket, [*(mail.enclosed if mail else ()), *files])
    notes += [note for span in spans if worker for note in add_work(session, ticket, span, worker)]
    notes += [
        *misuse_notes(ticket, policy),
        *deferral_notes(session, ticket),
        *whom_to_call(session, ticket),
        *_nobodys(session, ticket, spans),
        *_slips(session, ticket, policy),
    ]
    answer = shown_one(session, ticket)
    line = _line(session, answer, spans, len(kept), is_receipt_said=received is not None)
    return Done(answer, line, notes=tuple(notes))


def _is_call(channel: str | None) -> bool:
    """Whether it was a phone call, which work on it begins with; work on a message ended just now."""
    return bool((channel or "").strip()) and channel_of(channel or "") == "phone"


def _line(
    session: Session, ticket: TicketShown, spans: list[Span], files: int, *, is_receipt_said: bool
) -> str:
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
    if spans:
        words.append(f"{length_said(total_minutes(spans) * MINUTE)} worked")
        if is_receipt_said and len(spans) == 1:
            words.append(span_said(session, spans[0]))
    if files:
        words.append("1 file kept" if files == 1 else f"{files} files kept")
    return f"{', '.join(words)}."


def _nobodys(session: Session, ticket: Ticket, spans: list[Span]) -> list[str]:
    """That a message somebody has worked on is open and nobody's still, with the command that says whose."""
    if not spans or ticket.status != "open":
        return []
    begun = typed(spans[0].start, session.local(session.now))
    return [
        f"it is open and nobody's: oncall ticket on-it {ticket.id} --at {begun} (when the work began) makes "
        "it yours"
    ]


def _slips(session: Session, ticket: Ticket, policy: Policy) -> list[str]:
    """What may be a slip of the hand, with the command that corrects it."""
    notes = long_ago_notes(session, ticket)
    if ticket.tier is None:
        tiers = f"{min(policy.tiers)} to {max(policy.tiers)}"
        notes.append(f"no tier was given: oncall ticket edit {ticket.id} --tier {tiers}")
    return notes
