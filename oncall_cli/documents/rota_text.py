"""The text of a calendar's file, in UTF-8 or in UTF-16; what is no text says what it seems to be instead."""

import re
from pathlib import Path

from oncall_cli.errors import BadValue

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype html|html|head|body|script)\b", re.I | re.S
)


def text_of(data: bytes, path: Path) -> str:
    """What a file says. BadValue where it is empty, a zip file, a web page, or no text."""
    if data.startswith(_ZIPS):
        raise BadValue(
            f"{path} is a zip file or a spreadsheet",
            hint="unpack it and give the .ics file in it; save a spreadsheet as CSV",
        )
    text = _decoded(data, path)
    if not text.strip():
        raise BadValue(f"{path} is empty", hint="export the calendar again")
    if _PAGE.match(text[:1000]):
        raise BadValue(
            f"{path} is a web page, not a calendar",
            hint="sign in, export the calendar, and give the .ics or .csv file that it saves",
        )
    return text


def _decoded(data: bytes, path: Path) -> str:
    """Spreadsheets save "Unicode text" as UTF-16 with a mark at its start."""
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(f"{path} is not UTF-8 text", hint="save it as UTF-8") from None
