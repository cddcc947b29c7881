"""Done: how a ticket was resolved, what work it was, who is told, and what is still to be filed."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.ticket import TicketShown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import (
    At,
    Number,
    app,
    asked_for,
    found,
    moment_asked,
    note_event,
    text_or_stdin,
    time_said,
)
from oncall_cli.commands.ticket_reply import Draft, Send, check_reply, reply, reply_note
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.commands.ticket_spans import add_work
from oncall_cli.commands.ticket_steps import after_it_came
from oncall_cli.core import ticket_step as step
from oncall_cli.core.actor import need_member
from oncall_cli.core.moment import span_of
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import DOCUMENTS, Ticket, documents_missing
from oncall_cli.errors import BadValue
from oncall_cli.session import Session


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
    workaround: Annotated[
        str | None,
        typer.Option(
            "--workaround", help="What helps should it come back; - as above.", callback=text_or_stdin
        ),
    ] = None,
    at: At = None,
    work: Annotated[
        list[str] | None,
        typer.Option("--work", "-w", metavar="SPAN", help="When you worked on it: 22:14/22:40 or 22:14/26m."),
    ] = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Say "Done", and how it was resolved."""
    before = found(session, number)
    step.next_status(before, "done")
    person = need_member(session.actor).handle
    check_reply(session, before, draft=draft, send=send)
    if resolution is None:
        resolution = asked_for(session, "resolution", "How was it resolved?")
    if resolution is None:
        raise BadValue(
            "Done needs how it was resolved", hint=f"oncall ticket done {number} --resolution TEXT"
        )
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.done(before, person, long_text(resolution, "resolution"), moment)
    if workaround is not None:
        after = after.model_copy(update={"workaround": long_text(workaround, "workaround")})
    session.store.tickets.change(before, after)
    notes = [
        note
        for text in work or []
        for note in add_work(session, after, span_of(text, session.now, session.zone), person)
    ]
    note_event(session, after, "done", moment, after.resolution)
    notes += reply(session, after, "done", draft=draft, send=send)
    notes += reply_note(session, after, draft=draft, send=send)
    answer = shown_one(session, after)
    took = after_it_came(after, moment)
    line = f"Ticket {number} is Done, {person}, at {time_said(session, moment)} ({took})."
    return Done(answer, line, notes=(*dict.fromkeys(notes), *_still_to_do(session, after, answer)))


def _still_to_do(session: Session, ticket: Ticket, answer: TicketShown) -> list[str]:
    """What a call that is Done still lacks on paper (T9)."""
    notes = []
    missing = documents_missing(ticket)
    if missing:
        due = next(clock.due for clock in answer.clocks if clock.name == "documents")
        names = ", ".join(DOCUMENTS[field] for field in missing)
        notes.append(f"by {time_said(session, due)} file the {names}: oncall ticket document {ticket.id}")
    if answer.after_hours and answer.documents.pay_form is None:
        notes.append(
            f"no work after hours is told, so it stands on no pay form: oncall ticket work {ticket.id} SPAN"
        )
    return notes
