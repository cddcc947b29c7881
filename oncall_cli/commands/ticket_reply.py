"""The reply to everybody on a ticket's thread that a step makes: a draft, or a mail that is sent (T7)."""

from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.commands.ticket_out import check_new
from oncall_cli.commands.ticket_reply_words import reply_text
from oncall_cli.core.actor import need_member
from oncall_cli.core.address import same
from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.core.member import Member
from oncall_cli.core.message import Message
from oncall_cli.core.reply import REPLY_WORDS, Envelope, Sent, can_be_answered, envelope
from oncall_cli.core.ticket import About, Ticket, TicketEvent
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session


def _draft_path(text: str) -> Path:
    if text.strip() in ("", "-"):
        raise BadValue("--draft needs a file", hint="write --draft FILE.eml")
    return Path(text)


Draft = Annotated[
    Path | None,
    typer.Option(
        "--draft", parser=_draft_path, metavar="FILE", help="Write the reply to all as an .eml draft."
    ),
]
Send = Annotated[bool, typer.Option("--send", help="Send the reply to all.")]


def check_reply(session: Session, ticket: Ticket, *, draft: Path | None, send: bool) -> None:
    """Refused where the reply that is asked for could not be made, before anybody is asked anything else."""
    if draft is not None or send:
        _envelope(session, ticket, draft=draft, send=send)


def reply_once(
    session: Session, ticket: Ticket, kind: ReplyKind, deed: TicketEvent | None, *, send: bool
) -> list[str]:
    """Notes for a reply of a step that was taken before; Refused where its reply is on its way or out, as the
    same goes to everybody once. A draft may be made any number of times."""
    if not send:
        return []
    from oncall_cli.core.mail import as_of
    from oncall_cli.core.mail_once import check_once, made_since

    mails = [as_of(mail, session.present) for mail in session.store.mails.of_ticket(ticket.id)]
    told_of = made_since(mails, kind, session.store.tickets.events(ticket.id), deed)
    return [
        f"reply {mail.id}, which says the same, was refused; it is given up by "
        f"oncall mail drop {mail.id} --reason TEXT"
        for mail in check_once(told_of, kind, ticket.id)
    ]


def reply(
    session: Session, ticket: Ticket, kind: ReplyKind, *, draft: Path | None, send: bool, **said: str | None
) -> list[str]:
    """Makes the reply of a step, inside its transaction and after its events: keeps the mail that is sent
    after the commit, tells the story so, and writes the draft. Returns notes; nothing where neither is asked.
    The draft is the last of it and before the commit, so that a step never stands whose draft could not be
    written; a draft whose step could not be stored says no more than was meant.

    `said` are the words said with the step (`reason`, `text`, `because`), `until` as people read it, and
    `contact`: whom it is escalated to. Refused where there is nobody to write to, no address to write from,
    no server to send by, or a file in the draft's place.
    """
    if draft is None and not send:
        return []
    from oncall_cli.core.mail import Mail
    from oncall_cli.documents.mail_headers import wire_address
    from oncall_cli.documents.reply import identity, recipients_of, reply_bytes

    member, thread, to_all = _envelope(session, ticket, draft=draft, send=send)
    text, notes = reply_text(session, ticket, kind, member, thread, said)
    notes += _uncalled(session, ticket, to_all)
    now = session.local(session.now)
    count = len(session.store.mails.of_ticket(ticket.id))
    message_id = identity(to_all, ticket.id, kind, text, now, count)
    about = About(told=False)
    if send:
        from oncall_cli.commands.mail_post import post

        source = reply_bytes(to_all, text, message_id=message_id, moment=now)
        mail = post(
            session,
            Mail(
                ticket=ticket.id,
                kind=kind,
                person=member.handle,
                message_id=message_id,
                sender=wire_address(to_all.sender.address),
                recipients=recipients_of(to_all),
                subject=to_all.subject,
                source=source.decode("utf-8"),
                made=session.now,
            ),
        )
        about = About(mail=mail.id)
    _tell(session, ticket, kind, to_all, member, about)
    if draft is not None and not session.store.door.rehearsal:
        from oncall_cli.documents.file import write_file

        write_file(draft, reply_bytes(to_all, text, message_id=message_id, moment=now, draft=True))
        notes.append(f"the draft to {_whom(to_all)} is in {draft}")
    return notes


def reply_note(session: Session, ticket: Ticket, *, draft: Path | None, send: bool) -> list[str]:
    """How everybody can still be told of a step that no reply was asked for, where there is an address."""
    if draft is not None or send or not can_be_answered(ticket, session.store.messages.of_ticket(ticket.id)):
        return []
    way = "--send" if session.policy.mail.server else "--draft FILE.eml"
    return [f"tell everybody: oncall ticket reply {ticket.id} {way}"]


def _envelope(
    session: Session, ticket: Ticket, *, draft: Path | None, send: bool
) -> tuple[Member, list[Message], Envelope]:
    rules = session.policy.mail
    if draft is not None:
        check_new(draft, "--draft")
    if send and rules.server is None:
        raise Refused(
            "there is no mail server to send by: the policy's [mail] names no server",
            hint="set [mail] server, or write --draft FILE.eml",
        )
    member = need_member(session.actor)
    thread = session.store.messages.of_ticket(ticket.id)
    out = [
        one
        for one in session.store.mails.of_ticket(ticket.id)
        if one.got or one.state not in ("refused", "dropped")
    ]
    ours = [Sent(message_id=one.message_id, made=one.made) for one in out]
    return member, thread, envelope(ticket, thread, member, rules, ours)


def _uncalled(session: Session, ticket: Ticket, to_all: Envelope) -> list[str]:
    """That nobody but the team gets the reply of a call, as where a colleague sent a voicemail on."""
    team = [member.email for member in session.store.members.all()]
    team += [session.policy.mail.sender, *session.policy.mail.watchers]
    ours = {same(address) for address in team if address}
    if not ticket.phone or ticket.email or {same(one.address) for one in to_all.everybody} - ours:
        return []
    return [f"the caller is not on the mail: call {ticket.phone}"]


def _tell(
    session: Session, ticket: Ticket, kind: ReplyKind, to_all: Envelope, member: Member, about: About
) -> None:
    draft = ", as a draft" if about.mail is None else ""
    text = f"{REPLY_WORDS[kind]}, to {_whom(to_all)}{draft}"
    event = TicketEvent(
        kind="replied",
        moment=session.local(session.now),
        person=member.handle,
        text=text,
        about=about,
    )
    session.store.tickets.add_event(ticket.id, event)


def _whom(to_all: Envelope) -> str:
    more = len(to_all.everybody) - 1
    return f"{to_all.everybody[0].address}" + (f" and {more} more" if more else "")
