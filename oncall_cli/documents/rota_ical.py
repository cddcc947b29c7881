"""The events of an iCalendar file, as Google Calendar and others export it, each time they take place.

Repeated events are told for the weeks asked for only, so that one without an end has one. Events that repeat
within a day, and repetitions that make no sense, are no weeks, and named.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event

from oncall_cli.core.moment import YEARS
from oncall_cli.core.rota import Entry, Unclear, cut, is_near
from oncall_cli.core.span import Span
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import instant
from oncall_cli.documents.rota_lines import lines_read
from oncall_cli.documents.rota_read import MARGIN, MOST, Asked, Read
from oncall_cli.documents.rota_rule import Repeats, check_repeats, rounds_of
from oncall_cli.documents.rota_series import STUMBLES, groups_of
from oncall_cli.errors import BadValue

_TIMES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
"""The properties of an event that say when it takes place."""

ROUNDS = 500_000
"""How often all events of a file can take place from their first days on, which has to be reckoned."""


def read_events(text: str, source: str, asked: Asked) -> Read:
    """The events of one calendar or of several in a file. BadValue where it cannot be read, is cut off, or
    has more events than a team's weeks can have."""
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    held = asked.timetable.held
    window = Span(held(asked.first).start, held(asked.last).end)
    read = rounds = 0
    last = asked.last + 2 * MARGIN
    for calendar in _calendars(text, source):
        zone = _zone(calendar)
        for group in groups_of(calendar):
            near: dict[Entry, None] = {}
            for series in group.series:
                try:
                    _check(series)
                    rounds += sum(rounds_of(event, last) for event in series)
                    _check_count(rounds, ROUNDS, source, asked)
                    found = [
                        _entry(event, asked.timetable, zone) for event in _occurrences(series, asked, zone)
                    ]
                    inside = [entry for entry in found if is_near(entry.span, window)]
                    near.update(dict.fromkeys(inside or found[:1]))
                    read += len(inside)
                    _check_count(read, MOST, source, asked)
                except STUMBLES as stumble:
                    why = str(stumble) if isinstance(stumble, Repeats) else "its times make no sense"
                    unclear.append(_unclear(series[0], why))
            entries += near
            unclear += [_unclear(event, why) for event, why in group.left]
    return Read(sorted(entries, key=lambda entry: entry.span), unclear)


def _check_count(count: int, most: int, source: str, asked: Asked) -> None:
    if count > most:
        since = f"from {asked.first} to {asked.last}" if most == MOST else "since the first of each"
        raise BadValue(
            f"{source} holds more than {most:,} events {since}",
            hint="export the calendar of the on-call weeks alone, or narrow it by --from and --until",
        )


def _unclear(event: Event, why: str) -> Unclear:
    return Unclear(_text(event), _where(event), why)


def _calendars(text: str, source: str) -> list[Calendar]:
    try:
        calendars = Calendar.from_ical(lines_read(text, source), multiple=True)
    except (*STUMBLES, OSError, RecursionError) as stumble:
        why = "a timezone in it has no name" if isinstance(stumble, OSError) else cut(str(stumble))
        raise BadValue(f"{source} is a calendar that cannot be read: {why}") from None
    if not calendars or not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise BadValue(f"{source} is a calendar that is cut off: its end is missing", hint="export it again")
    return [calendar for calendar in calendars if isinstance(calendar, Calendar)]


def _zone(calendar: Calendar) -> ZoneInfo | None:
    """The zone of a calendar's times that name none, where it says so (X-WR-TIMEZONE)."""
    try:
        return ZoneInfo(str(calendar.get("X-WR-TIMEZONE", "")).strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _occurrences(series: list[Event], asked: Asked, zone: ZoneInfo | None) -> Iterator[Event]:
    """Each event of a series that takes place about the weeks asked for; a single one whenever it does. What
    was cancelled does not."""
    every = _every_one(series, asked, zone)
    return (event for event in every if str(event.get("STATUS", "")).upper() != "CANCELLED")


def _check(series: list[Event]) -> None:
    """Repeats, or another of `STUMBLES`, where an event of a series cannot be told."""
    for event in series:
        if _TIMES.intersection(name for name, _ in event.errors):
            raise ValueError
        _check_zone(event)
        check_repeats(event)


def _every_one(series: list[Event], asked: Asked, zone: ZoneInfo | None) -> Iterator[Event]:
    if len(series) == 1 and not any(name in series[0] for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        yield series[0]
        return
    import recurring_ical_events

    alone = Calendar()
    if zone:
        alone.add("X-WR-TIMEZONE", zone.key)
    for event in series:
        alone.add_component(event)
    start, end = asked.first - MARGIN, asked.last + 2 * MARGIN
    yield from recurring_ical_events.of(alone, components=["VEVENT"]).between(start, end)


def _check_zone(event: Event) -> None:
    """Repeats where a time of an event names a zone that neither the file nor this program knows."""
    for name in ("DTSTART", "DTEND"):
        value = event.get(name)
        named = value.params.get("TZID") if value is not None else None
        if named and isinstance(value.dt, datetime) and value.dt.tzinfo is None:
            raise Repeats(f"its timezone {cut(str(named))} is not known")


def _entry(event: Event, timetable: Timetable, zone: ZoneInfo | None) -> Entry:
    start = _instant(event.start, timetable, zone)
    end = _instant(event.end, timetable, zone)
    if end < start:
        raise ValueError
    guests = event.get("ATTENDEE", [])
    invited = [
        _address(guest)
        for guest in (guests if isinstance(guests, list) else [guests])
        if str(guest.params.get("PARTSTAT", "")).upper() != "DECLINED"
    ]
    host = event.get("ORGANIZER")
    return Entry(
        _text(event),
        str(timetable.local_day(start)),
        Span(start, end),
        guests=tuple(invited),
        host=_address(host) if host is not None and not isinstance(host, list) else None,
        tentative=str(event.get("STATUS", "")).strip().upper() == "TENTATIVE",
    )


def _instant(when: date, timetable: Timetable, zone: ZoneInfo | None) -> datetime:
    """An instant in UTC; a date is the team's, and so is a time of no zone unless the calendar names one.
    ValueError beyond the years that weeks are counted in."""
    if when.year not in YEARS:
        raise ValueError
    if not isinstance(when, datetime):
        return instant(when, time(), timetable.on(when).shape.zone)
    if when.tzinfo is None:
        return instant(when.date(), when.time(), zone or timetable.on(when.date()).shape.zone)
    return when.astimezone(UTC)


def _text(event: Event) -> str:
    return str(event.get("SUMMARY", ""))


def _where(event: Event) -> str:
    """The date of an event as far as it can be read."""
    try:
        return event.start.isoformat()[:10]
    except STUMBLES:
        return "without a date"


def _address(value: object) -> str:
    said = str(value)
    return said[7:] if said[:7].casefold() == "mailto:" else said
