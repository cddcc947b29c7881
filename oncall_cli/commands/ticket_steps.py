"""The steps of a ticket on its way: On It, waiting, reopened; Done stands in a file of its own."""

from datetime import datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_touched import ticket_touched
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
    told,
)
from oncall_cli.commands.ticket_reply import Draft, Send, check_reply, reply, reply_note, reply_once
from oncall_cli.core import ticket_step as step
from oncall_cli.core.actor import need_member
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import Ticket
from oncall_cli.errors import BadValue
from oncall_cli.session import Session


@verb(app, "on-it", writes=True)
def on_it(session: Session, number: Number, at: At = None, draft: Draft = None, send: Send = False) -> Result:
    """Say On It: the ticket is yours. Its answer clock stops with the first who says so."""
    before = found(session, number)
    person = need_member(session.actor).handle
    is_deferred = before.deferred_until is not None
    if before.status == "on_it" and before.assignee == person and before.on_it_at and not is_deferred:
        since = time_said(session, before.last_step_at)
        story = session.store.tickets.events(number)
        deed = next((event for event in reversed(story) if event.kind == "on_it"), None)
        notes = reply_once(session, before, "on_it", deed, send=send)
        notes += reply(session, before, "on_it", draft=draft, send=send)
        unchanged = "" if draft or send else "; nothing was changed"
        line = f"Ticket {number} is On It already, {person}, since {since}{unchanged}."
        return told(session, before, line, *notes)
    step.next_status(before, "on_it")
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.on_it(before, person, moment)
    session.store.tickets.change(before, after)
    note_event(session, after, "on_it", moment, None)
    notes = [
        *reply(session, after, "on_it", draft=draft, send=send),
        *reply_note(session, after, draft=draft, send=send),
    ]
    how = ""
    if before.on_it_at is None:
        how = f" (answered {after_it_came(after, moment)})"
    elif before.assignee and before.assignee != person:
        how = f" (taken over from {before.assignee})"
    line = f"Ticket {number} is On It, {person}, since {time_said(session, moment)}{how}."
    return told(session, after, line, *notes)


@verb(app, "wait", writes=True)
def wait(
    session: Session,
    number: Number,
    reason: Annotated[
        str | None,
        typer.Option("--reason", help="For what; - reads standard input.", callback=text_or_stdin),
    ] = None,
    at: At = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Wait for the customer to act."""
    before = found(session, number)
    step.next_status(before, "wait")
    check_reply(session, before, draft=draft, send=send)
    if reason is None and (draft or send):
        reason = asked_for(session, "reason", "What is needed from the customer?")
        if reason is None:
            raise BadValue(
                "a reply that asks the customer to act says for what",
                hint=f"oncall ticket wait {number} --reason TEXT",
            )
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.waiting(before, moment)
    session.store.tickets.change(before, after)
    why = long_text(reason, "reason") if reason is not None else None
    note_event(session, after, "waiting", moment, why)
    notes = reply(session, after, "waiting", draft=draft, send=send, reason=why)
    line = f"Ticket {number} waits for the customer since {time_said(session, moment)}."
    return told(session, after, line, *notes)


@verb(app, "reopen", writes=True)
def reopen(
    session: Session,
    number: Number,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why; - reads standard input.", callback=text_or_stdin)
    ] = None,
    at: At = None,
) -> Result:
    """Open a ticket again that was Done."""
    before = found(session, number)
    step.next_status(before, "reopen")
    if reason is None:
        reason = asked_for(session, "reason", "Why is it opened again?")
    if reason is None:
        raise BadValue(
            "to reopen a ticket needs a reason", hint=f"oncall ticket reopen {number} --reason TEXT"
        )
    why = long_text(reason, "reason")
    moment = step.step_moment(before, moment_asked(session, at), session.local(session.now))
    after = step.reopened(before, moment)
    session.store.tickets.change(before, after)
    note_event(session, after, "reopened", moment, why)
    whose = f", {after.assignee}'s," if after.assignee else ""
    line = f"Ticket {number} is open again{whose} since {time_said(session, moment)}."
    return told(session, after, line, *ticket_touched(session, after))


def after_it_came(ticket: Ticket, moment: datetime) -> str:
    """How long after a ticket came in something was, in words."""
    length = moment - ticket.received
    return f"{length_said(length)} after it came in" if length >= MINUTE else "at once"
