"""An object of a CalDAV server as text, read so that every line of it can be written again as it was."""

import re
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline, Contentlines

from oncall_cli.core.push.object import UNREADABLE, Component, Line
from oncall_cli.core.revision import Entry
from oncall_cli.documents.ical import object_bytes

LARGEST = 2 << 20
"""The largest object that is looked into, in bytes."""

_FOLD = re.compile(rb"\r?\n[ \t]")
_END = re.compile(r"\r?\n")
_LINE = re.compile(r'([A-Za-z0-9_-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
_DEEPEST = 8


def our_object(entry: Entry, zone: ZoneInfo) -> Component:
    """The object of an entry as we write it where there is none yet."""
    return component_of(object_bytes(entry, zone))


def component_of(data: bytes) -> Component:
    """The calendar that the text of an object is; one that holds nothing where it is none, or cannot be
    read."""
    try:
        text = _FOLD.sub(b"", data).decode("utf-8-sig")
    except UnicodeDecodeError:
        return UNREADABLE
    return _calendar(text) or UNREADABLE


def held_object(data: bytes, uid: str) -> Component:
    """What an object that should be the event of a UID says to a phone; nothing where it is another's."""
    from oncall_cli.documents.caldav.described import as_described

    if len(data) > LARGEST:
        return UNREADABLE
    calendar = component_of(data)
    uids = {event.text("UID") for event in calendar.named("VEVENT")}
    return as_described(calendar) if uids == {uid} else UNREADABLE


def _calendar(text: str) -> Component | None:
    open_: list[tuple[str, list[Line], list[Component]]] = [("", [], [])]
    for written in filter(None, _END.split(text)):
        line = _line(written)
        if line is None or len(open_) > _DEEPEST:
            return None
        if line.name == "BEGIN":
            open_.append((line.value.strip().upper(), [], []))
        elif line.name == "END":
            name, lines, parts = open_.pop()
            if not open_ or name != line.value.strip().upper():
                return None
            open_[-1][2].append(Component(name, tuple(lines), tuple(parts)))
        else:
            open_[-1][1].append(line)
    _, stray, found = open_[0]
    if len(open_) > 1 or stray or len(found) != 1 or found[0].name != "VCALENDAR":
        return None
    return found[0]


def object_of(component: Component) -> bytes:
    """The text of an object: CRLF, folded at 75 octets between characters."""
    written: bytes = Contentlines(map(Contentline, _written(component))).to_ical()
    return written


def _line(written: str) -> Line | None:
    found = _LINE.fullmatch(written)
    return Line(found[1].upper(), found[2], found[3]) if found else None


def _written(component: Component) -> list[str]:
    own = [f"{line.name}{line.params}:{line.value}" for line in component.lines]
    inner = [line for part in component.parts for line in _written(part)]
    return [f"BEGIN:{component.name}", *own, *inner, f"END:{component.name}"]
