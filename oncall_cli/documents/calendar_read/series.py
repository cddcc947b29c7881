"""How an event of a calendar file repeats, as far as that can be read."""

import re

from oncall_cli.core.calendar_check.file import Every, SeenSeries, Stamp
from oncall_cli.documents.calendar_read.parts import Part
from oncall_cli.documents.calendar_read.values import moment_of

MOST_DATES = 500
"""How many dates of an event are looked at: some ten years of weeks."""
_STEPS: dict[str, Every | None] = {
    "DAILY": "DAILY",
    "WEEKLY": "WEEKLY",
    "MONTHLY": "MONTHLY",
    "YEARLY": "YEARLY",
    # So many times a day: the days alone matter here.
    "HOURLY": "DAILY",
    "MINUTELY": "DAILY",
    "SECONDLY": "DAILY",
}
_PLAIN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBER = re.compile(r"0*[1-9]\d{0,5}")


def series_seen(part: Part, start: Stamp | None) -> SeenSeries | None:
    """How an event repeats; nothing where it does not."""
    if not part.has("RRULE", "RDATE", "EXRULE"):
        return None
    rules = [line.value for line in part.lines if line.name == "RRULE"]
    of = _parts_of(rules[0]) if rules else {}
    dates, all_read = _dates(part, "RDATE")
    until = moment_of(of["UNTIL"], start.zone if start else None) if of.get("UNTIL") else None
    numbers = {
        name: int(of[name]) if _NUMBER.fullmatch(of[name]) else None
        for name in ("INTERVAL", "COUNT")
        if name in of
    }
    is_unread = (
        not all_read
        or (bool(rules) and of.get("FREQ") not in _STEPS)
        or ("UNTIL" in of and until is None)
        or None in numbers.values()
    )
    every = _STEPS.get(of.get("FREQ", ""))
    weekdays = tuple(
        _WEEKDAYS.index(day)
        for day in of.get("BYDAY", "").split(",")
        if day in _WEEKDAYS and every == "WEEKLY"
    )
    others = of.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"} - ({"BYDAY"} if weekdays else set())
    return SeenSeries(
        is_unread=is_unread,
        is_plain=not others
        and len(rules) < 2
        and not is_unread
        and of.get("FREQ", "DAILY") in _PLAIN
        and not part.has("EXRULE"),
        every=every,
        interval=numbers.get("INTERVAL") or 1,
        count=numbers.get("COUNT"),
        until=until,
        weekdays=weekdays,
        dates=dates,
        taken_out=_dates(part, "EXDATE")[0],
    )


def _parts_of(rule: str) -> dict[str, str]:
    return {
        name.strip(): value.strip()
        for name, _, value in (one.partition("=") for one in rule.upper()[:1_000].split(";"))
        if name.strip()
    }


def _dates(part: Part, name: str) -> tuple[tuple[Stamp, ...], bool]:
    """The dates in all lines of a name, and whether each could be read; of a stretch of time, its start."""
    found: list[Stamp] = []
    for line in part.lines:
        if line.name == name:
            zone = line.params.get("TZID") or None
            for said in line.value.split(",", MOST_DATES)[:MOST_DATES]:
                stamp = moment_of(said.partition("/")[0], zone)
                if stamp is None:
                    return tuple(found), False
                found.append(stamp)
                if len(found) == MOST_DATES:
                    return tuple(found), True
    return tuple(found), True
