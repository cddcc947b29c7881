"""Replies that wait to be sent: list, show, send, drop."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.mail import MailDropped, MailHeader, MailList, MailOut, MailShown, MailsSent, mail_out
from oncall_cli.commands.complete import mails as mail_numbers
from oncall_cli.commands.frame import group, verb
from oncall_cli.commands.mail_post import mail_server, note_ended, try_to_send
from oncall_cli.core.actor import need_member
from oncall_cli.core.mail import (
    LEASE,
    Mail,
    again,
    as_of,
    dropped,
    left_said,
    next_state,
    outcome_said,
    people_said,
)
from oncall_cli.core.text import one_line
from oncall_cli.documents.outbox_mail import headers_and_text
from oncall_cli.errors import BadValue, NotFound, Refused
from oncall_cli.session import Session

app = group("Replies that wait to be sent.")

Number = Annotated[
    int,
    typer.Argument(metavar="ID", help="The reply's number.", autocompletion=mail_numbers, show_default=False),
]


@verb(app, "list")
def list_(
    session: Session,
    everything: Annotated[bool, typer.Option("--all", help="Also what was sent or given up.")] = False,
) -> Result:
    """List the replies that are not sent, and why."""
    kept = session.store.mails.all() if everything else session.store.mails.not_sent()
    return MailList(mails=tuple(_out(session, mail) for mail in kept), everything=everything)


@verb(app, "show")
def show(session: Session, number: Number) -> Result:
    """Show a reply whole, and what happened to it."""
    mail = _found(session, number)
    headers, text = headers_and_text(mail.source)
    steps = session.store.mails.steps(number)
    return MailShown(
        **dict(_out(session, mail)),
        headers=tuple(MailHeader(name=name, value=value) for name, value in headers),
        text=text,
        source=mail.source,
        steps=tuple(step.model_copy(update={"moment": session.local(step.moment)}) for step in steps),
    )


@verb(app, "send")
def send(
    session: Session,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="ID",
            help="Which; left out: all that wait.",
            autocompletion=mail_numbers,
            show_default=False,
        ),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--again", help="Also where it was refused, or may have arrived.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, and stop.")] = False,
) -> Result:
    """Send the replies that wait, the oldest first."""
    if anyway and not numbers:
        raise BadValue("--again needs the numbers of replies", hint="oncall mail list shows them")
    wanted = _wanted(session, numbers, anyway=anyway)
    if dry_run or not wanted:
        asked = [again(mail) if anyway else mail for mail in wanted]
        said = "; ".join(f"reply {mail.id} to {people_said(mail.left)}" for mail in asked)
        would = tuple(_out(session, mail) for mail in wanted)
        line = f"Would send {said}." if wanted else "No reply waits."
        return Done(MailsSent(sent=(), left=would), line, _elsewhere(session))
    note_ended(session)
    if anyway:
        _ask_again(session, [mail.id for mail in wanted])
    sent, left = _send(session, wanted)
    answer = MailsSent(
        sent=tuple(_out(session, mail) for mail in sent), left=tuple(_out(session, mail) for mail in left)
    )
    notes = tuple(f"reply {mail.id}: {outcome_said(mail)}" for mail in sent if mail.why)
    said = "; ".join(f"reply {mail.id} to {people_said(mail.got)}" for mail in sent)
    line = f"Sent {said}." if sent else "Nothing was sent by this run."
    if left and session.interrupted:
        return Done(answer, line, (*notes, f"interrupted: {left_said(left)}"))
    if left:
        before = f"sent {said}; " if sent else ""
        raise Refused(before + left_said(left), hint="oncall mail list shows each of them and why")
    return Done(answer, line, notes)


@verb(app, "drop", writes=True)
def drop(
    session: Session,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why it is not to be sent.")],
) -> Result:
    """Give up a reply that is not to be sent."""
    need_member(session.actor)
    before = session.store.mails.find(number)
    after = dropped(_found(session, number), one_line(reason, "reason", limit=2000))
    if before:
        session.store.mails.change(before, after)
    said = f"Dropped reply {number} to {people_said(after.left)}: it is not sent."
    return Done(MailDropped(**dict(_out(session, after))), said)


def _elsewhere(session: Session) -> tuple[str, ...]:
    """What other runs have in hand, and until when that is to be believed of a run that may have been ended:
    a note for whoever finds nothing to send."""
    mails = [as_of(mail, session.present) for mail in session.store.mails.not_sent()]
    claims = [mail.tried for mail in mails if mail.state == "sending" and mail.tried]
    if not claims:
        return ()
    ones = "1 reply is" if len(claims) == 1 else f"{len(claims)} replies are"
    until = session.said(max(claims) + LEASE)
    return (f"{ones} being sent by another run; unsure from {until} on if that was ended",)


def _found(session: Session, number: int) -> Mail:
    """The mail of a number as it counts now; NotFound where there is none."""
    mail = session.store.mails.find(number)
    if mail is None:
        raise NotFound(f"there is no reply {number}", hint="oncall mail list --all shows every one")
    return as_of(mail, session.present)


def _wanted(session: Session, numbers: list[int] | None, *, anyway: bool) -> list[Mail]:
    """What is to be sent; Refused where one that is named does not wait."""
    if not numbers:
        return [mail for mail in session.store.mails.not_sent() if mail.state == "waiting"]
    named = [_found(session, number) for number in sorted(set(numbers))]
    for mail in named:
        next_state(mail, "again" if anyway else "claim")
    return named


def _ask_again(session: Session, numbers: list[int]) -> None:
    """Stores that a person wants these to be sent whatever came of them."""
    session.close()
    with session.transaction(session.present):
        for number in numbers:
            mail = _found(session, number)
            session.store.mails.change(mail, again(mail))
    session.close()


def _send(session: Session, wanted: list[Mail]) -> tuple[list[Mail], list[Mail]]:
    """Sends one after the other: what is out, and what is not. A server that cannot be used ends it, as it
    would be the same for the rest, and so do two connections lost in a row."""
    ended: dict[int, Mail | None] = {}
    lost = 0
    try:
        with mail_server(session) as server:
            for mail in wanted:
                tried = try_to_send(session, mail.id, server)
                ended[mail.id] = tried[0] if tried else None
                if tried:
                    outcome = tried[1]
                    lost = lost + 1 if outcome.lost else 0
                    if outcome.useless or outcome.interrupted or lost == 2:
                        break
    except KeyboardInterrupt:
        session.interrupted = True
    stand = [now for mail in wanted if (now := ended.get(mail.id, mail))]
    return [mail for mail in stand if mail.state == "sent"], [mail for mail in stand if mail.state != "sent"]


def _out(session: Session, mail: Mail) -> MailOut:
    return mail_out(as_of(mail, session.present), session.zone)
