"""The lines of an iCalendar text that are read: no more than weeks need, and no timezone of any length.

A file can explain timezones of its own (VTIMEZONE). One that no calendar program writes is left out, and then
only the events in it are not understood: a rule for every second, or for a day that never comes, has no end.
"""

import re
from collections.abc import Sequence

from oncall_cli.core.rota import cut
from oncall_cli.documents.rota_read import MOST
from oncall_cli.errors import BadValue

DEEPEST = 8
"""How many components can lie within each other; calendars have three."""
MOST_PARTS = 2 * MOST
MOST_LINES = 10 * MOST
MOST_ZONES = 20
MOST_RULES = 6
"""How many rules a timezone can have; two are usual."""
ZONE_LIMIT = 20_000
"""How many characters a timezone can have."""

_HINT = "export the calendar of the on-call weeks alone"
_FOLD = re.compile(r"\n+[ \t]")
_MARK = re.compile(r"(BEGIN|END)([:;])(.*)", re.I)
_CHANGES = {"STANDARD", "DAYLIGHT"}
_NEEDED = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}
_SAID_OF_CHANGES = {*_NEEDED, "TZNAME", "RDATE", "RRULE", "COMMENT"}
_SAID_OF_ZONES = {"TZID", "TZURL", "LAST-MODIFIED", "COMMENT"}
_DAYS = {
    "BYMONTH": re.compile(r"0?[1-9]|1[0-2]"),
    "BYDAY": re.compile(r"[+-]?[1-4]?(MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": re.compile(r"-?(0?[1-9]|1\d|2[0-8])(,-?\d{1,2}){0,6}"),
}
"""What a rule says of its days, one or a few in each year; the first date is one that every month has."""


def lines_read(text: str, source: str) -> str:
    """The text without the timezones that are left out. BadValue where it has more lines or components than
    a calendar of weeks can have, or more of them within each other."""
    lines = _FOLD.sub("", text).split("\n")
    if len(lines) > MOST_LINES:
        raise BadValue(f"{source} has more than {MOST_LINES:,} lines", hint=_HINT)
    read: list[str] = []
    depth = parts = zones = 0
    zone: int | None = None  # the depth in which a timezone began
    began = 0
    for line in lines:
        mark, name = _mark(line)
        if mark == "BEGIN":
            if zone is None and name == "VTIMEZONE":
                zone, began = depth, len(read)
            depth, parts = depth + 1, parts + 1
        read.append(line)
        if mark == "END":
            depth -= 1
            if depth == zone:
                zones += 1
                if zones > MOST_ZONES or not _is_plain(read[began:]):
                    del read[began:]
                zone = None
        if depth > DEEPEST or parts > MOST_PARTS:
            said = (
                f"more than {MOST_PARTS:,} parts" if parts > MOST_PARTS else "parts within parts without end"
            )
            raise BadValue(f"{source} has {said}, which no calendar of weeks has", hint=_HINT)
    return "\n".join(read)


def _mark(line: str) -> tuple[str, str]:
    """BEGIN or END and of what, where a line says so; ValueError where it says more than that."""
    found = _MARK.match(line)
    if not found:
        return "", ""
    if found[2] == ";" or "\\" in found[3]:
        raise ValueError(cut(line))
    return found[1].upper(), found[3].upper()


def _is_plain(zone: Sequence[str]) -> bool:
    """Whether a timezone is one as calendar programs write it: its changes are single or yearly, and few."""
    if sum(map(len, zone)) > ZONE_LIMIT or _mark(zone[-1]) != ("END", "VTIMEZONE"):
        return False
    changes = rules = 0
    inside = ""
    said: set[str] = set()
    for line in zone[1:-1]:
        name = re.split("[;:]", line, maxsplit=1)[0].upper()
        mark, part = _mark(line)
        if mark == "BEGIN" and not inside and part in _CHANGES:
            changes, inside, said = changes + 1, part, set()
        elif mark == "END" and part == inside and said >= _NEEDED:
            inside = ""
        elif mark or not (name.startswith("X-") or name in (_SAID_OF_CHANGES if inside else _SAID_OF_ZONES)):
            return False
        elif name == "RRULE":
            rules += 1
            if not _is_yearly(line[len("RRULE:") :].upper()):
                return False
        said.add(name)
    return changes > 0 and rules <= MOST_RULES


def _is_yearly(rule: str) -> bool:
    """Whether a rule is for a day of each year, or a few, that come."""
    said = [part.partition("=") for part in rule.split(";")]
    of = {name: value for name, _, value in said}
    days = _DAYS.keys() & of
    return (
        len(of) == len(said)
        and of.pop("FREQ", "") == "YEARLY"
        and of.pop("INTERVAL", "1") == "1"
        and of.keys() <= {*_DAYS, "UNTIL", "COUNT", "WKST"}
        and (not days or ("BYMONTH" in days and len(days) > 1))
        and all(_DAYS[name].fullmatch(of[name]) for name in days)
    )
