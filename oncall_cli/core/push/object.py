"""Two versions of an event's object: ours, and what a server has, to which phones have added things of
their own. Whether theirs contradicts ours, and what to write so that nothing of theirs is lost.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from oncall_cli.core.stamp import Stamp, stamp_told

STAMPS = frozenset({"UID", "CREATED", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"})
"""What we write of the event's history; phones write these anew when they note that an alarm was seen."""

SAID = frozenset({"DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP"})
"""What we write of the event itself; it is as we say, or it is set right."""

SPARED = frozenset({"CATEGORIES", "STATUS", "TRANSP"})
"""Of these, what a server does not keep at all; to write it again and again would help nobody."""

AGAINST = frozenset({"RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID", "DURATION"})
"""What would make another event of ours."""

RUNG = frozenset({"ACTION", "TRIGGER", "DESCRIPTION", "UID"})
"""What we write of an alarm."""

SNOOZED = "X-MOZ-SNOOZE-TIME"
"""When Thunderbird rings again; it rings then instead of when the event starts."""

HIGHEST = 2**31 - 1
"""Of what can be a SEQUENCE; phones keep it in 32 bits."""


_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?"
)
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")
_SPACE = re.compile(r"\\[nN]?")
"""What programs take for an end of a line, though it is none, or leave out."""

_ESCAPED = re.compile(r"\\(.)")


class Line(NamedTuple):
    """A content line, unfolded: its name in capitals, its parameters and its value as they are written."""

    name: str
    params: str
    value: str

    def param(self, name: str) -> str | None:
        """The value of a parameter."""
        found = re.search(rf';{name}=(?:"([^"]*)"|([^";:,]*))', self.params, re.IGNORECASE)
        return (found[1] or found[2]) if found else None


class Component(NamedTuple):
    """What stands between a BEGIN and its END."""

    name: str
    lines: tuple[Line, ...]
    parts: tuple["Component", ...] = ()

    def named(self, name: str) -> list["Component"]:
        """The parts of a name."""
        return [part for part in self.parts if part.name == name]

    def line(self, name: str) -> Line | None:
        """The first line of a name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str | None:
        """What the first line of a name says, escapes resolved."""
        line = self.line(name)
        return _text(line.value) if line else None


UNREADABLE = Component("VCALENDAR", ())
"""What stands for an object that nobody can read."""


def event_of(calendar: Component) -> Component | None:
    """The event of an object; nothing where there is none, or more than one."""
    events = calendar.named("VEVENT")
    return events[0] if len(events) == 1 else None


def sequence_of(calendar: Component) -> int:
    """The highest SEQUENCE of an object's events; 0 where none is a number that can be one."""
    said = [event.text("SEQUENCE") or "" for event in calendar.named("VEVENT")]
    numbers = [int(text) for text in said if re.fullmatch("[0-9]{1,10}", text)]
    return max((number for number in numbers if number <= HIGHEST), default=0)


def stamp_of(calendar: Component) -> Stamp:
    """What an object says of its history: the highest SEQUENCE, and the LAST-MODIFIED of its event."""
    event = event_of(calendar)
    return stamp_told(sequence_of(calendar), instant_of(event, "LAST-MODIFIED") if event else None)


def instant_of(event: Component, name: str) -> datetime | None:
    """The moment that the first line of a name says, in UTC; nothing where there is none."""
    line = event.line(name)
    return _instant(line) if line else None


def is_called_off(calendar: Component) -> bool:
    """Whether the event is cancelled."""
    event = event_of(calendar)
    return event is not None and _meaning(event.line("STATUS")) == "CANCELLED"


def contradicts(theirs: Component, ours: Component) -> bool:
    """Whether theirs shows or rings other than ours. What only theirs has does not count, nor do the stamps
    or the words of an alarm, which phones write anew."""
    event, wanted = event_of(theirs), event_of(ours)
    if event is None or wanted is None:
        return True
    if any(line.name in AGAINST for line in event.lines) or theirs.line("METHOD"):
        return True
    kept = {line.name for line in event.lines} | SAID - SPARED
    if any(_meanings(event, name) != _meanings(wanted, name) for name in SAID & kept):
        return True
    if is_called_off(ours):
        if not is_called_off(theirs):
            return True
        return any(_rings(alarm) for alarm in event.named("VALARM"))
    return any(_is_missed(alarm, event) for alarm in wanted.named("VALARM"))


def _is_missed(alarm: Component, event: Component) -> bool:
    """Whether our alarm is not among those of the event, or rings otherwise there."""
    found = _counterpart(alarm, event)
    return found is None or _ringing(found, event) != _ringing(alarm, event)


