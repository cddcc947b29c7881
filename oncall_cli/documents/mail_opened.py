"""The bytes of a mail taken apart, whatever wrote them: its headers, its thread, when it came in."""

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING

from oncall_cli.core.attachment import size_said
from oncall_cli.core.message import MAIL_LIMIT
from oncall_cli.documents.mail_words import decoded, words_said
from oncall_cli.errors import BadValue

THREAD_LIMIT = 100
"""The most earlier messages that are kept of a thread: the first, and the last ones."""

_HEADER_LIMIT, _PARAMETERS_LIMIT = 200_000, 10_000
"""The most characters that are read of a header, and of one that says what a part is."""

DEEPEST = 20
"""How many parts within parts are read: what lies deeper stays in the mail as it came."""

LINES_LIMIT, BOUNDARIES_LIMIT, HEADERS_LIMIT = 600_000, 20_000, 10_000
"""The most lines of a mail that are read, lines that may part two of its parts, and headers of a part; a real
mail has far fewer, and to read more of them takes too long."""

_NOTICE, _NOTICE_LINES = b"message/delivery-status", 100_000
"""A notice of what became of a mail is a part for every few lines: fewer of them are read."""

_LINE_END = re.compile(rb"\r\n?|\n")
_BOUNDARY = re.compile(rb"(?<=[\r\n])--")
_IDENTITY = re.compile(r"<[!-;=?-~]{3,900}>")
_OUTLOOK = bytes.fromhex("D0CF11E0A1B11AE1")
_SAVE = "save it from the mail program as .eml, with its headers"


class Part(Message):
    """A mail, or a part of one. It `is_cut` where something of it was not read; what lies too `deep` is taken
    for plain text, so that nothing further is looked for in it."""

    depth = 0
    is_cut = False

    @property
    def is_too_deep(self) -> bool:
        """Whether it lies deeper than mails are read."""
        return self.depth > DEEPEST

    def attach(self, payload: Message | str) -> None:
        """Takes in a part of this one."""
        if isinstance(payload, Part):
            payload.depth = self.depth + 1
            payload.is_cut = payload.is_too_deep
        super().attach(payload)

    def set_raw(self, name: str, value: str) -> None:
        """Takes in a header as it was written, up to as many as are read."""
        if len(self) < HEADERS_LIMIT:
            super().set_raw(name, value)
        else:
            self.is_cut = True

    def get_content_type(self) -> str:
        """What the part says that it is, in lower case."""
        return "text/plain" if self.is_too_deep else super().get_content_type()

    def parts(self) -> list["Part"] | None:
        """The parts it is made of, or nothing where it is one text or file."""
        if not self.is_multipart():
            return None
        inside: object = self.get_payload()
        return [part for part in inside if isinstance(part, Part)] if isinstance(inside, list) else []

    def all_parts(self) -> Iterator["Part"]:
        """The part itself, and everything in it."""
        yield self
        for part in self.parts() or ():
            yield from part.all_parts()


if TYPE_CHECKING:
    _OfParts = Compat32[Part]
else:
    _OfParts = Compat32


class _Lenient(_OfParts):
    """Headers as text, however they were written: unfolded, with bytes that are no ASCII read as what they
    say. The library's own headers fail on some that really come."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return _text(value, _PARAMETERS_LIMIT if name.lower().startswith("content-") else _HEADER_LIMIT)


def mail_of(content: bytes) -> Part:
    """The mail in a file. BadValue where it is empty, too large or no mail."""
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
    end = _end_of_reading(content)
    try:
        mail = BytesParser(Part, policy=_Lenient()).parsebytes(content[:end])
        mail.is_cut = mail.is_cut or end < len(content)
        return mail
    except (ValueError, LookupError, TypeError, AttributeError):
        raise BadValue("this is not a mail that can be read", hint=_SAVE) from None


def _end_of_reading(content: bytes) -> int:
    """Where the lines end that are read: before one that is too many."""
    end = len(content)
    lines = _NOTICE_LINES if _NOTICE in content.lower() else LINES_LIMIT
    if content.count(b"\n") + content.count(b"\r") > lines:
        last = next(islice(_LINE_END.finditer(content), lines - 1, None), None)
        end = last.end() if last else end
    if content.count(b"\n--") + content.count(b"\r--") > BOUNDARIES_LIMIT:
        first = next(islice(_BOUNDARY.finditer(content), BOUNDARIES_LIMIT, None), None)
        end = min(end, first.start()) if first else end
    return end


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
