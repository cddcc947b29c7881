"""An .eml file read as what there is to log: who wrote or called, what about, when, and what came along (T2).

Mails come from programs of every kind: whatever can be read of one is read, and the mail as it came is kept
beside it. BadValue says what hinders, where it cannot be logged at all.
"""

import unicodedata
from datetime import UTC, datetime
from email.message import Message as Mail
from typing import Literal, NamedTuple

from oncall_cli.core.attachment import Enclosed, enclosed_of
from oncall_cli.core.message import Mailbox, Message
from oncall_cli.core.text import TEXT_LIMIT
from oncall_cli.documents.mail_opened import header, headers, identity, mail_of, received, thread_of
from oncall_cli.documents.mail_parts import contents_of
from oncall_cli.documents.mail_people import mailboxes, plain_line
from oncall_cli.documents.mail_voicemail import called_by, transcript_of
from oncall_cli.errors import BadValue

SUBJECT_LIMIT = 500
"""The most characters of a subject; a longer one is cut."""

UNSAID = datetime.fromtimestamp(0, UTC)
"""Stands where a mail names no moment, until whoever keeps it knows better."""

ORIGINAL = "message.eml"
_CUT = "\n(The rest is cut here; it is in the file message.eml.)"
_NOTHING = "(a mail without subject or text)"


class MailRead(NamedTuple):
    """What a mail says that a ticket needs; `received` in UTC, nothing where the mail names no moment. The
    first of `enclosed` is the mail itself."""

    message: Message
    channel: Literal["email", "voicemail"]
    caller: str
    phone: str | None
    email: str | None
    description: str
    received: datetime | None
    enclosed: tuple[Enclosed, ...]


def read_mail(content: bytes) -> MailRead:
    """Reads an .eml file. BadValue where it is too large, no mail, or names nobody to answer."""
    mail = mail_of(content)
    writers = mailboxes(headers(mail, "from"))
    if not writers:
        raise BadValue(
            "the mail names no sender: there is nobody to answer",
            hint="is it a whole .eml file, with its headers? it can be logged by hand",
        )
    writer = writers[0]
    found = contents_of(mail)
    subject = plain_line(header(mail, "subject"), SUBJECT_LIMIT)
    moment = received(mail)
    voice = called_by(
        subject or "",
        found.text,
        found.files,
        f"{writer.name or ''} <{writer.address}>",
        is_automatic=_is_automatic(mail),
    )
    called = voice and (voice.name or voice.phone)
    text, description = _texts(transcript_of(found.text) if voice else None, subject, found.text)
    sender, people = _thread_people(mail, writers)
    return MailRead(
        message=Message(
            ticket=0,
            message_id=identity(mail),
            thread=thread_of(mail),
            subject=subject,
            sender=sender,
            people=people,
            moment=moment or UNSAID,
            text=text,
        ),
        channel="voicemail" if voice else "email",
        caller=called or writer.name or writer.address,
        phone=voice.phone if voice else None,
        email=None if voice and voice.is_another else writer.address,
        description=description,
        received=moment,
        enclosed=(enclosed_of(ORIGINAL, "message/rfc822", content), *found.files),
    )


def _thread_people(mail: Mail, writers: list[Mailbox]) -> tuple[Mailbox, tuple[Mailbox, ...]]:
    """Who is to be answered, and everybody else on the mail, each once."""
    answered = mailboxes(headers(mail, "reply-to")) or writers
    others = mailboxes(headers(mail, "to", "cc"))
    everybody = {person.address.lower(): person for person in [*others, *writers, *answered]}
    everybody = {
        person.address.lower(): everybody[person.address.lower()] for person in [*answered, *writers]
    } | everybody
    del everybody[answered[0].address.lower()]
    return answered[0], tuple(everybody.values())


def _texts(transcript: str | None, subject: str | None, text: str) -> tuple[str, str]:
    """The message's own text, and the description: what a caller said, the subject, the text, with an empty
    line between. Each is cut where it is longer than a text may be, and then says so."""
    said = unicodedata.normalize("NFC", text).strip()
    description = "\n\n".join(filter(None, [transcript, subject, said])) or _NOTHING
    return _fitting(said), _fitting(description)


def _fitting(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - len(_CUT)] + _CUT


def _is_automatic(mail: Mail) -> bool:
    """Whether a program says of itself that it wrote the mail."""
    submitted = header(mail, "auto-submitted").lower()
    return bool(submitted and submitted != "no") or bool(header(mail, "x-auto-response-suppress"))
