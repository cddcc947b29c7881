"""Whether a mail is a telephone system's notice of a voicemail, and who it says has called."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from oncall_cli.core.attachment import Enclosed
from oncall_cli.core.member import phone_of
from oncall_cli.documents.mail_people import plain_line
from oncall_cli.errors import BadValue

_SAYS_SO = re.compile(
    r"\bvoice[ -]?(?:mail|message|msg|note)s?\b|\bvmail\b|\bnew message \d* ?in mailbox|"
    r"\bmessage from \+?[\d(]|\bsprachnachricht|\bmessage vocal|\bmensaje de voz|\bmissed call\b",
    re.I,
)
_LEFT_BY = re.compile(
    r"(?:mail|message|msg|call|nachricht|vocal|voz)s?[ :]+(?:\S+ ){0,2}(?:from|left by|von|de)\b", re.I
)
_SOUND = (".wav", ".mp3", ".amr", ".m4a", ".ogg", ".opus", ".wma", ".aac", ".gsm", ".au", ".3gp")
_MACHINE = re.compile(
    r"(?:no|do[._-]?not|don.?t)[._-]?reply|voice|unity|vmail|\bvm\b|mailer-daemon|postmaster|notif|system|"
    r"\bpbx|asterisk|freepbx|\bphone|messag|alert|\bucm|\bfax|recorder|answering",
    re.I,
)
_FORWARDED = re.compile(r"^\s*(?:fwd?|wg|tr|rv|i|doorst|vs)\s*:", re.I)
_ANCHOR = re.compile(
    r"\b(?:from|caller(?:[ -]?id)?|calling number|phone(?: number)?|number|call ?back|cid|left by|von|de)\b"
    r"[ \t]*:?",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w.@-])(?<!\d[:/])\+?(?:\(\+?\d[\d .-]{0,8}\)|\d)"
    r"(?:[ .-]{0,3}(?!(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d)"
    r"(?:\(\d[\d .-]{0,8}\)|\d)){3,20}(?<=\d)"
    r"(?:[ ,]*(?:x|ext\.?) ?\d{1,6})?(?![\w@]|[:/]\d)",
    re.I,
)
"""A bracket in a number is closed in it, and neither a time nor a date behind a number is part of it."""
_EXTENSION = re.compile(r"\s*(?:(?:ext(?:ension)?\.?|number|x)[ \t]*)?(\d{3,6})(?![\w.:/-])", re.I)
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?.*|\d\d?[.-]\d\d?[.-](?:\d\d){1,2}(?: .*)?|(?:19|20)\d\d[01]\d[0-3]\d\d*"
)
_SAID_OF_NOBODY = re.compile(
    r"^(?:(?:the|a|an|your|number|caller|external|internal|phone|wireless|at|ext|extension|mobile|cell|"
    r"id|unknown|anonymous|private|withheld|restricted|unavailable|outside|someone|name|is|on|of|mailbox)"
    r"\b[ :]*)+",
    re.I,
)
_SENTENCE = re.compile(
    r"(?<!\b[^\W\d_])(?<!\b(?:mr|ms|dr|st|sr|jr|co|no|nr))(?<!\b(?:mrs|inc|ltd|llc|ext|tel))"
    r"(?<!\b(?:prof|corp|dept|frau|herr))[.!?]+\s+(?!x\b|ext\b)(?=[^\W\d_])",
    re.I,
)
"""Where a sentence ends: not behind an initial, a title or the like, and not before a number."""
_TO_DIAL = re.compile(
    r"\b(?:dial|press)\b|(?:^|[,;:(]|[-–—] )\s*(?i:(?:please |or |and |then )*(?:dial|press)\b)|"
    r"\b[Cc]all (?:(?:us|in|on|at|the|our|your|this|number|phone|mailbox|voicemail|system|service|line) )"
    r"{0,5}(?=[+(]?\d[\d ().-]{5,20}(?<=\d) "
    r"(?:for|to (?:listen|hear|retrieve|access|check|play|get|pick|reach))\b)"
)
"""What a number behind is for the reader to dial; a name like "Acme Press" is none."""
_NO_CALLER = re.compile(
    r"(?:(?<!caller )(?<!caller-)(?<!caller)\bid|\b(?:msg|message|ticket|ref(?:erence)?|case|order|account|"
    r"mailbox|access|confirmation)(?:[ -]?id)?)\b[ .:#=]*(?:(?:number|no|nr|is)\b[ .:#=]*)*$",
    re.I,
)
"""What stands before a number that is nobody's telephone."""
_OF_NO_CALLER = re.compile(
    r"[(<\[,;:]|\bon\b|\bat\b|\d|"
    r"\b(?:msg|message|ticket|ref|reference|id)\b[ .:#]*(?:id\b|no\b|number\b|[\d#:])"
)
_CALLED = re.compile(
    r"[\s)\]>\"”,]*(?:(?:has|just) )*(?:left (?:you |us )?(?:an? |\d+ |one )?(?:new )?"
    r"(?:voice|vmail|message|msg)|called\b|rang\b|tried to (?:call|reach)\b)",
    re.I,
)
_AFTER = re.compile(r"\s*[(\[<\"“]\s*([^()\[\]<>\"“”\d]{2,60})\s*[)\]>\"”]")
_TRANSCRIPT = re.compile(
    r"^[ \t]*transcript(?:ion)?[ \t]*:\s*(\S.*?)[ \t]*(?:\n[ \t]*\n|\Z)", re.I | re.M | re.S
)
_READ_MOST, _LINE_MOST, _TEXT_MOST = 500, 120, 5000
_NAME_MOST = 60


