"""A team's old calendar read from a file, a table (CSV) or iCalendar, whichever it is by what it holds."""

from collections.abc import Callable
from pathlib import Path

from oncall_cli.documents.rota_read import Asked, Read
from oncall_cli.documents.rota_text import text_of
from oncall_cli.policy.file import file_bytes

SIZE_LIMIT = 5_000_000


def read_rota(path: Path, asked: Asked) -> Read:
    """The entries of a file. NotFound where there is none; BadValue, in one sentence, where it is too large,
    no text, or neither a table nor a calendar."""
    text = text_of(file_bytes(path, "calendar", SIZE_LIMIT), path)
    return _reader(text)(text.replace("\r\n", "\n").replace("\r", "\n"), str(path), asked)


def _reader(text: str) -> Callable[[str, str, Asked], Read]:
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        from oncall_cli.documents.rota_ical import read_events

        return read_events
    from oncall_cli.documents.rota_table import read_rows

    return read_rows
