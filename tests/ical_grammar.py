"""The rules of calendar files, written down from RFC 5545, 7986 and 9074: what is wrong with a file.

Stricter than the standards where they leave a choice that some phone takes badly, and it knows only what a
calendar of ours may hold: anything else is a fault. It shares no code with what writes calendars.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dateutil.rrule import rrulestr

NAME = r"[A-Z0-9-]+"
QUOTED, SAFE = r'"[^"\x00-\x08\x0a-\x1f\x7f]*"', r'[^";:,\x00-\x08\x0a-\x1f\x7f]*'
VALUE = f"(?:{QUOTED}|{SAFE})"
LINE = re.compile(rf"({NAME})((?:;{NAME}={VALUE}(?:,{VALUE})*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(rf";({NAME})=({VALUE}(?:,{VALUE})*)")
TEXT = re.compile(r"(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,nN])*")
TEXTS = re.compile(rf"{TEXT.pattern}(?:,{TEXT.pattern})*")
STAMP = re.compile(r"\d{8}T\d{6}Z?")
CLOCK = r"T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)"
DURATION = re.compile(rf"[+-]?P(?:\d+W|\d+D(?:{CLOCK})?|{CLOCK})")
OFFSET = re.compile(r"[+-](?:0\d|1\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
DAYS = r"BYDAY=(?:-1|[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:;BYMONTHDAY=\d+(?:,\d+)*)?"
RULE = re.compile(rf"FREQ=YEARLY;{DAYS};BYMONTH=\d+")


@dataclass(frozen=True)
class Line:
    """A content line, unfolded."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def line(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str:
        line = self.line(name)
        return line.value if line else ""

    def of(self, name: str) -> list["Component"]:
        return [component for component in self.inner if component.name == name]

    def walk(self) -> Iterator["Component"]:
        yield self
        for component in self.inner:
            yield from component.walk()


def stamp(value: str) -> datetime | None:
    """The naive moment of a DATE-TIME, or nothing where it is none."""
    try:
        return datetime.fromisoformat(value.rstrip("Z")) if STAMP.fullmatch(value) else None
    except ValueError:
        return None


def whole(pattern: re.Pattern[str]) -> Callable[[Line], bool]:
    """Whether a line is a plain value of that form."""
    return lambda line: not line.parameters and pattern.fullmatch(line.value) is not None


def one_of(*words: str) -> Callable[[Line], bool]:
    return lambda line: not line.parameters and line.value in words


def is_uuid(line: Line) -> bool:
    try:
        return str(UUID(line.value)) == line.value
    except ValueError:
        return False


def is_utc(line: Line) -> bool:
    return not line.parameters and line.value.endswith("Z") and stamp(line.value) is not None


def is_local(line: Line) -> bool:
    return not line.parameters and not line.value.endswith("Z") and stamp(line.value) is not None


def is_moment(line: Line) -> bool:
    """In UTC, or on the wall clock of a zone; never in no zone, which RFC 5545 calls floating."""
    return is_utc(line) or (line.parameters.keys() == {"TZID"} and is_local(Line(line.name, {}, line.value)))


def is_length(line: Line) -> bool:
    positive = DURATION.fullmatch(line.value) and not line.value.startswith("-")
    return bool(positive) and line.parameters == ({"VALUE": "DURATION"} if "-INTERVAL" in line.name else {})


def is_trigger(line: Line) -> bool:
    """At the start or before it; some phones read no weeks."""
    zero = re.fullmatch(r"[+-]?P(0D)?(T(0H)?(0M)?(0S)?)?", line.value)
    form = DURATION.fullmatch(line.value) and "W" not in line.value
    return bool(form) and not line.parameters and bool(zero or line.value.startswith("-"))


def is_offset(line: Line) -> bool:
    return whole(OFFSET)(line) and not re.fullmatch("-0000(00)?", line.value)


text, number = whole(TEXT), whole(re.compile(r"\d{1,9}"))
RULES: dict[str, dict[str, tuple[str, Callable[[Line], bool]]]] = {
    "VCALENDAR": {
        "VERSION": ("1", one_of("2.0")),
        "PRODID": ("1", text),
        "CALSCALE": ("?", one_of("GREGORIAN")),
        "NAME": ("?", text),
        "COLOR": ("?", whole(re.compile("[a-z]+"))),
        "REFRESH-INTERVAL": ("?", is_length),
        "X-WR-CALNAME": ("?", text),
        "X-WR-TIMEZONE": ("?", text),
        "X-PUBLISHED-TTL": ("?", is_length),
    },
    "VTIMEZONE": {"TZID": ("1", text)},
    "VEVENT": {
        "UID": ("1", is_uuid),
        "DTSTAMP": ("1", is_utc),
        "DTSTART": ("1", is_moment),
        "DTEND": ("1", is_moment),
        "SUMMARY": ("1", text),
        "DESCRIPTION": ("1", text),
        "CATEGORIES": ("1", whole(TEXTS)),
        "STATUS": ("1", one_of("CONFIRMED", "TENTATIVE", "CANCELLED")),
        "TRANSP": ("1", one_of("TRANSPARENT")),
        "CREATED": ("1", is_utc),
        "LAST-MODIFIED": ("1", is_utc),
        "SEQUENCE": ("1", number),
    },
    "VALARM": {
        "UID": ("1", is_uuid),
        "ACTION": ("1", one_of("DISPLAY")),
        "TRIGGER": ("1", is_trigger),
        "DESCRIPTION": ("1", text),
    },
    "STANDARD": {
        "DTSTART": ("1", is_local),
        "TZOFFSETFROM": ("1", is_offset),
        "TZOFFSETTO": ("1", is_offset),
        "TZNAME": ("1", text),
        "RRULE": ("?", whole(RULE)),
    },
}
"""What each component may hold: how often (once, or once at most), and of which form."""