def merged(ours: Component, theirs: Component) -> Component:
    """Ours, with everything that theirs has besides: what a phone noted on the event or its alarm, snoozes,
    alarms and properties that we never write.

    A snooze of another time goes, or the event would not ring at its own; a cancelled event rings not at all.
    """
    event, wanted = event_of(theirs), event_of(ours)
    if event is None or wanted is None:
        return ours
    moved = _meanings(event, "DTSTART") != _meanings(wanted, "DTSTART")
    dropped = STAMPS | SAID | AGAINST | ({SNOOZED} if moved else frozenset())
    own = [(alarm, _counterpart(alarm, event)) for alarm in wanted.named("VALARM")]
    counterparts = [found for _, found in own]
    others = [part for part in event.parts if part not in counterparts]
    if is_called_off(ours):
        others = [part for part in others if not _rings(part)]
    if moved:
        others = [part for part in others if not _is_snooze(part)]
    alarms = [_merged_alarm(alarm, found) if found else alarm for alarm, found in own]
    shown = Component("VEVENT", (*wanted.lines, *_besides(event, dropped)), (*alarms, *others))
    zones = ours.named("VTIMEZONE")
    zones += _zones_of(shown, theirs, known={zone.text("TZID") for zone in zones})
    extra = [line for line in _besides(theirs, {line.name for line in ours.lines}) if line.name[:2] == "X-"]
    return Component(ours.name, (*ours.lines, *extra), (*zones, shown))


def _merged_alarm(ours: Component, theirs: Component) -> Component:
    """Our alarm with what a phone noted on it. It keeps the UID that it has there: snoozes refer to that."""
    uid = theirs.line("UID")
    lines = [uid if uid and line.name == "UID" else line for line in ours.lines]
    return Component("VALARM", (*lines, *_besides(theirs, RUNG)), theirs.parts)


def _besides(component: Component, known: Iterable[str]) -> list[Line]:
    return [line for line in component.lines if line.name not in known]


def _zones_of(event: Component, theirs: Component, known: set[str | None]) -> list[Component]:
    """The timezones of theirs that lines of the event still name and that are not among those known."""
    wanted = {line.param("TZID") for line in event.lines} - known
    return [zone for zone in theirs.named("VTIMEZONE") if zone.text("TZID") in wanted]


def _rings(part: Component) -> bool:
    """Whether it is an alarm that rings; an iPhone writes some that only say that there is none."""
    return part.name == "VALARM" and (part.text("ACTION") or "").upper() != "NONE"


def _is_snooze(part: Component) -> bool:
    return part.name == "VALARM" and part.line("RELATED-TO") is not None


def _counterpart(alarm: Component, event: Component) -> Component | None:
    """Our alarm as theirs has it: under its UID, or else the only one that is no snooze and could be it."""
    ringing = [part for part in event.parts if _rings(part) and not _is_snooze(part)]
    uid = alarm.text("UID")
    for name in ("UID", "X-WR-ALARMUID"):
        for part in ringing:
            if part.text(name) == uid:
                return part
    return ringing[0] if len(ringing) == 1 else None


def _ringing(alarm: Component, event: Component) -> object:
    """How and when an alarm rings, in UTC."""
    moments = [_moment(line, event) for line in alarm.lines if line.name == "TRIGGER"]
    return _meanings(alarm, "ACTION"), moments


def _moment(trigger: Line, event: Component) -> object:
    after = _length(trigger.value)
    if after is None:
        return _meaning(trigger)
    name = "DTEND" if (trigger.param("RELATED") or "").upper() == "END" else "DTSTART"
    start = _meaning(event.line(name))
    return start + after if isinstance(start, datetime) else trigger.value


def _meanings(component: Component, name: str) -> list[object]:
    return [_meaning(line) for line in component.lines if line.name == name]


def _meaning(line: Line | None) -> object:
    """What a line says, however it is written: an instant in UTC, a text, a word."""
    if line is None:
        return None
    if line.name in {"DTSTART", "DTEND", "TRIGGER"}:
        return _instant(line) or line.value
    text = " ".join(_SPACE.sub(" ", unicodedata.normalize("NFC", _text(line.value))).split())
    return text.upper() if line.name in {"STATUS", "TRANSP", "ACTION"} else text


def _instant(line: Line) -> datetime | None:
    """A moment in UTC; nothing where it is a day, or in a zone that nobody knows by its name."""
    zone = line.param("TZID")
    form = "%Y%m%dT%H%M%S" if zone else "%Y%m%dT%H%M%SZ"
    try:
        local = datetime.strptime(line.value, form).replace(tzinfo=ZoneInfo(zone) if zone else UTC)
        return local.astimezone(UTC)
    except (ValueError, OverflowError, OSError, KeyError):
        return None


def _length(text: str) -> timedelta | None:
    found = _DURATION.fullmatch(text.strip().upper())
    if not found or not any(found.groups()[1:]):
        return None
    length = timedelta(
        **{unit: int(said or 0) for unit, said in zip(_UNITS, found.groups()[1:], strict=True)}
    )
    return -length if found[1] == "-" else length


def _text(value: str) -> str:
    """A text as it is meant, escapes resolved."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
