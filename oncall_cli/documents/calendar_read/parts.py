"""The parts of a calendar file, each within another: the calendar, its zones and events, and their alarms."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from oncall_cli.documents.calendar_read.lines import Line

DEEPEST = 4
"""How many parts lie within each other in a calendar; what lies deeper is not read."""
CALENDAR = "VCALENDAR"


@dataclass
class Part:
    """A part of a file: what it is, its lines, and the parts within it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        """The first line of a name, or nothing."""
        for line in self.lines:
            if line.name == name:
                return line
        return None

    def value(self, name: str) -> str:
        """What the first line of a name says, trimmed; nothing where there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""

    def has(self, *names: str) -> bool:
        """Whether a line of any of the names is there."""
        return any(line.name in names for line in self.lines)


@dataclass
class Parts:
    """The calendars of a file, and how well its parts begin and end."""

    calendars: list[Part] = field(default_factory=list)
    is_whole: bool = False
    has_tail: bool = False
    is_crossed: bool = False


def parts_of(lines: Iterable[Line]) -> Parts:
    """The calendars that lines make. An end that is missing is made up, as most readers do; what lies too
    deep is left out."""
    found = Parts()
    open_: list[Part] = []
    depth = 0
    for line in lines:
        if line.name == "BEGIN":
            name = line.value.strip().upper()
            depth += 1
            if depth > DEEPEST:
                found.is_crossed = True
            elif open_ or name == CALENDAR:
                _begin(found, open_, name)
            else:
                found.is_crossed, depth = True, 0
        elif line.name == "END":
            if depth <= DEEPEST:
                _end(found, open_, line.value.strip().upper())
                depth = len(open_)
            else:
                depth -= 1
        elif depth <= DEEPEST and open_:
            open_[-1].lines.append(line)
        elif not open_:
            found.has_tail = True
    found.is_whole = bool(found.calendars) and not open_
    return found


def _begin(found: Parts, open_: list[Part], name: str) -> None:
    part = Part(name)
    if open_:
        found.is_crossed |= name == CALENDAR
        open_[-1].parts.append(part)
    else:
        found.calendars.append(part)
    open_.append(part)


def _end(found: Parts, open_: list[Part], name: str) -> None:
    """Ends the innermost part of that name, and with it those within that never ended."""
    if not any(part.name == name for part in open_):
        found.is_crossed = True
        return
    while open_.pop().name != name:
        found.is_crossed = True
