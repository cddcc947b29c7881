"""A team's old calendar read from a file, a table (CSV) or iCalendar, whichever it is by what it holds."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from oncall_cli.core.rota import Entry, Unclear
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY
from oncall_cli.errors import BadValue
from oncall_cli.policy.file import file_text

SIZE_LIMIT = 5_000_000
MOST = 20_000
"""How many rows or events are read of one file; more are no calendar of weeks."""

MARGIN = 8 * DAY
"""How far beyond the weeks asked for entries are read that may reach into them."""

_ZIP = b"PK\x03\x04"


class Asked(NamedTuple):
    """The weeks to read for, both included, and the timetable that says when they are."""

    first: date
    last: date
    timetable: Timetable


class Read(NamedTuple):
    """What a file holds: its entries in order, and what could not be read of it."""

    entries: list[Entry]
    unclear: list[Unclear]


def read_rota(path: Path, asked: Asked) -> Read:
    """The entries of a file. NotFound where there is none; BadValue, in one sentence, where it is too large,
    no text, or neither a table nor a calendar."""
    try:
        text = file_text(path, "calendar", SIZE_LIMIT)
    except BadValue:
        if _begins(path) == _ZIP:
            raise BadValue(f"{path} is a zip file", hint="unpack it, and give the .ics file in it") from None
        raise
    return _reader(text)(text.replace("\r\n", "\n").replace("\r", "\n"), str(path), asked)


def _reader(text: str) -> Callable[[str, str, Asked], Read]:
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        from oncall_cli.documents.rota_ical import read_events

        return read_events
    from oncall_cli.documents.rota_table import read_rows

    return read_rows


def _begins(path: Path) -> bytes:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_ZIP))
    return b""
