"""The values of a calendar file: times, lengths and texts, each read as it is written or not at all."""

import re
from datetime import UTC, date, datetime, time, timedelta

from oncall_cli.core.calendar_check.file import Stamp

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.I)
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?", re.I
)
_ESCAPED = re.compile(r"\\(.)", re.S)
_BARE_COMMA = re.compile(r"(?<!\\)(?:\\\\)*,")
_STOPS = {"n": "\n", "N": "\n"}


def moment_of(said: str, zone: str | None = None) -> Stamp | None:
    """A date, or a time in UTC, in a named zone or in none; nothing where it is neither."""
    found = _MOMENT.fullmatch(said.strip())
    if not found:
        return None
    try:
        day = datetime.combine(date(int(found[1]), int(found[2]), int(found[3])), time())
        if found[4] is None:
            return Stamp(day.date(), None, None, False)
        # A leap second is the second before it.
        local = day.replace(hour=int(found[4]), minute=int(found[5]), second=min(int(found[6]), 59))
    except ValueError:
        return None
    is_utc = bool(found[7])
    return Stamp(day.date(), local, None if is_utc else zone, is_utc)


def utc_of(said: str) -> datetime | None:
    """A moment in UTC; nothing where it is none."""
    stamp = moment_of(said)
    return stamp.local.replace(tzinfo=UTC) if stamp and stamp.local and stamp.is_utc else None


def length_of(said: str) -> timedelta | None:
    """A length of time, negative where it says so; nothing where it is none."""
    found = _LENGTH.fullmatch(said.strip())
    if not found or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def text_of(said: str, limit: int = 200) -> str:
    """A text without its escapes, cut where it is long."""
    return _ESCAPED.sub(lambda found: _STOPS.get(found[1], found[1]), said[: 2 * limit])[:limit].strip()


def has_bare_comma(said: str) -> bool:
    """Whether a text holds a comma that is not escaped, at which some readers end it."""
    return _BARE_COMMA.search(said) is not None
