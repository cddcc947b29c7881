"""Lengths of time as people write them in a policy: `15m`, `24h`, `5d`."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST = timedelta(days=99_999)
_EXPECTED = 'expected a length of time like "15m", "24h" or "5d"'
_FORM = re.compile(r"(?:(\d{1,5})d)?\s*(?:(\d{1,5})h)?\s*(?:(\d{1,5})m(?:in)?)?")


def length_of(text: object) -> timedelta:
    """The length that `text` says; ValueError where it says none, or one of no time or of centuries."""
    if isinstance(text, timedelta):
        return text
    length = length_or_none_of(text) if isinstance(text, str) else timedelta()
    if not length:
        raise ValueError(_EXPECTED)
    return length


def length_or_none_of(text: str) -> timedelta:
    """As `length_of`, and `0m` is no time at all."""
    found = _FORM.fullmatch(text.strip())
    if not found or not any(found.groups()):
        raise ValueError(_EXPECTED)
    units = zip(found.groups(), ("d", "h", "m"), strict=True)
    length = sum((int(number or 0) * _UNITS[unit] for number, unit in units), timedelta())
    if length > _LONGEST:
        raise ValueError(_EXPECTED)
    return length


def length_text(length: timedelta) -> str:
    """The shortest way to write a length of whole minutes: `90m`, `24h`, `5d`, `70d1m`."""
    minutes = length // timedelta(minutes=1)
    if minutes % 1440 == 0 and minutes > 1440:
        return f"{minutes // 1440}d"
    if minutes > 99_999:
        days, hours = minutes // 1440, minutes // 60 % 24
        parts = ((days, "d"), (hours, "h"), (minutes % 60, "m"))
        return "".join(f"{number}{unit}" for number, unit in parts if number)
    if minutes % 60 == 0:
        return f"{minutes // 60}h"
    return f"{minutes}m"


Length = Annotated[timedelta, BeforeValidator(length_of), PlainSerializer(length_text)]
