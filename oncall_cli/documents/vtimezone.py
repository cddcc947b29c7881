"""A zone as a calendar file says it: the shortest VTIMEZONE that is right around the file's events.

Phones read two yearly rules well and lists of dates badly, so a zone is written as two rules where they
give every change, and otherwise as one part for each change.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from oncall_cli.documents.onsets import (
    LAST,
    Observance,
    Onset,
    YearlyRule,
    observance_at,
    onsets,
    yearly_rule,
)

MARGIN = timedelta(days=400)
"""How far before the first event and after the last one the zone is right."""

TAIL = timedelta(days=3660)
"""How much longer a rule must hold, so that two or three years of another rule are not taken for it."""

OPENING = datetime.combine(date(1970, 1, 1), time())
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Part = TimezoneStandard | TimezoneDaylight


def vtimezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone under its IANA name, right from 400 days before `first` to 400 days after `last` (in UTC)."""
    component = Timezone()
    component.add("tzid", zone.key)
    start, end = first - MARGIN, last + MARGIN
    for part in _by_rule(zone, start, end) or _by_onset(zone, start, end):
        component.add_component(part)
    return component


def _by_rule(zone: ZoneInfo, start: datetime, end: datetime) -> list[Part]:
    """Two parts that repeat every year, or none where two rules do not give every change."""
    found = onsets(zone, start, end + TAIL)
    back_and_forth = sorted({(onset.before, onset.after) for onset in found})
    if len(back_and_forth) != 2:
        return []
    parts = []
    behind = _behind(found)
    for change in back_and_forth:
        rule = yearly_rule([onset for onset in found if onset[1:] == change], start, end + TAIL)
        if rule is None:
            return []
        # A year early, so that the days before the first change have an offset too.
        part = _part(*change, rule.local_in(start.year - 1), behind)
        part.add("rrule", rrule_of(rule))
        parts.append(part)
    return parts


def _by_onset(zone: ZoneInfo, start: datetime, end: datetime) -> list[Part]:
    """One part for each change, after one for what holds at the start."""
    found = onsets(zone, start, end)
    behind = _behind(found)
    opening = observance_at(zone, start)
    parts = [_part(opening, opening, OPENING, behind)]
    parts.extend(_part(onset.before, onset.after, onset.local, behind) for onset in found)
    return parts


def _behind(found: Sequence[Onset]) -> timedelta | None:
    """The offset of the time that the law calls negative saving, or nothing."""
    saving = [observance for onset in found for observance in onset[1:] if observance.saving < timedelta()]
    return min((observance.offset for observance in saving), default=None)


def _part(before: Observance, after: Observance, local: datetime, behind: timedelta | None) -> Part:
    # Ireland's winter is negative saving in law, and Morocco's Ramadan was; phones expect daylight time to
    # be the one that is ahead.
    ahead = behind is not None and not after.saving and after.offset > behind
    daylight = after.saving > timedelta() or ahead
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("dtstart", local)
    part.add("tzoffsetfrom", before.offset)
    part.add("tzoffsetto", after.offset)
    part.add("tzname", after.name)
    return part


def rrule_of(rule: YearlyRule) -> vRecur:
    """The rule as a calendar file has it."""
    day = WEEKDAYS[rule.weekday]
    if rule.earliest == LAST:
        return vRecur(freq="YEARLY", bymonth=rule.month, byday=f"-1{day}")
    if rule.earliest % 7 == 1:
        return vRecur(freq="YEARLY", bymonth=rule.month, byday=f"{rule.earliest // 7 + 1}{day}")
    days = list(range(rule.earliest, rule.earliest + 7))
    return vRecur(freq="YEARLY", bymonth=rule.month, byday=day, bymonthday=days)
