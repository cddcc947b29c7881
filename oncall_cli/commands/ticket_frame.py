"""What the verbs of a ticket share: the group, the arguments, finding a ticket and saying when."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done
from oncall_cli.commands.complete import tickets
from oncall_cli.commands.frame import group
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.core.moment import moment_of
from oncall_cli.core.said import clock_said, moment_said
from oncall_cli.core.text import TEXT_LIMIT
from oncall_cli.core.ticket import Ticket, TicketEvent
from oncall_cli.errors import BadValue, NotFound
from oncall_cli.session import Session

app = group("Calls and requests, from On It to Done.")


def text_or_stdin(ctx: typer.Context, value: str | None) -> str | None:
    """The text given, or standard input for `-`; BadValue where that is no UTF-8 or far too long. It is read
    before the command begins, so that nobody waits for a store while somebody types."""
    if value != "-" or ctx.resilient_parsing:
        return value
    limit = 4 * TEXT_LIMIT
    try:
        said = sys.stdin.buffer.read(limit + 1) if sys.stdin else b""
        if len(said) > limit:
            raise BadValue(f"standard input is too long; {TEXT_LIMIT:,} characters is the most")
        return said.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(
            "standard input is not UTF-8 text", hint="convert it, as with iconv -t UTF-8"
        ) from None
    except OSError as error:
        raise BadValue(f"standard input cannot be read: {error.strerror}") from None


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


def note_event(
    session: Session, ticket: Ticket, kind: str, moment: datetime, text: str | None, person: str | None = None
) -> None:
    """Adds to the ticket's story; whoever acts did it, unless somebody else is named."""
    event = TicketEvent(kind=kind, moment=moment, person=person or session.actor.handle, text=text)
    session.store.tickets.add_event(ticket.id, event)


def told(session: Session, ticket: Ticket, line: str, *notes: str) -> Done:
    """The ticket as it now stands, and the line that says what was done."""
    return Done(shown_one(session, ticket), line, notes=notes)


def time_said(session: Session, moment: datetime) -> str:
    """A moment as the team reads it: the time alone where it is today, else with its day."""
    local = session.local(moment)
    style = session.policy.team.clock
    return clock_said(local, style) if local.date() == session.today else moment_said(local, style)
