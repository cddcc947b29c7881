"""Notes on a ticket: words, files, and mails of its thread."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_files import attach as attached
from oncall_cli.commands.ticket_files import files_given
from oncall_cli.commands.ticket_frame import Number, app, asked_for, found, note_event, text_or_stdin, told
from oncall_cli.commands.ticket_mail import mail_given, mail_moment, mail_or_stdin, thread_ticket
from oncall_cli.core.text import TEXT_LIMIT, long_text
from oncall_cli.core.ticket import About, Ticket
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

if TYPE_CHECKING:
    from oncall_cli.documents.mail_read import MailRead


@verb(app, "note", writes=True)
def note(
    session: Session,
    number: Number,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]", help="What to note; - reads standard input.", callback=text_or_stdin
        ),
    ] = None,
    attach: Annotated[
        list[Path] | None, typer.Option("--attach", metavar="FILE", help="A file to keep with it.")
    ] = None,
    eml: Annotated[
        bytes | None,
        typer.Option(
            "--eml",
            metavar="FILE",
            help="A mail of its thread: a .eml file; - reads standard input.",
            parser=lambda text: text,
            callback=mail_or_stdin,
        ),
    ] = None,
) -> Result:
    """Add a note to a ticket's story. A file, or a mail that came in later, is kept with it."""
    ticket = found(session, number)
    files = files_given(attach or [])
    mail = mail_given(session, eml) if eml is not None else None
    if text is None and not files and mail is None:
        text = asked_for(session, "note", "What is to be noted?")
        if text is None:
            raise BadValue(
                "there is nothing to note",
                hint=f"oncall ticket note {number} TEXT; --attach FILE and --eml FILE are notes too",
            )
    if text is not None:
        note_event(session, ticket, "note", session.now, long_text(text, "note"))
    notes = _keep_mail(session, ticket, mail) if mail else []
    kept = attached(session, ticket, [*files, *(mail.enclosed if mail else ())])
    what = f": {mail.channel} from {mail.caller}" if mail else ""
    names = f", with {', '.join(one.name for one in kept)}" if kept else ""
    return told(session, ticket, f"Noted on ticket {number}{what}{names}.", *notes)


def _keep_mail(session: Session, ticket: Ticket, mail: "MailRead") -> list[str]:
    """Adds a mail to the ticket's thread, so that the next reply answers it; notes what follows from it."""
    other = thread_ticket(session, mail)
    moment, notes = mail_moment(session, mail)
    session.store.messages.add(mail.message.model_copy(update={"ticket": ticket.id, "moment": moment}))
    about = About(whom=mail.caller, how=mail.channel)
    said = long_text(f"{mail.channel} from {mail.caller}: {mail.description}"[:TEXT_LIMIT], "mail")
    note_event(session, ticket, "note", session.now, said, about=about)
    if other not in (None, ticket.id):
        notes.append(f"this mail belongs to the thread of ticket {other}: oncall ticket show {other}")
    if ticket.status == "waiting":
        notes.append(f"the ticket waits for the customer: oncall ticket on-it {ticket.id} takes it up again")
    if ticket.status == "done":
        notes.append(f"oncall ticket reopen {ticket.id} --reason TEXT opens it again")
    return notes
