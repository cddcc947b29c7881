"""What is told to the caller and the requester: follow-ups and status updates (T5, T10)."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_fields import Workaround
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
from oncall_cli.commands.ticket_reply import Draft, Send, check_reply, reply
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.core import ticket_step as step
from oncall_cli.core.text import long_text, one_line
from oncall_cli.core.ticket import About
from oncall_cli.core.ticket_told import HOWS, follow_up_said, how_of, update_said
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

MaybeText = Annotated[
    str | None,
    typer.Argument(metavar="[TEXT]", help="What was said; - reads standard input.", callback=text_or_stdin),
]
How = Annotated[
    str | None,
    typer.Option("--how", help=f"{', '.join(HOWS)} …", autocompletion=lambda: list(HOWS)),
]


@verb(app, "follow-up", writes=True)
def follow_up(
    session: Session,
    number: Number,
    text: MaybeText = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="WHOM", help="If not the caller.")] = None,
    how: How = None,
    satisfied: Annotated[
        bool | None, typer.Option("--satisfied/--not-satisfied", help="Whether they are content.")
    ] = None,
    at: At = None,
) -> Result:
    """Record a follow-up with the caller."""
    before = found(session, number)
    moment = step.told_moment(before, moment_asked(session, at), session.local(session.now))
    whom = one_line(with_, "name of whom you spoke with") if with_ is not None else before.caller
    way = how_of(how, "way of the follow-up") if how is not None else None
    words = long_text(text, "follow-up") if text is not None else None
    after = step.followed_up(before, moment)
    session.store.tickets.change(before, after)
    about = About(whom=whom, how=way, satisfied=satisfied)
    note_event(session, after, "follow_up", moment, follow_up_said(whom, way, satisfied, words), about=about)
    notes = []
    if satisfied is False and before.status == "done":
        notes.append(f"oncall ticket reopen {number} --reason TEXT opens it again")
    return told(
        session, after, f"Followed up ticket {number} with {whom} at {time_said(session, moment)}.", *notes
    )


@verb(app, "update", writes=True)
def update(
    session: Session,
    number: Number,
    text: MaybeText = None,
    workaround: Workaround = None,
    how: How = None,
    at: At = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Record a status update told to them. The reply to all tells it by mail."""
    before = found(session, number)
    check_reply(session, before, draft=draft, send=send)
    moment = step.told_moment(before, moment_asked(session, at), session.local(session.now))
    whom = before.requester or before.caller
    helps = long_text(workaround, "workaround") if workaround is not None else None
    if text is None and helps is None:
        text = asked_for(session, "update", f"What was {whom} told?")
    words = long_text(text, "update") if text is not None else None
    if words is None and helps is None:
        raise BadValue("an update needs what was told", hint=f"oncall ticket update {number} TEXT")
    way = how_of(how, "way of the update") if how is not None else None
    after = step.updated(before, moment, helps)
    session.store.tickets.change(before, after)
    said = update_said(way, words, helps)
    note_event(session, after, "update", moment, said, about=About(whom=whom, how=way))
    notes = reply(session, after, "update", draft=draft, send=send, text=words)
    answer = shown_one(session, after)
    due = next((clock.due for clock in answer.clocks if clock.name == "update"), None)
    rest = f"; the next update is due by {time_said(session, due)}" if due else ""
    kept = ", with a workaround" if helps else ""
    return Done(answer, f"Updated {whom} on ticket {number}{kept}{rest}.", tuple(notes))
