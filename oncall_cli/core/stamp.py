"""What an event tells of its history: SEQUENCE and LAST-MODIFIED, which only ever grow."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

SECOND = timedelta(seconds=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime(8000, 1, 1, tzinfo=UTC)
"""No change and no event is as late; a moment that somebody else names is kept only below this."""

COUNTED = 10**9
"""Of what can be a SEQUENCE that somebody counted up to. Ours goes above that of others only below this, so
that it never comes near 2**31, in which phones keep it."""


class Stamp(NamedTuple):
    """What a file or a server says of an event's history: SEQUENCE and LAST-MODIFIED, in UTC."""

    sequence: int
    modified: datetime


def stamp_told(sequence: int, modified: datetime | None) -> Stamp:
    """A stamp as somebody else tells it, without what nobody counted up to and no clock has shown."""
    known = modified if modified and LONG_AGO <= modified < FAR else LONG_AGO
    return Stamp(sequence if 0 <= sequence < COUNTED else 0, known)


def later_than(before: datetime, now: datetime) -> datetime:
    """Now, or the second after a change before it where a clock was set back: some phones take an event anew
    only where LAST-MODIFIED has grown."""
    return max(now, before + SECOND)
