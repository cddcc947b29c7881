"""A ticket made of an email: what it says, whether it is known already, and that it is kept (T1)."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oncall_cli.commands.ticket_frame import time_said
from oncall_cli.commands.typed import stdin_bytes
from oncall_cli.core.message import MAIL_LIMIT
from oncall_cli.core.ticket import Ticket
from oncall_cli.core.ticket_log import can_come_in
from oncall_cli.errors import BadValue, Refused
from oncall_cli.policy.file import file_bytes
from oncall_cli.session import Session

if TYPE_CHECKING:
    from oncall_cli.documents.mail_read import MailRead


def mail_or_stdin(ctx: typer.Context, value: str | None) -> bytes | str | None:
    """The mail in a file, or on standard input for `-`, read before the command begins. NotFound where there
    is no such file, BadValue where it is too large or cannot be read."""
    if value is None or ctx.resilient_parsing:
        return value
    if value == "-":
        return stdin_bytes(ctx, MAIL_LIMIT, f"{MAIL_LIMIT // 1_000_000} MB")
    return file_bytes(Path(value).expanduser(), "mail", MAIL_LIMIT)


def _named(text: str) -> str:
    return text


Eml = Annotated[
    bytes | None,
    typer.Option(
        "--eml",
        metavar="FILE",
        help="Log it from an email: a .eml file; - reads standard input.",
        parser=_named,
        callback=mail_or_stdin,
        show_default=False,
    ),
]


def mail_given(session: Session, content: bytes) -> "MailRead":
    """What a mail says; BadValue where it is none, Refused where a ticket's thread has it already."""
    from oncall_cli.documents.mail_read import read_mail

    mail = read_mail(content)
    known = mail.message.message_id and session.store.messages.ticket_of(mail.message.message_id)
    if known:
        raise Refused(
            f"that mail is in the thread of ticket {known} already", hint=f"oncall ticket show {known}"
        )
    return mail


def thread_ticket(session: Session, mail: "MailRead") -> int | None:
    """The ticket whose thread a mail goes on with: the one of the latest message before it that is known."""
    known = (session.store.messages.ticket_of(one) for one in reversed(mail.message.thread))
    return next((number for number in known if number is not None), None)


def check_own_ticket(session: Session, mail: "MailRead | None", *, anew: bool) -> None:
    """Refused for a mail that goes on with a ticket's thread, where nobody said that it is about something
    else: an answer is a note on its ticket. BadValue where that was said of no mail."""
    if mail is None:
        if anew:
            raise BadValue("--anew is said of a mail, and none was given", hint="give it with --eml FILE")
        return
    known = thread_ticket(session, mail)
    if known is not None and not anew:
        raise Refused(
            f"that mail belongs to the thread of ticket {known}",
            hint=f"oncall ticket note {known} --eml FILE adds it to ticket {known}; "
            "--anew logs it as a ticket of its own",
        )


def mail_moment(session: Session, mail: "MailRead") -> tuple[datetime, list[str]]:
    """When a mail came in by what it says itself; now, with a note, where that cannot be."""
    said = mail.received
    if said and can_come_in(said, session.now):
        return session.local(said), []
    why = f"says {time_said(session, said)}, which cannot be" if said else "does not say when it was sent"
    return session.local(session.now), [f"the mail {why}: it is logged as received now"]


def keep_mail(session: Session, ticket: Ticket, mail: "MailRead") -> list[str]:
    """Keeps the mail in the ticket's thread; notes whose thread it goes on with, where that is known."""
    other = thread_ticket(session, mail)
    session.store.messages.add(
        mail.message.model_copy(update={"ticket": ticket.id, "moment": ticket.received})
    )
    return [f"this mail belongs to the thread of ticket {other}: oncall ticket show {other}"] if other else []
