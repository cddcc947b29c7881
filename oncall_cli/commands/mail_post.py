"""Mail on its way out: kept with the change it tells of, tried once that is stored, claimed before every try.

The claim, the talk with the server and what came of it are three steps, and the first and the last are stored
by themselves: a program that is ended between them leaves a mail that counts as unsure, never one sent twice.
"""

from oncall_cli.core.mail import Mail, as_of, claimed, outcome_said, settled
from oncall_cli.documents.smtp_mail import MailServer, Outcome
from oncall_cli.errors import StoreFailed
from oncall_cli.session import Session


def post(session: Session, mail: Mail) -> Mail:
    """Keeps a mail, called inside the transaction of what it tells of; it is sent once that is stored."""
    kept = session.store.mails.add(mail)
    session.afterwards.append(lambda: _sent_at_once(session, kept.id))
    return kept


def _sent_at_once(session: Session, number: int) -> tuple[str, ...]:
    """Tries to send a mail that has just been stored; what came of it, as a note."""
    with mail_server(session) as server:
        tried = try_to_send(session, number, server)
    return (outcome_said(tried[0]),) if tried else ()


def mail_server(session: Session) -> MailServer:
    """The server of the policy that holds now, which is not connected to before a mail is claimed."""
    rules = session.policy.mail
    session.close()
    return MailServer(rules, session.environ)


def try_to_send(session: Session, number: int, server: MailServer) -> tuple[Mail, Outcome] | None:
    """Claims a mail and gives it to the server: the mail as it stands then, and what came of the try; nothing
    where it does not wait, as when another program was faster."""
    claim = _claim(session, number)
    if claim is None:
        return None
    outcome = server.give(claim)
    if outcome.interrupted:
        session.interrupted = True
    try:
        return _settle(session, claim, outcome), outcome
    except StoreFailed as failure:
        came = outcome_said(_came_of(claim, claim, outcome))
        raise StoreFailed(
            f"{came}; but that could not be kept, so reply {number} will count as unsure: {failure.message}",
            hint=failure.hint,
        ) from None


def _claim(session: Session, number: int) -> Mail | None:
    session.close()
    moment = session.present
    with session.transaction(moment):
        mail = session.store.mails.find(number)
        claim = claimed(mail, moment) if mail and mail.state == "waiting" else None
        if mail and claim:
            session.store.mails.change(mail, claim)
    session.close()
    return claim


def _settle(session: Session, claim: Mail, outcome: Outcome) -> Mail:
    with session.transaction(session.present):
        mail = session.store.mails.find(claim.id) or claim
        after = _came_of(mail, claim, outcome)
        session.store.mails.change(mail, after)
    session.close()
    return after


def _came_of(mail: Mail, claim: Mail, outcome: Outcome) -> Mail:
    return settled(mail, claim, outcome.ended, outcome.why, later=outcome.later, refused=outcome.refused)


def note_ended(session: Session) -> None:
    """Stores that whatever was claimed too long ago is unsure: the program that sent it was ended."""
    if any(as_of(mail, session.present) != mail for mail in session.store.mails.not_sent()):
        session.close()
        with session.transaction():
            for mail in session.store.mails.not_sent():
                session.store.mails.change(mail, as_of(mail, session.present))
        session.close()
