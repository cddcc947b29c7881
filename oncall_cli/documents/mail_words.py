"""Characters of a mail: what bytes say in the charset they claim, or in the one they are really in."""

import base64
import binascii
import re

MORE = "(There is more of it in the file message.eml.)"
"""Stands at the end of what was not read to its end."""

WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]*)\?=")
"""An encoded word of a header (RFC 2047): its charset, its encoding, and what is encoded."""

_BETWEEN = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_WIDER = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-2022-jp": "iso2022_jp_ext",
    "unicode-1-1-utf-7": "utf-7",
}
"""What programs write that claim a charset is often more than the charset has; these hold all of it."""

_NO_CHARSETS = re.compile(r"unicode.?escape|idna|punycode|undefined|mbcs|oem|unicode.?internal", re.I)
"""Names that Python knows and that are nobody's way of writing a mail."""


def decoded(content: bytes, charset: str | None) -> str:
    """What some bytes say: in the charset they claim, else in UTF-8, else as a Western computer wrote them.
    It holds no NUL and no half of a character."""
    claimed = (charset or "utf-8").strip("'\" ").lower()
    usual = () if _NO_CHARSETS.search(claimed) else (_WIDER.get(claimed, claimed), claimed)
    for name in (*usual, "utf-8", "cp1252"):
        try:
            return whole(content.decode(name))
        except (UnicodeError, LookupError, ValueError):
            continue
    return whole(content.decode("latin-1"))


def whole(text: str) -> str:
    """A text without a byte order mark or NUL, and with a mark in the place of halves of characters."""
    kept = text.removeprefix("\ufeff").replace("\x00", "")
    return kept.encode("utf-8", "replace").decode() if re.search("[\ud800-\udfff]", kept) else kept


def words_said(text: str) -> str:
    """A header's text with its encoded words (RFC 2047) written out. A character that some program cut in two
    and put into two words is one again."""
    said: list[str] = []
    pending: tuple[str, bytes] | None = None
    end = 0
    text = _BETWEEN.sub(r"\1", text)
    for found in WORD.finditer(text):
        charset, content = found[1].lower(), _content(found[2], found[3])
        before = text[end : found.start()]
        if pending and (before or charset != pending[0]):
            said.append(decoded(pending[1], pending[0]))
            pending = None
        said.append(before)
        pending = (charset, (pending[1] if pending else b"") + content)
        end = found.end()
    if pending:
        said.append(decoded(pending[1], pending[0]))
    return whole("".join(said) + text[end:])


def _content(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b"_", b" "), header=False)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:  # one letter too many or too few: what is whole is read
        return base64.b64decode(letters[: len(letters) // 4 * 4])
