"""Feed events as an iCalendar file that real phones read as it was meant (RFC 5545, 7986, 9074)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vText

from oncall_cli.core.revision import Entry, is_gone
from oncall_cli.core.span import Span
from oncall_cli.core.text import visible
from oncall_cli.documents.vtimezone import vtimezone

PRODID = "-//oncall-cli//on-call calendar//EN"
REFRESH = timedelta(hours=6)


class _Text(vText):
    """A text value, escaped here: icalendar takes `\\N` in a text for a line break, and leaves some names
    of the calendar unescaped. Control characters are written out, where a file may not hold them."""

    def to_ical(self) -> bytes:
        text = visible(self.replace("\r\n", "\n"), lines=True).replace("\t", " ")
        for char in ("\\", ";", ","):
            text = text.replace(char, "\\" + char)
        return text.replace("\n", "\\n").encode()


def calendar_bytes(
    entries: Sequence[Entry],
    *,
    name: str,
    zone: ZoneInfo,
    span: Span,
    color: str = "teal",
    refresh: timedelta = REFRESH,
) -> bytes:
    """A whole calendar: its name, how often to read it again, the zones, and every entry.

    `zone` is the team's today, and that of every entry which names no other. `span` is the exported time in
    UTC, for which the zone is written where there is no entry; `color` is a CSS3 name. There is no METHOD, so
    that the same bytes can be imported, subscribed to and stored.
    """
    calendar = _calendar()
    for key, text in (("name", name), ("x-wr-calname", name), ("x-wr-timezone", zone.key), ("color", color)):
        calendar.add(key, _Text(text))
    calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    return _filled(calendar, entries, zone, span)


def object_bytes(entry: Entry, zone: ZoneInfo) -> bytes:
    """One event and its zone, as a CalDAV server keeps them: one UID an object, no METHOD (RFC 4791 4.1)."""
    return _filled(_calendar(), [entry], zone, Span(entry.event.start, entry.event.end))


def _calendar() -> Calendar:
    calendar = Calendar()
    for key, text in (("version", "2.0"), ("prodid", PRODID), ("calscale", "GREGORIAN")):
        calendar.add(key, _Text(text))
    return calendar


def _filled(calendar: Calendar, entries: Sequence[Entry], zone: ZoneInfo, span: Span) -> bytes:
    moments: dict[str, list[datetime]] = {}
    for entry in entries:
        moments.setdefault(entry.event.zone or zone.key, []).extend((entry.event.start, entry.event.end))
    for name, used in (moments or {zone.key: list(span)}).items():
        calendar.add_component(vtimezone(ZoneInfo(name), min(used), max(used)))
    for entry in entries:
        calendar.add_component(_event(entry, ZoneInfo(entry.event.zone or zone.key)))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    event, revision = entry.event, entry.revision
    component = Event()
    component.add("uid", _Text(entry.uid))
    _add_span(component, Span(event.start, event.end), zone)
    component.add("summary", _Text(event.summary))
    component.add("description", _Text(event.description))
    # As one text, for icalendar would write the characters of a list of categories as they are.
    component.add("categories", _Text(event.category), encode=False)
    component.add("status", _Text(revision.status))
    component.add("transp", _Text("TRANSPARENT"))
    component.add("created", revision.created.astimezone(UTC))
    component.add("dtstamp", revision.modified.astimezone(UTC))
    component.add("last-modified", revision.modified.astimezone(UTC))
    component.add("sequence", revision.sequence)
    if event.alarm and not is_gone(entry):
        component.add_component(_alarm(entry))
    return component


def _add_span(component: Event, span: Span, zone: ZoneInfo) -> None:
    """Wall-clock times with their TZID; both in UTC where one of them comes twice, for readers differ on
    which of the two it is (W4), and some mistake the length of what is written half and half."""
    clock = [moment.astimezone(zone) for moment in span]
    twice = any(here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset() for here in clock)
    for name, here in zip(("dtstart", "dtend"), clock, strict=True):
        if twice:
            component.add(name, here.astimezone(UTC))
        else:
            component.add(name, here.replace(tzinfo=None), parameters={"TZID": zone.key})


def _alarm(entry: Entry) -> Alarm:
    """Rings when the event starts; the zero is written in full, as every phone reads it."""
    alarm = Alarm()
    alarm.add("uid", _Text(str(uuid5(UUID(entry.uid), "alarm"))))
    alarm.add("action", _Text("DISPLAY"))
    alarm.add("trigger", _Text("PT0S"))
    alarm.add("description", _Text(entry.event.summary))
    return alarm
