"""A message of a ticket's thread: who wrote it to whom, and what a reply to it has to carry on (T7)."""

from oncall_cli.core.model import Frozen, Moment

MAIL_LIMIT = 30_000_000
"""The most bytes that a mail with all it encloses may have."""


class Mailbox(Frozen):
    """An email address with the name that stands before it, where there is one."""

    address: str
    name: str | None = None


class Message(Frozen):
    """A message as it came in. `thread` are the identities of the ones before it, the oldest first; `sender`
    is who is to be answered, `people` everybody else it was addressed to, and `moment` when it came in."""

    ticket: int
    message_id: str | None
    thread: tuple[str, ...] = ()
    subject: str | None = None
    sender: Mailbox
    people: tuple[Mailbox, ...] = ()
    moment: Moment
    text: str