RULES["DAYLIGHT"] = RULES["STANDARD"]
INSIDE = {"VCALENDAR": {"VTIMEZONE", "VEVENT"}, "VTIMEZONE": {"STANDARD", "DAYLIGHT"}, "VEVENT": {"VALARM"}}


def faults(data: bytes, *, stored: bool = False) -> list[str]:
    """What is wrong with a file, in words; nothing where it is right. `stored`: it has to be one object of a
    server that keeps calendars (RFC 4791 4.1), so of a single event."""
    found = list(of_bytes(data))
    if found:
        return found
    unfolded = re.sub("\r\n[ \t]", "", data.decode()).removesuffix("\r\n").split("\r\n")
    try:
        calendar = tree(unfolded)
    except ValueError as error:
        return [str(error)]
    return [
        *(fault for component in calendar.walk() for fault in of_component(component)),
        *of_zones(calendar),
        *of_events(calendar),
        *(["one object holds one event"] if stored and len(calendar.of("VEVENT")) != 1 else []),
    ]


def of_bytes(data: bytes) -> Iterator[str]:
    """Faults of line ends, folding and characters."""
    if not data.endswith(b"\r\n"):
        yield "the last line does not end"
    for row in data.removesuffix(b"\r\n").split(b"\r\n"):
        if b"\r" in row or b"\n" in row:
            yield f"half a line end: {row!r}"
        if len(row) > 75:
            yield f"over 75 octets: {row!r}"
        if not row.strip():
            yield "an empty line"
        try:
            decoded = row.decode()
        except UnicodeDecodeError:
            yield f"folded within a character: {row!r}"
            continue
        if re.search("[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]", decoded):
            yield f"a control character: {row!r}"


def tree(lines: list[str]) -> Component:
    """The components; ValueError where they are not one VCALENDAR, well nested, properties first."""
    outside = Component("")
    path = [outside]
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not a content line: {line!r}")
        name, parameters, value = match.groups()
        if name == "BEGIN":
            path.append(Component(value))
            path[-2].inner.append(path[-1])
        elif name == "END":
            if path.pop().name != value or not path:
                raise ValueError(f"END:{value} ends what did not begin")
        else:
            pairs = PARAMETER.findall(parameters)
            if path[-1].inner or len(path) == 1 or len(dict(pairs)) != len(pairs):
                raise ValueError(f"out of place: {line!r}")
            path[-1].lines.append(Line(name, dict(pairs), value))
    if len(path) != 1 or [component.name for component in outside.inner] != ["VCALENDAR"]:
        raise ValueError("not one VCALENDAR")
    return outside.inner[0]


def of_component(component: Component) -> Iterator[str]:
    """Faults of what a component holds, each line by itself."""
    rules = RULES.get(component.name, {})
    counts = Counter(line.name for line in component.lines)
    for name, (often, _) in rules.items():
        if counts[name] > 1 or (often == "1" and not counts[name]):
            yield f"{component.name} has {counts[name]} {name}"
    for line in component.lines:
        if line.name not in rules:
            yield f"{component.name} has {line.name}"
        elif not rules[line.name][1](line):
            yield f"{component.name} has the wrong {line.name}: {line.value!r} {line.parameters}"
    for inner in component.inner:
        if inner.name not in INSIDE.get(component.name, set()):
            yield f"{component.name} has {inner.name}"


def of_zones(calendar: Component) -> Iterator[str]:
    """Faults of zones: each defined once and used, with parts that begin when their own rule does."""
    defined = Counter(zone.value("TZID") for zone in calendar.of("VTIMEZONE"))
    named = {
        line.parameters["TZID"]
        for event in calendar.of("VEVENT")
        for line in event.lines
        if "TZID" in line.parameters
    }
    yield from (f"{zone} is defined {times} times" for zone, times in defined.items() if times != 1)
    yield from (f"{zone} is not defined" for zone in named - defined.keys())
    for zone in calendar.of("VTIMEZONE"):
        if not zone.inner:
            yield "a zone without parts"
        for part in zone.inner:
            rule, start = part.value("RRULE"), stamp(part.value("DTSTART"))
            if rule and start and rrulestr(rule, dtstart=start)[0] != start:
                yield f"{rule} does not give {start}"


def of_events(calendar: Component) -> Iterator[str]:
    """Faults of events as a whole, and of their alarms."""
    events = calendar.of("VEVENT")
    alarms = [alarm for event in events for alarm in event.of("VALARM")]
    for uid, times in Counter(one.value("UID") for one in (*events, *alarms)).items():
        if times > 1:
            yield f"{uid} is there {times} times"
    for event in events:
        start, end = event.line("DTSTART"), event.line("DTEND")
        if start and end and start.parameters == end.parameters and start.value >= end.value:
            yield f"ends before it begins: {start.value}"
        if start and end and start.parameters != end.parameters:
            yield f"begins in one zone and ends in another: {start.value}"
        if event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
            yield "DTSTAMP is not LAST-MODIFIED, though there is no METHOD"
        if event.value("CREATED") > event.value("LAST-MODIFIED"):
            yield "modified before it was created"
        if len(event.inner) > (0 if event.value("STATUS") == "CANCELLED" else 1):
            yield f"{len(event.inner)} alarms in {event.value('SUMMARY')!r}"