class CalledBy(NamedTuple):
    """Who a notice names: a name, a number, both or neither; and whether somebody else sent the mail."""

    name: str | None
    phone: str | None
    is_another: bool


def called_by(
    subject: str, text: str, files: list[Enclosed], sender: str, *, is_automatic: bool
) -> CalledBy | None:
    """Who has called, where the mail is a notice of a voicemail; nothing where it is a mail like any other.
    A recording alone makes none, nor does the word: somebody may complain of voicemail, or send a sound."""
    says_so = any(_SAYS_SO.search(part) for part in (subject, sender, text[:_TEXT_MOST]))
    has_sound = any(
        file.media_type.startswith("audio/") or file.name.lower().endswith(_SOUND) for file in files
    )
    is_machine = is_automatic or _MACHINE.search(sender) is not None
    name, phone = _named(subject)
    says_whom = phone is not None and _LEFT_BY.search(subject) is not None
    if not phone:
        in_text, phone = _named(text[:_TEXT_MOST])
        name = in_text or name
    if not says_so or not (has_sound or says_whom or (phone and is_machine)):
        return None
    return CalledBy(name, phone, is_machine or bool(phone and _FORWARDED.match(subject)))


def transcript_of(text: str) -> str | None:
    """What the caller said, in one line, where the notice has it written out."""
    found = _TRANSCRIPT.search(text[:_TEXT_MOST])
    return " ".join(found[1].split()) if found else None


def _named(text: str) -> tuple[str | None, str | None]:
    """The first name and number of a caller in a text: the number after "from", "caller" or the like in the
    same sentence, or the one that "left you a message"."""
    alone: str | None = None
    for line in text.splitlines():
        for sentence in _SENTENCE.split(line[:_READ_MOST]):
            said = _TO_DIAL.split(sentence, maxsplit=1)[0]
            for anchor in _ANCHOR.finditer(said):
                if _NO_CALLER.search(said[: anchor.end()]):
                    continue
                rest = said[anchor.end() :][:_LINE_MOST]
                number = _number(rest)
                if number:
                    before, after = rest[: number.start()], rest[number.end() :]
                    named = _AFTER.match(after)
                    return _name(before) or (_name(named[1]) if named else None), _phone(number)
                alone = alone or _name(_OF_NO_CALLER.split(rest)[0])
            number = next((found for found in _numbers(said) if _CALLED.match(said, found.end())), None)
            if number:
                before = re.split(r"[,;:]", said[: number.start()].rstrip(" \t,;:"))[-1]
                return _name(before) or alone, _phone(number)
    return alone, None


def _number(rest: str) -> re.Match[str] | None:
    return next(_numbers(rest), None) or _EXTENSION.match(rest)


def _numbers(said: str) -> Iterator[re.Match[str]]:
    for found in _PHONE.finditer(said):
        if (
            not _DATE.fullmatch(found[0].strip())
            and _phone(found)
            and sum(map(str.isdigit, found[0])) >= 7
            and not _NO_CALLER.search(said[: found.start()])
        ):
            yield found


def _phone(found: re.Match[str]) -> str | None:
    said = (found[1] if found.re.groups else found[0]).strip(" .-,")
    try:
        return phone_of(said)
    except BadValue:
        return None


def _name(text: str) -> str | None:
    """A name out of what stands before or behind a number; nothing where it is a word that names nobody."""
    name = (plain_line(text) or "").strip(" \t\"'“”<>()[]:,;.-–")
    name = _SAID_OF_NOBODY.sub("", name).strip(" \"'“”<>()[]:,;.-–")
    if not name or len(name) > _NAME_MOST or any(map(str.isdigit, name)) or not any(map(str.isalpha, name)):
        return None
    return name
