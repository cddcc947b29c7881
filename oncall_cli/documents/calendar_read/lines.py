"""The bytes of a calendar file as the lines they stand for, and how well they are written."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from oncall_cli.core.calendar_check.file import Writing
from oncall_cli.errors import BadValue

MOST_LINES = 300_000
"""Some 20,000 events: more than a phone takes, and what is judged in a few seconds."""
WIDEST = 75
"""Octets in a line, without its end (RFC 5545 3.1)."""
MOST_PARAMS = 50
MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NONE: dict[str, str] = {}
"""One for all lines that say nothing beside their name."""
_NAME = re.compile(r"[A-Za-z0-9-]+")
_STEP = re.compile(r'[":;]')


class Line(NamedTuple):
    """A property: its name in capitals, what is said beside it, and its value as it stands in the file."""

    name: str
    params: dict[str, str]
    value: str


@dataclass
class Lines:
    """The lines of a file, and what is counted while they are read."""

    lines: list[Line] = field(default_factory=list)
    junk: int = 0
    writing: Writing = field(default_factory=lambda: Writing(size=0))


def lines_of(data: bytes, source: str) -> Lines:
    """Every line, folded ones whole. BadValue where there are more than a calendar can have."""
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise BadValue(
            f"{source} is too long to check: it has more than {MOST_LINES:,} lines",
            hint="phones do not take so many events; export fewer of them",
        )
    plain, is_utf8 = _plain(data)
    physical = plain.removeprefix(MARK).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    whole = re.sub(rb"\n[ \t]", b"", b"\n".join(physical))
    text, readable = _decoded(whole)
    found = Lines()
    for said in text.split("\n"):
        line = _line(said) if said.strip() else None
        if line:
            found.lines.append(line)
        elif said.strip():
            found.junk += 1
    pairs = plain.count(b"\r\n")
    found.writing = Writing(
        size=len(data),
        is_utf8=is_utf8 and readable,
        has_mark=data.startswith(MARK),
        bare_ends=plain.count(b"\n") + plain.count(b"\r") - 2 * pairs,
        long_lines=sum(len(line) > WIDEST for line in physical),
        cut_characters=sum(_is_cut(line) for line in physical) if readable else 0,
        controls=len(_CONTROLS.findall(text)),
        junk=found.junk,
    )
    return found


def _plain(data: bytes) -> tuple[bytes, bool]:
    """The bytes in UTF-8, and whether they were so."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace").encode("utf-8", "replace"), False
    return data, True


def _decoded(data: bytes) -> tuple[str, bool]:
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), False


def _is_cut(line: bytes) -> bool:
    """Whether a line begins inside a character."""
    return line[:1] in (b" ", b"\t") and len(line) > 1 and line[1] & 0xC0 == 0x80


def _line(said: str) -> Line | None:
    """A line in its parts; nothing where it has no name or no value. What stands in quotes holds no marks."""
    head, colon, value = said.partition(":")
    if colon and _NAME.fullmatch(head):
        return Line(head.upper(), _NONE, value)
    name = _NAME.match(said)
    if not name:
        return None
    quoted, begun = False, name.end()
    marks = []
    for found in _STEP.finditer(said, begun):
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            marks.append(found.start())
            if found[0] == ":" or len(marks) > MOST_PARAMS:
                break
    if not marks or said[marks[-1]] != ":" or marks[0] != begun:
        return None
    params = {}
    for start, end in pairwise(marks):
        key, _, value = said[start + 1 : end].partition("=")
        params[key.strip().upper()] = value.replace('"', "")
    return Line(name[0].upper(), params, said[marks[-1] + 1 :])
