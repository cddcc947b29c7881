"""Time away: the dates on which a member cannot be on call (R4, S7)."""

from collections.abc import Iterable
from datetime import date

from oncall_cli.core.model import Frozen
from oncall_cli.core.timetable import Timetable


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
    ends = timetable.local_day(timetable.span(week).end)
    touching = (one for one in away if one.person == person and one.first <= ends and week <= one.last)
    return min(touching, key=lambda one: (one.first, one.id), default=None)


def dates_said(away: Away) -> str:
    """Its dates as spans are written: 2026-12-20/2027-01-03, or the one date."""
    return str(away.first) if away.first == away.last else f"{away.first}/{away.last}"
