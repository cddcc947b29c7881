"""Answers about replies on their way out."""

from zoneinfo import ZoneInfo

from oncall_cli.answers.answer import Answer
from oncall_cli.core.mail import Mail, MailState, MailStepTaken, Refusal
from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.core.model import Frozen, Moment


class MailOut(Frozen):
    """A reply on its way: about which ticket, to whom, how it stands and why; `made` is since when. Of its
    recipients some `got` it, some are `refused` for good, and some are `left` to get it."""

    id: int
    ticket: int
    kind: ReplyKind
    person: str | None
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    made: Moment
    state: MailState
    attempts: int
    tried: Moment | None
    why: str | None
    got: tuple[str, ...]
    refused: tuple[Refusal, ...]
    left: tuple[str, ...]


def mail_out(mail: Mail, zone: ZoneInfo) -> MailOut:
    """A reply as answers show it, its moments on the team's wall clock."""
    tried = mail.tried.astimezone(zone) if mail.tried else None
    local = {"made": mail.made.astimezone(zone), "tried": tried}
    return MailOut(**mail.model_dump(exclude={"source", "made", "tried"}), **local, left=mail.left)


class MailHeader(Frozen):
    """A line of a mail's head."""

    name: str
    value: str


class MailShown(Answer, MailOut):
    """A reply whole, with everything that has happened to it."""

    headers: tuple[MailHeader, ...]
    text: str
    source: str
    steps: tuple[MailStepTaken, ...]


class MailList(Answer):
    """Replies on their way, the newest last; of all of them where `everything`."""

    mails: tuple[MailOut, ...]
    everything: bool


class MailsSent(Answer):
    """What was sent and what is left, or would be."""

    sent: tuple[MailOut, ...]
    left: tuple[MailOut, ...]


class MailDropped(Answer, MailOut):
    """A reply that was given up."""
