"""Logging a ticket: a call is kept whoever types it in, and said to be On It where it was answered."""

from datetime import datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import app, moment_asked, note_event, text_or_stdin, time_said, told
from oncall_cli.core.ticket import CHANNELS, Ticket, is_non_critical
from oncall_cli.core.ticket_log import check_received, ticket_of, tier_of
from oncall_cli.core.week import WEEK
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session


@verb(app, "log", writes=True)
def log(
    session: Session,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel", "-c", help=f"One of {', '.join(CHANNELS)}.", autocompletion=lambda: list(CHANNELS)
        ),
    ] = None,
    caller: Annotated[str | None, typer.Option("--caller", "-n", help="The caller's name.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", "-p", help="Where to call back.")] = None,
    email: Annotated[str | None, typer.Option("--email", "-e", help="Where to write back.")] = None,
    description: Annotated[
        str | None,
        typer.Option(
            "--description", "-d", help="What is wrong; - reads standard input.", callback=text_or_stdin
        ),
    ] = None,
    tier: Annotated[str | None, typer.Option("--tier", "-t", help="How bad: 1, the worst, to 4.")] = None,
    received: Annotated[
        str | None, typer.Option("--received", metavar="MOMENT", help="When it came in, if not now.")
    ] = None,
    requester: Annotated[str | None, typer.Option("--requester", help="For whom the caller asks.")] = None,
    tell: Annotated[str | None, typer.Option("--tell", help="Who else is to be told.")] = None,
    customer: Annotated[str | None, typer.Option("--customer", help="Which customer.")] = None,
    location: Annotated[str | None, typer.Option("--location", help="Institute, building, room.")] = None,
    affected: Annotated[str | None, typer.Option("--affected", help="Module, page or resource.")] = None,
    tried: Annotated[
        str | None, typer.Option("--tried", help="What was tried already.", callback=text_or_stdin)
    ] = None,
    error: Annotated[
        str | None, typer.Option("--error", help="What the error says.", callback=text_or_stdin)
    ] = None,
    first_time: Annotated[
        bool | None, typer.Option("--first-time/--not-first-time", help="Whether it never happened before.")
    ] = None,
    reference: Annotated[str | None, typer.Option("--reference", help="A number elsewhere.")] = None,
    rings: Annotated[
        int | None, typer.Option("--rings", metavar="N", help="Rings before the answer.")
    ] = None,
) -> Result:
    """Log a call, message or visit. A phone call is On It at once."""
    moment = moment_asked(session, received)
    check_received(moment, session.now)
    policy = session.policies.on(moment.date())
    tiers = {number: rules.name for number, rules in policy.tiers.items()}
    said = {"channel": channel, "caller": caller, "phone": phone, "email": email, "description": description}
    more = {"requester": requester, "tell": tell, "customer": customer, "location": location}
    rest = {"affected": affected, "tried": tried, "error": error, "reference": reference}
    ticket = ticket_of(
        said | more | rest,
        tier=tier_of(tier, tiers) if tier is not None else None,
        first_time=first_time,
        rings=rings,
        received=moment,
        on_duty=session.actor.handle or _on_duty(session, moment),
    )
    ticket = session.store.tickets.add(ticket)
    note_event(session, ticket, "logged", ticket.received, None)
    if ticket.on_it_at:
        note_event(session, ticket, "on_it", ticket.on_it_at, None, person=ticket.assignee)
    return told(session, ticket, _line(session, ticket, policy), *_notes(ticket, policy))


def _on_duty(session: Session, moment: datetime) -> str | None:
    day = moment.date()
    return session.schedule(day - WEEK, day).duty_at(moment).person


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


def _notes(ticket: Ticket, policy: Policy) -> list[str]:
    if is_non_critical(ticket.channel, ticket.tier, policy.line_tiers):
        return [f"tier {ticket.tier} is not what the critical line is for: marked as non-critical use"]
    return []
