"""What the verbs of a ticket share: the group, the arguments, finding a ticket and saying when."""

from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done
from oncall_cli.commands.complete import tickets
from oncall_cli.commands.frame import group
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.commands.typed import text_typed
from oncall_cli.core.moment import moment_of
from oncall_cli.core.said import clock_said, moment_said
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import About, Ticket, TicketEvent
from oncall_cli.errors import NotFound
from oncall_cli.session import Session

app = group(
    "Calls and requests, from On It to Done.",
    *("log", "list", "show", "search", "on-it", "wait", "done", "reopen", "reply", "work", "note", "update"),
    *("follow-up", "document", "escalate", "priority", "defer", "edit", "attachment", "import", "reindex"),
)


def text_or_stdin(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    """The text given; for `-` what the person writes in their editor, or standard input. It is read before
    the command begins, so that nobody waits for a store while somebody types."""
    if value != "-" or ctx.resilient_parsing:
        return value
    return text_typed(ctx, param)


Number = Annotated[
    int, typer.Argument(metavar="ID", help="The ticket's number.", autocompletion=tickets, show_default=False)
]
At = Annotated[
    str | None, typer.Option("--at", metavar="MOMENT", help="When, if not now: 22:14, -15m, 'mon 18:30'.")
]


def found(session: Session, number: int) -> Ticket:
    """The ticket of a number; NotFound where there is none."""
    ticket = session.store.tickets.find(number)
    if ticket is None:
        raise NotFound(
            f"there is no ticket {number}", hint="oncall ticket list shows the queue, --all every ticket"
        )
    return ticket


def moment_asked(session: Session, text: str | None) -> datetime:
    """The moment that an option says, on the team's wall clock; now where it says nothing."""
    said = session.now if text is None else moment_of(text, session.now, session.zone)
    return session.local(said)


def asked_for(session: Session, what: str, question: str) -> str | None:
    """What a person at a terminal says to a question, asked until it says something; else nothing."""
    return session.ask_for(what, question, partial(long_text, what=what))


def note_event(
    session: Session,
    ticket: Ticket,
    kind: str,
    moment: datetime,
    text: str | None,
    person: str | None = None,
    *,
    about: About | None = None,
) -> None:
    """Adds to the ticket's story; whoever acts did it, unless somebody else is named."""
    who = person or session.actor.handle
    event = TicketEvent(kind=kind, moment=moment, person=who, text=text, about=about)
    session.store.tickets.add_event(ticket.id, event)


def told(session: Session, ticket: Ticket, line: str, *notes: str) -> Done:
    """The ticket as it now stands, and the line that says what was done."""
    return Done(shown_one(session, ticket), line, notes=notes)


def time_said(session: Session, moment: datetime) -> str:
    """A moment as the team reads it: the time alone where it is today, else with its day."""
    local = session.local(moment)
    style = session.policy.team.clock
    return clock_said(local, style) if local.date() == session.today else moment_said(local, style)
