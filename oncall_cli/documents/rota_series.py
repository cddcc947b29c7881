"""The events of a calendar that are one series together: one that may repeat, and what was moved of it.

Events of one number (UID) are versions of one event where they begin at the same time, and the latest version
holds. Where they do not, a program gave its number to several events; each of those is read.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from icalendar import Calendar, Event

STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What the readers of calendars raise for values that make no sense."""

MOST_PAIRS = 1000
"""How often, at most, something moved is looked for in several series of its number."""

OLDER = "the file has a later version of it"
WHOSE = "it changes a series, and the file has several of its number"


class Group(NamedTuple):
    """What has one number: its series, and the events that are in none of them with why."""

    series: list[list[Event]]
    left: list[tuple[Event, str]]


def groups_of(calendar: Calendar) -> Iterator[Group]:
    """The events of a calendar by their numbers; those without a number are each on their own."""
    numbered: dict[str, list[Event]] = {}
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    for place, event in enumerate(events):
        uid = str(event.get("UID", "")).strip()
        numbered.setdefault(f"uid {uid}" if uid else f"place {place}", []).append(event)
    return (_group(several) for several in numbered.values())


def _group(events: Sequence[Event]) -> Group:
    if len(events) == 1:
        return Group([list(events)], [])
    begun, older = _newest((event for event in events if "RECURRENCE-ID" not in event), "DTSTART")
    moved, older_moved = _newest((event for event in events if "RECURRENCE-ID" in event), "RECURRENCE-ID")
    firsts = [event for alike in begun for event in alike]
    # Of versions that are equally new, each is read: where they differ, their week has several people.
    alone = [[event] for alike in moved for event in alike[1:]]
    many = len(firsts) * len(moved) > MOST_PAIRS
    changes, left = [], [(event, OLDER) for event in (*older, *older_moved)]
    for event, *_ in moved:
        if len(firsts) > 1 and (many or _is_onwards(event)):
            left.append((event, WHOSE))
        else:
            changes.append(event)
    if not firsts and changes:
        return Group([changes, *alone], left)
    return Group([*([first, *changes] for first in firsts), *alone], left)


def _newest(events: Iterable[Event], name: str) -> tuple[list[list[Event]], list[Event]]:
    """By the time that a property says, the events of the latest version, and all those of older ones."""
    times: dict[Hashable, list[Event]] = {}
    for event in events:
        times.setdefault(_time(event, name), []).append(event)
    found, older = [], []
    for several in times.values():
        latest = max(map(_version, several))
        found.append(_unlike([event for event in several if _version(event) == latest]))
        older += [event for event in several if _version(event) < latest]
    return found, older


def _time(event: Event, name: str) -> Hashable:
    """The instant, or the date; something of its own where that makes no sense."""
    try:
        said = event.get(name).dt
        return said.astimezone(UTC) if isinstance(said, datetime) and said.tzinfo else (said, "wall clock")
    except STUMBLES:
        return id(event)


def _version(event: Event) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except STUMBLES:
        return 0


def _unlike(events: list[Event]) -> list[Event]:
    """The same without repetitions."""
    return list({event.to_ical(): event for event in events}.values()) if len(events) > 1 else events


def _is_onwards(event: Event) -> bool:
    """Whether it changes what comes after it, too."""
    try:
        return str(event.get("RECURRENCE-ID").params.get("RANGE", "")).upper() == "THISANDFUTURE"
    except STUMBLES:
        return False
