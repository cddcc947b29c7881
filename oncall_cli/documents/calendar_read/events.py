"""The events of a calendar file and their alarms, as far as they can be read."""

from datetime import UTC, datetime, timedelta

from oncall_cli.core.calendar_check.file import SeenAlarm, SeenEvent, Stamp
from oncall_cli.documents.calendar_read.lines import Line
from oncall_cli.documents.calendar_read.parts import Part
from oncall_cli.documents.calendar_read.series import series_seen
from oncall_cli.documents.calendar_read.values import has_bare_comma, length_of, moment_of, text_of, utc_of

MOST_ALARMS = 50
"""How many alarms of an event are looked at; programs offer five or so."""
_ZONES_OF_UTC = ("UTC", "ETC/UTC", "GMT", "Z")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")


def event_seen(part: Part) -> SeenEvent:
    """An event as the file has it."""
    start = _stamp(part.first("DTSTART"))
    end, bad_end = _end(part, start)
    alarms = [inner for inner in part.parts if inner.name == "VALARM"]
    return SeenEvent(
        title=text_of(part.value("SUMMARY")),
        uid=part.value("UID"),
        moved=part.value("RECURRENCE-ID"),
        start=start,
        end=end,
        bad_end=bad_end,
        status=part.value("STATUS").upper()[:40],
        series=series_seen(part, start),
        twice=_twice(part, alarms),
        has_stamp=utc_of(part.value("DTSTAMP")) is not None,
        has_version=part.has("SEQUENCE", "LAST-MODIFIED"),
        has_people=part.has("ORGANIZER", "ATTENDEE"),
        has_bare_comma=any(has_bare_comma(line.value) for line in part.lines if line.name in _TEXTS),
        alarms=tuple(_alarm(alarm) for alarm in alarms[:MOST_ALARMS] if not _is_none(alarm)),
    )


def _stamp(line: Line | None) -> Stamp | None:
    return moment_of(line.value, line.params.get("TZID") or None) if line else None


def _end(part: Part, start: Stamp | None) -> tuple[Stamp | None, bool]:
    """The end, or nothing; and whether one is said that cannot be read."""
    said = part.first("DTEND")
    if said:
        end = _stamp(said)
        return end, end is None
    if not part.has("DURATION"):
        return None, False
    length = length_of(part.value("DURATION"))
    if length is None or start is None:
        return None, True
    try:
        begun = start.local or datetime(start.day.year, start.day.month, start.day.day, tzinfo=UTC)
        ended = (begun + length).replace(tzinfo=None)
    except OverflowError:
        return None, True
    return Stamp(ended.date(), ended if start.local else None, start.zone, start.is_utc), False


def _twice(part: Part, alarms: list[Part]) -> tuple[str, ...]:
    """What says a time of an event, or of an alarm of it, twice."""
    names = [line.name for line in part.lines]
    found = [name for name in ("DTSTART", "DTEND", "DURATION") if names.count(name) > 1]
    if "DTEND" in names and "DURATION" in names:
        found.append("DTEND and DURATION")
    for name in ("DTSTART", "DTEND"):
        line = part.first(name)
        zone = line.params.get("TZID", "").upper() if line else ""
        if line and zone and zone not in _ZONES_OF_UTC and line.value.strip()[-1:] in ("Z", "z"):
            found.append(f"{name} in a timezone and in UTC")
    if any(sum(line.name == "TRIGGER" for line in alarm.lines) > 1 for alarm in alarms[:MOST_ALARMS]):
        found.append("TRIGGER")
    return tuple(found)


def _is_none(alarm: Part) -> bool:
    """Whether it is none: so Apple's calendars say that the alarm they would have added was taken away."""
    return alarm.value("ACTION").upper() == "NONE"


def _alarm(part: Part) -> SeenAlarm:
    line = part.first("TRIGGER")
    said = line.value.strip() if line else ""
    after = length_of(said)
    return SeenAlarm(
        action=part.value("ACTION").upper()[:40],
        after=after,
        at=utc_of(said) if after is None else None,
        from_end=after is not None and line is not None and line.params.get("RELATED", "").upper() == "END",
        in_weeks=after not in (None, timedelta()) and "W" in said.upper(),
        is_described=part.has("DESCRIPTION"),
        acknowledged=utc_of(part.value("ACKNOWLEDGED")),
    )
