"""The reply of a ticket's last step, made again or for the first time."""

from typing import Annotated, get_args

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import Number, app, found, told
from oncall_cli.commands.ticket_reply import Draft, Send, check_reply, reply, reply_once
from oncall_cli.commands.ticket_reply_words import moment_for_people
from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.core.near import nearest
from oncall_cli.core.reply import REPLY_WORDS
from oncall_cli.core.ticket import TicketEvent
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

_OF_DEEDS: dict[str, ReplyKind] = {kind: kind for kind in get_args(ReplyKind)}
"""The deeds of a story that a reply tells of, which have the names of their replies."""
KINDS = {kind.replace("_", "-"): kind for kind in _OF_DEEDS.values()}
KINDS_SAID = {kind: said for said, kind in KINDS.items()}


def _kind(text: str) -> ReplyKind:
    said = text.strip().lower().replace("_", "-").replace(" ", "-")
    kind = KINDS.get(said)
    if kind is None:
        near = nearest(said, KINDS)
        hint = f"did you mean {near}?" if near else f"one of {', '.join(KINDS)}"
        raise BadValue(f"'{text}' is not a kind of reply", hint=hint)
    return kind


@verb(app, "reply", writes=True)
def reply_again(
    session: Session,
    number: Number,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", help=f"One of {', '.join(KINDS)}; else the last.", autocompletion=lambda: list(KINDS)
        ),
    ] = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Make the reply to all of a ticket's last step."""
    ticket = found(session, number)
    asked = _kind(kind) if kind is not None else None
    if draft is None and not send:
        raise BadValue(
            "a reply is a draft or is sent", hint=f"oncall ticket reply {number} --draft FILE.eml, or --send"
        )
    check_reply(session, ticket, draft=draft, send=send)
    its_kind, deed = _last_told(session, number, asked)
    until = deed.about.until if deed.about else None
    notes = reply_once(session, ticket, its_kind, deed, send=send)
    notes += reply(
        session,
        ticket,
        its_kind,
        draft=draft,
        send=send,
        text=None if deed.kind in ("on_it", "done") else deed.text,
        until=moment_for_people(session, until) if until else None,
        contact=deed.about.name if deed.about else None,
    )
    line = f"Made the reply of ticket {number}: {REPLY_WORDS[its_kind]}."
    return told(session, ticket, line, *notes)


def _last_told(session: Session, number: int, kind: ReplyKind | None) -> tuple[ReplyKind, TicketEvent]:
    """The last thing done about a ticket that a reply tells of; what was before it was reopened is past."""
    for deed in reversed(session.store.tickets.events(number)):
        if deed.kind == "reopened":
            break
        its_kind = _OF_DEEDS.get(deed.kind)
        if its_kind is not None and kind in (None, its_kind):
            return its_kind, deed
    what = "nothing yet" if kind is None else f"no '{KINDS_SAID[kind]}'"
    raise Refused(
        f"ticket {number} has {what} that a reply could tell of", hint=f"oncall ticket show {number}"
    )
