"""The times of an object as a phone takes them that believes the VTIMEZONE in it, not the zone's name."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from oncall_cli.core.calendar_check.zone import DescribedZone, Reading
from oncall_cli.core.push.object import Component, Line
from oncall_cli.documents.calendar_read.lines import Line as ReadLine
from oncall_cli.documents.calendar_read.parts import Part
from oncall_cli.documents.calendar_read.zones import zone_seen

_FORM = "%Y%m%dT%H%M%S"
_TIMES = frozenset({"DTSTART", "DTEND"})


def as_described(calendar: Component) -> Component:
    """The object, with its event's times in UTC where the description of their zone in it gives another
    offset than the zone of that name has, or no zone has that name.

    Whatever cannot be read stays as it is: a description that says the same in its own way is no change.
    """
    zones = {zone.text("TZID"): zone for zone in reversed(calendar.named("VTIMEZONE"))}
    parts = tuple(
        part._replace(lines=tuple(_as_described(line, zones) for line in part.lines))
        if part.name == "VEVENT"
        else part
        for part in calendar.parts
    )
    return calendar._replace(parts=parts)


def _as_described(line: Line, zones: dict[str | None, Component]) -> Line:
    name = line.param("TZID") if line.name in _TIMES else None
    if name is None or name not in zones:
        return line
    try:
        local = datetime.strptime(line.value, _FORM).replace(tzinfo=UTC).replace(tzinfo=None)
        offset = _offset(zones[name], local)
        if offset is None or offset == _offset_of(name, local):
            return line
        return Line(line.name, "", f"{local - offset:{_FORM}}Z")
    except (ValueError, OverflowError):
        return line


def _offset_of(name: str, local: datetime) -> timedelta | None:
    try:
        return local.replace(tzinfo=ZoneInfo(name)).utcoffset()
    except (ValueError, OSError, KeyError):
        return None


@lru_cache(maxsize=1000)
def _offset(zone: Component, local: datetime) -> timedelta | None:
    """The offset that a description gives for a time on the wall; nothing where it cannot be read, or says
    nothing for that time."""
    seen = zone_seen(_part(zone))
    if seen.broken is not None:
        return None
    described = DescribedZone(seen, Reading.WHOLE, local.year, local.year)
    return described.offset(local) if described.covers(local) else None


def _part(component: Component) -> Part:
    return Part(
        component.name,
        [ReadLine(line.name, {}, line.value) for line in component.lines],
        [_part(part) for part in component.parts],
    )
