"""The timezones of a calendar file: what each is described as in it, and which zone its name means."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from oncall_cli.core.calendar_check.file import SeenZone, YearlyDay, ZoneName, ZonePart
from oncall_cli.documents.calendar_read.parts import Part
from oncall_cli.documents.calendar_read.values import moment_of

MOST_PARTS = 500
MOST_DATES = 2_000
"""How many changes a zone can have had; no zone has had a quarter of it."""
_OFFSET = re.compile(r"([+-]?)(\d\d)(\d\d)(\d\d)?")
_WEEKDAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"\d{1,4}")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "INTERVAL", "UNTIL", "COUNT", "WKST"}
_CHANGES = ("STANDARD", "DAYLIGHT")


class _Broken(ValueError):
    """Why a description cannot be read, in a few words."""


def zone_seen(part: Part) -> SeenZone:
    """A timezone as the file describes it."""
    name = part.value("TZID")
    changes = [change for change in part.parts if change.name in _CHANGES]
    wall = repr([(change.name, change.lines) for change in changes[:MOST_PARTS]])
    try:
        if not name:
            raise _Broken("it has no name")
        if not changes:
            raise _Broken("it names no offset")
        if len(changes) > MOST_PARTS:
            raise _Broken(f"it has more than {MOST_PARTS} parts")
        return SeenZone(name, tuple(_zone_part(change) for change in changes), None, wall)
    except _Broken as broken:
        return SeenZone(name, (), str(broken), wall)


def _zone_part(change: Part) -> ZonePart:
    start = moment_of(change.value("DTSTART"))
    if start is None or start.local is None:
        raise _Broken("a change in it has no time")
    before = _offset(change.value("TZOFFSETFROM"))
    rules = tuple(
        _rule(line.value.strip().upper(), start.local, before)
        for line in change.lines
        if line.name == "RRULE"
    )
    return ZonePart(start.local, before, _offset(change.value("TZOFFSETTO")), _dates(change), rules)


def _dates(change: Part) -> tuple[tuple[datetime, ...], ...]:
    found, count = [], 0
    for line in change.lines:
        if line.name == "RDATE":
            count += line.value.count(",") + 1
            if count > MOST_DATES:
                raise _Broken(f"a change in it has more than {MOST_DATES:,} dates")
            stamps = [moment_of(said) for said in line.value.split(",")]
            if any(stamp is None or stamp.local is None for stamp in stamps):
                raise _Broken("a date in it cannot be read")
            found.append(tuple(stamp.local for stamp in stamps if stamp and stamp.local))
    return tuple(found)


def _offset(said: str) -> timedelta:
    found = _OFFSET.fullmatch(said)
    if not found or int(found[2]) > 23 or int(found[3]) > 59:
        raise _Broken("an offset in it is missing or cannot be read")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size


def _rule(said: str, start: datetime, before: timedelta) -> YearlyDay:
    """A rule for one day a year, as timezones have; any other is broken, for no phone is known to read it."""
    of = {name: value for name, _, value in (part.partition("=") for part in said.split(";"))}
    if of.get("FREQ") != "YEARLY" or of.keys() - _KNOWN:
        raise _Broken("a rule in it is not for one day a year")
    day, weekday, nth = _day(of)
    month = of.get("BYMONTH", str(start.month))
    if not month.isdecimal() or int(month) not in range(1, 13):
        raise _Broken("a rule in it names no month")
    if weekday is None and day is None:
        day = start.day
    until = moment_of(of["UNTIL"]) if "UNTIL" in of else None
    if "UNTIL" in of and until is None:
        raise _Broken("a rule in it has an end that cannot be read")
    return YearlyDay(
        month=int(month),
        weekday=weekday,
        nth=nth,
        day=day,
        interval=max(_number(of, "INTERVAL") or 1, 1),
        until=_in_utc(until.local or datetime.combine(until.day, start.time()), before, until.is_utc)
        if until
        else None,
        count=_number(of, "COUNT"),
    )


def _day(of: dict[str, str]) -> tuple[int | None, int | None, int]:
    """The day of the month from which on, the weekday, and which; seven days in a row are their first."""
    day = None
    if "BYMONTHDAY" in of:
        days = of["BYMONTHDAY"].split(",")
        if not all(one.isdecimal() and int(one) in range(1, 32) for one in days):
            raise _Broken("a rule in it names no day")
        day = min(map(int, days))
        in_a_row = len(days) == 7 and max(map(int, days)) == day + 6
        if not (in_a_row if "BYDAY" in of else len(days) == 1):
            raise _Broken("a rule in it is not for one day a year")
    if "BYDAY" not in of:
        return day, None, 0
    found = _WEEKDAY.fullmatch(of["BYDAY"])
    if not found or (day is None) is (found[1] is None) or int(found[1] or 1) == 0:
        raise _Broken("a rule in it is not for one day a year")
    return day, WEEKDAYS.index(found[2]), int(found[1] or 0)


def _number(of: dict[str, str], name: str) -> int | None:
    if name in of and not _NUMBER.fullmatch(of[name]):
        raise _Broken("a number in it makes no sense")
    return int(of[name]) if name in of else None


def _in_utc(moment: datetime, before: timedelta, is_utc: bool) -> datetime | None:
    try:
        return moment.replace(tzinfo=UTC) - (timedelta() if is_utc else before)
    except OverflowError:
        return None


def zone_named(name: str) -> ZoneName:
    """What a zone's name is, and which zone it means."""
    zone = _iana(name)
    if zone:
        return ZoneName("iana", zone)
    from babel.core import get_global

    windows = get_global("windows_zone_mapping").get(name)
    if windows:
        return ZoneName("windows", _iana(windows))
    segments = [segment for segment in name[:200].split("/") if segment]
    for count in (3, 2):
        zone = _iana("/".join(segments[-count:])) if len(segments) > count else None
        if zone:
            return ZoneName("prefixed", zone)
    return ZoneName("unknown", None)


def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
