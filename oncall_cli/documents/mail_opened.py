"""The bytes of a mail taken apart, whatever wrote them: its headers, its thread, when it came in."""

import codecs
import re
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parsedate_to_datetime

from oncall_cli.core.attachment import size_said
from oncall_cli.core.message import MAIL_LIMIT
from oncall_cli.documents.mail_words import decoded, words_said
from oncall_cli.errors import BadValue

THREAD_LIMIT = 100
"""The most earlier messages that are kept of a thread: the first, and the last ones."""

_HEADER_LIMIT, _PARAMETERS_LIMIT = 200_000, 10_000
"""The most characters that are read of a header, and of one that says what a part is."""

_IDENTITY = re.compile(r"<[!-;=?-~]{3,900}>")
_OUTLOOK = bytes.fromhex("D0CF11E0A1B11AE1")
_SAVE = "save it from the mail program as .eml, with its headers"


class _Lenient(Compat32):
    """Headers as text, however they were written: unfolded, with bytes that are no ASCII read as what they
    say. The library's own headers fail on some that really come."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return _text(value, _PARAMETERS_LIMIT if name.lower().startswith("content-") else _HEADER_LIMIT)


def mail_of(content: bytes) -> Message:
    """The mail in a file. BadValue where it is empty, too large, nested beyond reading or no mail."""
    if len(content) > MAIL_LIMIT:
        raise BadValue(
            f"the mail has {size_said(len(content))}; {size_said(MAIL_LIMIT)} is the most",
            hint="log it by hand, with --attach for the files that matter",
        )
    if content.startswith(_OUTLOOK):
        raise BadValue("this is Outlook's own format (.msg), not an .eml file", hint=_SAVE)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n \t")
    if not content:
        raise BadValue("the mail is empty", hint=_SAVE)
    try:
        return BytesParser(policy=_Lenient()).parsebytes(content)
    except RecursionError:
        raise BadValue("the mail holds mails within mails, too deep to read", hint="log it by hand") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise BadValue("this is not a mail that can be read", hint=_SAVE) from None


def _text(value: str, limit: int) -> str:
    raw = str(value)[:limit].encode("utf-8", "surrogateescape")
    return decoded(re.sub(rb"\r?\n(?=[ \t])|[\r\n]", b"", raw), None).strip()


def header(mail: Message, name: str) -> str:
    """What the first header of a name says, encoded words written out; empty where there is none."""
    return words_said(str(mail.get(name, "")))


def headers(mail: Message, *names: str) -> list[str]:
    """Every header of some names as it was written, encoded words and all: they may hold commas."""
    return [str(value) for name in names for value in mail.get_all(name, [])]


def identity(mail: Message) -> str | None:
    """The mail's own Message-ID, or nothing."""
    said = str(mail.get("message-id", "")).strip()
    found = _IDENTITY.search(said) or _IDENTITY.fullmatch(f"<{said}>")
    return found[0] if found else None


def thread_of(mail: Message) -> tuple[str, ...]:
    """The identities of the messages before it, the oldest first, each once."""
    said = headers(mail, "references") or headers(mail, "in-reply-to")
    own = identity(mail)
    thread = tuple(dict.fromkeys(found for found in _IDENTITY.findall(" ".join(said)) if found != own))
    return thread if len(thread) <= THREAD_LIMIT else (thread[0], *thread[1 - THREAD_LIMIT :])


def received(mail: Message) -> datetime | None:
    """When the mail came in, by the server that took it in last, else when its sender wrote it (UTC)."""
    stamps = [said.rpartition(";")[2] for said in headers(mail, "received")[:1]] + headers(mail, "date")[:1]
    return next((moment for stamp in stamps if (moment := _moment(stamp))), None)


def _moment(stamp: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(stamp[:200].strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError, AttributeError):
        return None
