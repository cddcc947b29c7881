"""What is said and filed about a ticket: notes, follow-ups, status updates, documents."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import (
    At,
    Number,
    app,
    found,
    moment_asked,
    note_event,
    text_or_stdin,
    time_said,
    told,
)
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.core import ticket_step as step
from oncall_cli.core.text import long_text, one_line
from oncall_cli.core.ticket import DOCUMENTS, documents_missing
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

Text = Annotated[
    str, typer.Argument(metavar="TEXT", help="What to say; - reads standard input.", callback=text_or_stdin)
]
MaybeText = Annotated[
    str | None,
    typer.Argument(metavar="[TEXT]", help="What was said; - reads standard input.", callback=text_or_stdin),
]


@verb(app, "note", writes=True)
def note(session: Session, number: Number, text: Text) -> Result:
    """Add a note to a ticket's story."""
    ticket = found(session, number)
    note_event(session, ticket, "note", session.now, long_text(text, "note"))
    return told(session, ticket, f"Noted on ticket {number}.")


@verb(app, "follow-up", writes=True)
def follow_up(
    session: Session,
    number: Number,
    text: MaybeText = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="WHOM", help="If not the caller.")] = None,
    how: Annotated[str | None, typer.Option("--how", help="By phone, by email …")] = None,
    satisfied: Annotated[
        bool | None, typer.Option("--satisfied/--not-satisfied", help="Whether they are content.")
    ] = None,
    at: At = None,
) -> Result:
    """Record a follow-up with the caller."""
    before = found(session, number)
    moment = step.told_moment(before, moment_asked(session, at), session.local(session.now))
    whom = one_line(with_, "name of whom you spoke with") if with_ is not None else before.caller
    said = [f"with {whom}"]
    if how is not None:
        said.append(one_line(how, "way of the follow-up"))
    if satisfied is not None:
        said.append("satisfied" if satisfied else "not satisfied")
    words = ", ".join(said) + (f": {long_text(text, 'follow-up')}" if text is not None else "")
    after = step.followed_up(before, moment)
    session.store.tickets.change(before, after)
    note_event(session, after, "follow_up", moment, words)
    notes = []
    if satisfied is False and before.status == "done":
        notes.append(f"oncall ticket reopen {number} --reason TEXT opens it again")
    return told(
        session, after, f"Followed up ticket {number} with {whom} at {time_said(session, moment)}.", *notes
    )


@verb(app, "update", writes=True)
def update(session: Session, number: Number, text: Text, at: At = None) -> Result:
    """Record a status update told to them."""
    before = found(session, number)
    moment = step.told_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.updated(before, moment)
    session.store.tickets.change(before, after)
    note_event(session, after, "update", moment, long_text(text, "update"))
    answer = shown_one(session, after)
    due = next((clock.due for clock in answer.clocks if clock.name == "update"), None)
    rest = f"; the next update is due by {time_said(session, due)}" if due else ""
    return Done(answer, f"Updated {before.requester or before.caller} on ticket {number}{rest}.")


@verb(app, "document", writes=True)
def document(
    session: Session,
    number: Number,
    help_desk: Annotated[str | None, typer.Option("--help-desk", help="The help-desk ticket.")] = None,
    contact_log: Annotated[str | None, typer.Option("--contact-log", help="The contact log note.")] = None,
    work_order: Annotated[str | None, typer.Option("--work-order", help="The work order.")] = None,
) -> Result:
    """Record the documents filed. Each by its number elsewhere; an empty text takes one back."""
    before = found(session, number)
    given = {"help_desk": help_desk, "contact_log": contact_log, "work_order": work_order}
    references = {
        field: one_line(text, DOCUMENTS[field]) if text else None
        for field, text in given.items()
        if text is not None
    }
    if not references:
        raise BadValue(
            "no document was named", hint="--help-desk REF, --contact-log REF and --work-order REF are known"
        )
    after = step.documented(before, references, session.now)
    session.store.tickets.change(before, after)
    said = ", ".join(f"{DOCUMENTS[field]} {text or 'none'}" for field, text in references.items())
    note_event(session, after, "document", session.now, said)
    missing = ", ".join(DOCUMENTS[field] for field in documents_missing(after))
    rest = f"; still missing: {missing}" if missing else "; nothing is missing"
    return told(session, after, f"Ticket {number}: {said}{rest}.")
