"""A reply as a message: its bytes go to a mail server, or into a file that a mail program opens as a draft.

The same reply is the same bytes. Lines end in CRLF, are no longer than mail allows, and hold ASCII alone, but
where an address itself is written in other letters.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from oncall_cli.core.reply import Envelope
from oncall_cli.documents.mail_headers import (
    identities_header,
    people_header,
    wire_address,
    words_header,
)

_PLAIN = SMTP.clone(cte_type="7bit")
_ANY_LETTERS = _PLAIN.clone(utf8=True)


def identity(envelope: Envelope, ticket: int, kind: str, text: str, moment: datetime, count: int) -> str:
    """The Message-ID of a reply, the `count`th about its ticket: another one for every other reply."""
    whole = repr((envelope, ticket, kind, text, moment.isoformat(), count))
    mark = sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:24]
    domain = wire_address(envelope.sender.address).rpartition("@")[2]
    return f"<oncall.{ticket}.{kind.replace('_', '-')}.{mark}@{domain}>"


def reply_bytes(
    envelope: Envelope, text: str, *, message_id: str, moment: datetime, draft: bool = False
) -> bytes:
    """The whole message. A `draft` is marked so that mail programs open it ready to be sent."""
    people = (envelope.sender, *envelope.everybody)
    letters = all(wire_address(mailbox.address).isascii() for mailbox in people)
    message = EmailMessage(_PLAIN if letters else _ANY_LETTERS)
    message["Date"] = format_datetime(moment)
    message["From"] = people_header("From", [envelope.sender])
    message["To"] = people_header("To", envelope.to)
    if envelope.cc:
        message["Cc"] = people_header("Cc", envelope.cc)
    message["Subject"] = words_header("Subject", envelope.subject)
    message["Message-ID"] = identities_header("Message-ID", [message_id])
    if envelope.in_reply_to:
        message["In-Reply-To"] = identities_header("In-Reply-To", [envelope.in_reply_to])
    if envelope.references:
        message["References"] = identities_header("References", envelope.references)
    if draft:
        message["X-Unsent"] = "1"
    message.set_content(text)
    return message.as_bytes()


def recipients_of(envelope: Envelope) -> tuple[str, ...]:
    """The bare addresses that a mail server is given."""
    return tuple(wire_address(mailbox.address) for mailbox in envelope.everybody)
