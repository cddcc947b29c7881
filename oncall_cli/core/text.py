"""Text that came from outside: what is accepted as a name or a note, and how it is shown without harm."""

import re
import unicodedata

from oncall_cli.errors import BadValue

LINE_LIMIT = 200
TEXT_LIMIT = 1_000_000
_KEPT = "\n\t"
_HARMFUL = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f\ud800-\udfff"  # controls and halves of characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the reading direction
    "\u2028\u2029"
    "]"
)


def is_harmful(char: str) -> bool:
    """Whether a character steers a terminal or turns the reading direction instead of showing something."""
    return _HARMFUL.match(char) is not None


def visible(text: str, *, lines: bool = False) -> str:
    """The text with every steering character written out (`\\x1b`); line breaks stay where `lines`."""

    def written(found: re.Match[str]) -> str:
        if lines and found[0] in _KEPT:
            return found[0]
        return found[0].encode("unicode_escape", "backslashreplace").decode("ascii")

    return _HARMFUL.sub(written, text)


def json_safe(document: str) -> str:
    """JSON with the steering characters in its strings written as JSON writes them (`\\u202e`); the rest is
    left as it is, so that names stay readable."""

    def written(found: re.Match[str]) -> str:
        return found[0] if found[0] in _KEPT else f"\\u{ord(found[0]):04x}"

    return _HARMFUL.sub(written, document)


def one_line(text: str, what: str, *, limit: int = LINE_LIMIT) -> str:
    """A trimmed single line in NFC; BadValue where it is empty, too long or holds steering characters."""
    line = unicodedata.normalize("NFC", text).strip()
    if not line:
        raise BadValue(f"the {what} is empty")
    if len(line) > limit:
        raise BadValue(f"the {what} has {len(line):,} characters; {limit:,} is the most")
    bad = next((char for char in line if is_harmful(char)), None)
    if bad is not None:
        raise BadValue(
            f"the {what} holds {visible(bad)}, a control character",
            hint="write it on one line, without escapes",
        )
    if all(unicodedata.category(char) in ("Cf", "Zs", "Mn", "Me") for char in line):
        raise BadValue(f"the {what} has no letter that can be seen")
    return line


def long_text(text: str, what: str) -> str:
    """Text of several lines in NFC, as somebody said or pasted it; BadValue where it is empty, over a
    million characters or not text at all. Steering characters stay in it and are shown written out."""
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if not kept:
        raise BadValue(f"the {what} is empty")
    if len(kept) > TEXT_LIMIT:
        raise BadValue(f"the {what} has {len(kept):,} characters; {TEXT_LIMIT:,} is the most")
    if any(unicodedata.category(char) == "Cs" for char in kept) or "\x00" in kept:
        raise BadValue(f"the {what} is not readable text", hint="give it as UTF-8")
    return kept
