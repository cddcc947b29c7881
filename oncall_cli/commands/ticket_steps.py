"""The steps of a ticket: On It, waiting, Done, reopened; and the work on it."""

from datetime import datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.ticket import TicketShown
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
from oncall_cli.commands.ticket_spans import add_work
from oncall_cli.core import ticket_step as step
from oncall_cli.core.actor import need_member
from oncall_cli.core.moment import span_of
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import DOCUMENTS, Ticket, documents_missing
from oncall_cli.errors import BadValue
from oncall_cli.session import Session


@verb(app, "on-it", writes=True)
def on_it(session: Session, number: Number, at: At = None) -> Result:
    """Say On It: the ticket is yours. Its answer clock stops with the first who says so."""
    before = found(session, number)
    person = need_member(session.actor).handle
    if before.status == "on_it" and before.assignee == person and before.on_it_at:
        since = time_said(session, before.last_step_at)
        return told(
            session,
            before,
            f"Ticket {number} is On It already, {person}, since {since}; nothing was changed.",
        )
    step.next_status(before, "on_it")
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.on_it(before, person, moment)
    _keep(session, before, after)
    note_event(session, after, "on_it", moment, None)
    how = ""
    if before.on_it_at is None:
        how = f" (answered {_after_it_came(after, moment)})"
    elif before.assignee and before.assignee != person:
        how = f" (taken over from {before.assignee})"
    return told(
        session, after, f"Ticket {number} is On It, {person}, since {time_said(session, moment)}{how}."
    )


@verb(app, "wait", writes=True)
def wait(
    session: Session,
    number: Number,
    reason: Annotated[str | None, typer.Option("--reason", help="For what.", callback=text_or_stdin)] = None,
    at: At = None,
) -> Result:
    """Wait for the customer to act."""
    before = found(session, number)
    step.next_status(before, "wait")
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.waiting(before, moment)
    _keep(session, before, after)
    note_event(session, after, "waiting", moment, long_text(reason, "reason") if reason is not None else None)
    return told(session, after, f"Ticket {number} waits for the customer since {time_said(session, moment)}.")


@verb(app, "done", writes=True)
def done(
    session: Session,
    number: Number,
    resolution: Annotated[
        str | None,
        typer.Option(
            "--resolution", "-r", help="How it was resolved; - reads standard input.", callback=text_or_stdin
        ),
    ] = None,
    at: At = None,
    work: Annotated[
        list[str] | None,
        typer.Option("--work", "-w", metavar="SPAN", help="When you worked on it: 22:14/22:40 or 22:14/26m."),
    ] = None,
) -> Result:
    """Say "Done", and how it was resolved."""
    before = found(session, number)
    step.next_status(before, "done")
    if resolution is None:
        raise BadValue(
            "Done needs how it was resolved", hint=f"oncall ticket done {number} --resolution TEXT"
        )
    person = need_member(session.actor).handle
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.done(before, person, long_text(resolution, "resolution"), moment)
    _keep(session, before, after)
    notes = [
        note
        for text in work or []
        for note in add_work(session, after, span_of(text, session.now, session.zone), person)
    ]
    note_event(session, after, "done", moment, after.resolution)
    answer = shown_one(session, after)
    took = _after_it_came(after, moment)
    line = f"Ticket {number} is Done, {person}, at {time_said(session, moment)} ({took})."
    return Done(answer, line, notes=(*notes, *_still_to_do(session, after, answer)))


@verb(app, "reopen", writes=True)
def reopen(
    session: Session,
    number: Number,
    reason: Annotated[str | None, typer.Option("--reason", help="Why.", callback=text_or_stdin)] = None,
    at: At = None,
) -> Result:
    """Open a ticket again that was Done."""
    before = found(session, number)
    step.next_status(before, "reopen")
    if reason is None:
        raise BadValue(
            "to reopen a ticket needs a reason", hint=f"oncall ticket reopen {number} --reason TEXT"
        )
    why = long_text(reason, "reason")
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.reopened(before, moment)
    _keep(session, before, after)
    note_event(session, after, "reopened", moment, why)
    whose = f", {after.assignee}'s," if after.assignee else ""
    return told(session, after, f"Ticket {number} is open again{whose} since {time_said(session, moment)}.")


def _keep(session: Session, before: Ticket, after: Ticket) -> None:
    session.store.tickets.change(before, after)


def _after_it_came(ticket: Ticket, moment: datetime) -> str:
    length = moment - ticket.received
    return f"{length_said(length)} after it came in" if length >= MINUTE else "at once"


def _still_to_do(session: Session, ticket: Ticket, answer: TicketShown) -> list[str]:
    """What a call that is Done still lacks on paper (T9)."""
    notes = []
    missing = documents_missing(ticket)
    if missing:
        due = next(clock.due for clock in answer.clocks if clock.name == "documents")
        names = ", ".join(DOCUMENTS[field] for field in missing)
        notes.append(
            f"by {time_said(session, due)} file the {names}: oncall ticket document {ticket.id} --help"
        )
    if answer.after_hours and answer.documents.pay_form is None:
        notes.append(
            f"no work after hours is told, so it stands on no pay form: oncall ticket work {ticket.id} SPAN"
        )
    return notes
