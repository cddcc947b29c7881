"""Whether a step was told to everybody already, so that a reply that says the same goes out once (T7)."""

from collections.abc import Sequence

from oncall_cli.core.mail import Mail, people_said
from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.core.reply import REPLY_WORDS
from oncall_cli.core.ticket import TicketEvent
from oncall_cli.errors import Refused


def made_since(
    mails: Sequence[Mail], kind: ReplyKind, story: Sequence[TicketEvent], deed: TicketEvent | None
) -> list[Mail]:
    """The mails of a kind that tell of a deed of a ticket's story, oldest first: those made since, and not by
    an earlier step of the same moment; all of the kind where the story has no such deed."""
    of_kind = [mail for mail in mails if mail.kind == kind]
    if deed is None:
        return of_kind
    place = max(at for at, event in enumerate(story) if event == deed)
    before = {event.about.mail for event in story[:place] if event.about}
    return [mail for mail in of_kind if mail.made >= deed.moment and mail.id not in before]


def check_once(mails: Sequence[Mail], kind: ReplyKind, ticket: int) -> list[Mail]:
    """Refused where one of these mails is out, or may be, or will be; the way on is by how it stands. Gives
    those that were refused as a whole and are still kept: nobody has them, so another may be made."""
    counting = [mail for mail in mails if mail.got or mail.state not in ("refused", "dropped")]
    if counting:
        raise _told(counting[-1], f"the {_name(kind)} of ticket {ticket}")
    return [mail for mail in mails if mail.state == "refused"]


def _told(mail: Mail, what: str) -> Refused:
    was_sent = f"{what} was sent to {people_said(mail.got or mail.recipients)} already"
    if mail.state in ("sent", "dropped"):
        return Refused(was_sent, hint=f"tell what is new: oncall ticket update {mail.ticket} TEXT --send")
    it = f"{was_sent}; that to {people_said(mail.left or mail.recipients)}" if mail.got else what
    if mail.state == "waiting":
        return Refused(f"{it} waits to be sent", hint="oncall mail send")
    if mail.state == "sending":
        return Refused(f"{it} is being sent", hint=f"oncall mail show {mail.id} says what came of it")
    may = "was refused" if mail.state == "refused" else "may have arrived"
    return Refused(f"{it} {may}", hint=f"oncall mail send {mail.id} --again")


def _name(kind: ReplyKind) -> str:
    return REPLY_WORDS[kind].removeprefix("an ").removeprefix("the ")
