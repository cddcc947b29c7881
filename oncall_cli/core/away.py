"""Time away: the dates on which a member cannot be on call (R4, S7)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from oncall_cli.core.model import Frozen
from oncall_cli.core.moment import day_of
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, Refused

LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=5 * 366)
"""How far ahead dates are no slip of the hand."""


class Away(Frozen):
    """A member's time away from `first` to `last`, whole local dates, both inside."""

    id: int
    person: str
    first: date
    last: date
    reason: str | None = None


def away_in(week: date, person: str, away: Iterable[Away], timetable: Timetable) -> Away | None:
    """The first time away of a member that touches a week: a date of it is a date of the week, that of its
    last morning included."""
    ends = timetable.last_day(week)
    touching = (one for one in away if one.person == person and one.first <= ends and week <= one.last)
    return min(touching, key=lambda one: (one.first, one.id), default=None)


def weeks_touched(away: Away, timetable: Timetable) -> list[date]:
    """Every week that a time away touches, whoever has it."""
    week, last = timetable.week_of_day(away.first) - WEEK, timetable.week_of_day(away.last)
    weeks = [week + step * WEEK for step in range((last - week) // WEEK + 1)]
    return [week for week in weeks if away_in(week, away.person, [away], timetable)]


def dates_said(away: Away) -> str:
    """Its dates as spans are written: 2026-12-20/2027-01-03, or the one date."""
    return _said(away.first, away.last)


def _said(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}/{last}"


def dates_of(text: str, now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first and last date that `2026-12-20/2027-01-03` says, both inside, or one date alone. BadValue
    where it is neither, ends before it begins, is longer than a year or far ahead, and where all is over."""
    first, slash, last = text.partition("/")
    if slash and not (first.strip() and last.strip()):
        raise BadValue(f"'{text}' names one date of two", hint="write both, like 2026-12-20/2027-01-03")
    begins = day_of(first, now, zone)
    ends = day_of(last, now, zone) if slash else begins
    if ends < begins:
        raise BadValue(f"the dates {begins}/{ends} end before they begin", hint="write the earlier one first")
    if ends - begins >= LONGEST:
        raise BadValue(f"{begins}/{ends} is longer than a year", hint="is the year right?")
    today = now.astimezone(zone).date()
    if begins - today > FARTHEST:
        raise BadValue(f"{_said(begins, ends)} is more than five years ahead", hint="is the year right?")
    if ends < today:
        raise BadValue(
            f"{_said(begins, ends)} is over: time away is for weeks to come and changes nothing of the past",
            hint="is the year right?",
        )
    return begins, ends


def check_apart(away: Away, others: Iterable[Away]) -> None:
    """Refused where a time away shares a date with another one of the same member."""
    for other in others:
        if other.person == away.person and other.first <= away.last and away.first <= other.last:
            raise Refused(
                f"{away.person} is away {dates_said(other)} already (time away {other.id})",
                hint=f"take that one back first: oncall team away {away.person} --remove {other.id}",
            )
