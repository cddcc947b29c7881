"""The events of an iCalendar file, as Google Calendar and others export it, each time they take place.

Repeated events are told for the weeks asked for only, so that one without an end has one. Events that repeat
within a day, and repetitions that make no sense, are no weeks, and named.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event
from icalendar.prop import vRecur

from oncall_cli.core.moment import YEARS
from oncall_cli.core.rota import Entry, Unclear, cut, is_near
from oncall_cli.core.span import Span
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import instant
from oncall_cli.documents.rota_file import MARGIN, MOST, Asked, Read
from oncall_cli.errors import BadValue

_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What the readers of calendars raise for values that make no sense."""

_TIMES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
"""The properties of an event that say when it takes place."""

_RULE = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
_RULES = {
    "DAILY": _RULE,
    "WEEKLY": _RULE,
    "MONTHLY": _RULE | {"BYMONTHDAY"},
    "YEARLY": _RULE | {"BYMONTH", "BYMONTHDAY"},
}
"""What a repetition can be made of; of more, one can be made that never takes place, at great length."""


class _Repeats(ValueError):
    """A repetition that is not told."""


def read_events(text: str, source: str, asked: Asked) -> Read:
    """The events of one calendar or of several in a file. BadValue where it cannot be read, is cut off, or
    has more events than a team's weeks can have."""
    entries: list[Entry] = []
    unclear: list[Unclear] = []
    held = asked.timetable.held
    window = Span(held(asked.first).start, held(asked.last).end)
    read = 0
    for calendar in _calendars(text, source):
        zone = _zone(calendar)
        for series in _series(calendar):
            try:
                found = [_entry(event, asked.timetable, zone) for event in _occurrences(series, asked, zone)]
                near = [entry for entry in found if is_near(entry.span, window)]
                entries += near or found[:1]
                read += len(near)
            except _STUMBLES as stumble:
                why = str(stumble) if isinstance(stumble, _Repeats) else "its times make no sense"
                unclear.append(Unclear(_text(series[0]), _where(series[0]), why))
            if read > MOST:
                raise BadValue(
                    f"{source} holds more than {MOST:,} events from {asked.first} to {asked.last}",
                    hint="export the calendar of the on-call weeks alone, or narrow it by --from and --until",
                )
    return Read(sorted(entries, key=lambda entry: entry.span), unclear)


def _calendars(text: str, source: str) -> list[Calendar]:
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (*_STUMBLES, OSError, RecursionError) as stumble:
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


def _series(calendar: Calendar) -> list[list[Event]]:
    """The events, those that are one series together: its rule, and what was moved of it."""
    series: dict[str, list[Event]] = {}
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    for number, event in enumerate(events):
        uid = str(event.get("UID", "")).strip()
        series.setdefault(f"uid {uid}" if uid else f"number {number}", []).append(event)
    return list(series.values())


def _occurrences(series: list[Event], asked: Asked, zone: ZoneInfo | None) -> Iterator[Event]:
    """Each event of a series that takes place about the weeks asked for; a single one whenever it does. What
    was cancelled does not."""
    every = _every_one(series, asked, zone)
    return (event for event in every if str(event.get("STATUS", "")).upper() != "CANCELLED")


def _every_one(series: list[Event], asked: Asked, zone: ZoneInfo | None) -> Iterator[Event]:
    for event in series:
        if _TIMES.intersection(name for name, _ in event.errors):
            raise ValueError
        _check_zone(event)
        _check_rules(event)
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
    """_Repeats where a time of an event names a zone that neither the file nor this program knows."""
    for name in ("DTSTART", "DTEND"):
        value = event.get(name)
        named = value.params.get("TZID") if value is not None else None
        if named and isinstance(value.dt, datetime) and value.dt.tzinfo is None:
            raise _Repeats(f"its timezone {cut(str(named))} is not known")


def _check_rules(event: Event) -> None:
    """_Repeats where an event repeats in a way that no week on call does."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, vRecur):
            raise _Repeats("its repetition makes no sense")
        often = str(rule.get("FREQ", [""])[0]).upper()
        made_of = {name.upper() for name in rule}
        if often not in _RULES or {"BYHOUR", "BYMINUTE", "BYSECOND"} & made_of:
            raise _Repeats("it repeats within a day")
        if made_of - _RULES[often] or {"BYDAY", "BYMONTHDAY"} <= made_of:
            raise _Repeats("its repetition is more intricate than weeks are")
        if any(int(number) < 1 for number in rule.get("INTERVAL", [1])):
            raise _Repeats("its repetition makes no sense")
        if event.start.year not in YEARS:
            raise _Repeats("its repetition begins before 1970")


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
        return event.start.strftime("%Y-%m-%d")
    except _STUMBLES:
        return "without a date"


def _address(value: object) -> str:
    said = str(value)
    return said[7:] if said[:7].casefold() == "mailto:" else said
