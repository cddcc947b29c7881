"""A calendar file, from whatever program it comes, as what can be checked about it; any bytes do no harm."""

import re
from dataclasses import replace

from oncall_cli.core.calendar_check.file import SeenEvent, SeenFile, SeenZone, Writing
from oncall_cli.documents.calendar_read.events import event_seen
from oncall_cli.documents.calendar_read.lines import lines_of
from oncall_cli.documents.calendar_read.parts import Part, Parts, parts_of
from oncall_cli.documents.calendar_read.values import length_of, text_of
from oncall_cli.documents.calendar_read.zones import zone_named, zone_seen
from oncall_cli.errors import BadValue

MOST_ZONES = 1_000
_ZIP = b"PK\x03\x04"
_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml)", re.I)
_OTHERS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY")


def calendar_seen(data: bytes, source: str) -> SeenFile:
    """What a file holds. BadValue where it is no calendar at all."""
    _check_kind(data, source)
    lines = lines_of(data, source)
    parts = parts_of(lines.lines)
    if not parts.calendars:
        raise BadValue(
            f"{source} is no calendar: nothing in it begins one (BEGIN:VCALENDAR)",
            hint="give a file that a calendar program exported (.ics)",
        )
    inner = [part for calendar in parts.calendars for part in calendar.parts]
    events = tuple(event_seen(part) for part in inner if part.name == "VEVENT")
    zones = _zones([part for part in inner if part.name == "VTIMEZONE"])
    first = parts.calendars[0]
    refresh = first.value("REFRESH-INTERVAL") or first.value("X-PUBLISHED-TTL")
    return SeenFile(
        writing=_writing(lines.writing, parts),
        name=text_of(first.value("X-WR-CALNAME") or first.value("NAME")) or None,
        zone_said=first.value("X-WR-TIMEZONE") or None,
        methods=tuple(calendar.value("METHOD").upper()[:40] for calendar in parts.calendars),
        has_header=all(
            calendar.value("VERSION") and calendar.value("PRODID") for calendar in parts.calendars
        ),
        refresh=length_of(refresh),
        has_refresh=bool(refresh),
        events=events,
        others=sum(part.name in _OTHERS for part in inner),
        zones=zones,
        names={name: zone_named(name) for name in _names(events, zones, first)},
    )


def _check_kind(data: bytes, source: str) -> None:
    if not data.strip():
        raise BadValue(f"{source} is empty", hint="export the calendar again")
    if data.startswith(_ZIP):
        raise BadValue(f"{source} is a zip file", hint="unpack it and give the .ics file in it")
    if _PAGE.match(data[:200]):
        raise BadValue(
            f"{source} is a web page, not a calendar",
            hint="give the .ics file that the calendar program exports",
        )


def _writing(writing: Writing, parts: Parts) -> Writing:
    return replace(
        writing,
        calendars=len(parts.calendars),
        is_whole=parts.is_whole,
        has_tail=parts.has_tail,
        is_crossed=parts.is_crossed,
    )


def _zones(parts: list[Part]) -> tuple[SeenZone, ...]:
    """Every description that differs; the first of a name is the one that holds."""
    if len(parts) > MOST_ZONES:
        parts = parts[:MOST_ZONES]
    return tuple({(zone.name, zone.wall): zone for zone in map(zone_seen, parts)}.values())


def _names(events: tuple[SeenEvent, ...], zones: tuple[SeenZone, ...], calendar: Part) -> list[str]:
    """The names of zones that the file uses, each once, as they come; so many that no file has more."""
    named = [stamp.zone for event in events for stamp in (event.start, event.end) if stamp and stamp.zone]
    every = [*named, *(zone.name for zone in zones), calendar.value("X-WR-TIMEZONE")]
    return [name for name in dict.fromkeys(every) if name][:MOST_ZONES]
