"""A file that belongs to a ticket: its name, how large it may be, and how its size is said (T2)."""

import re
import unicodedata
from typing import NamedTuple

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.text import is_harmful
from oncall_cli.errors import BadValue

SIZE_LIMIT = 50_000_000
"""The most bytes that one file may have."""

NAME_LIMIT = 200
"""The most bytes of a name, in UTF-8: less than any file system's own limit."""

ANY_TYPE = "application/octet-stream"
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,90}")
_LONGEST_END = 20


class Enclosed(NamedTuple):
    """A file as it was given: its name, its media type, and what it holds."""

    name: str
    media_type: str
    content: bytes


class Attachment(Frozen):
    """A file that is kept: its size in bytes, the hash it is kept under, when it was added and by whom."""

    id: int
    ticket: int
    name: str
    media_type: str
    size: int
    sha256: str
    added: Moment
    person: str | None


def enclosed_of(name: str, media_type: str, content: bytes) -> Enclosed:
    """A file with a name and a media type that do no harm; BadValue where it is larger than a file may be."""
    safe = file_name(name)
    if len(content) > SIZE_LIMIT:
        raise BadValue(f"{safe} has {size_said(len(content))}; {size_said(SIZE_LIMIT)} is the most")
    kind = media_type.strip().lower()
    return Enclosed(safe, kind if _TYPE.fullmatch(kind) else ANY_TYPE, content)


def file_name(text: str) -> str:
    """The last part of a path as a name in any folder: it hides nothing, steers nothing and leads nowhere
    else; `file` where nothing is left of it."""
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2][:10_000]
    name = "".join(char for char in unicodedata.normalize("NFC", last) if not is_harmful(char))
    name = name.strip().lstrip(".- ").rstrip(". ")
    stem, dot, end = name.rpartition(".")
    if len(name.encode()) > NAME_LIMIT:
        kept_end = f"{dot}{end}" if stem and len(end.encode()) < _LONGEST_END else ""
        name = _cut(stem if kept_end else name, NAME_LIMIT - len(kept_end.encode())).rstrip() + kept_end
    return name or "file"


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def size_said(size: int) -> str:
    """Bytes as people say them: 812 bytes, 12 kB, 1.4 MB."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    if size < 999_500:
        return f"{round(size / 1000)} kB"
    megabytes = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{megabytes} MB"
