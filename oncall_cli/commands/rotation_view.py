"""Which weeks a view of the rotation asks for, from the options that say so."""

from datetime import date
from typing import NamedTuple

from oncall_cli.commands.rotation_frame import AHEAD
from oncall_cli.core.moment import week_of, weeks_of_quarter
from oncall_cli.core.month import month_of, weeks_of_month, weeks_of_year, year_of
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session


class View(NamedTuple):
    """The weeks in a row that a view is of, and the month (its first day) or the year, where it is of one."""

    weeks: list[date]
    month: date | None = None
    year: int | None = None


def asked_view(
    session: Session,
    timetable: Timetable,
    *,
    quarter: str | None,
    month: str | None,
    year: str | None,
    first: str | None,
    count: int | None,
) -> View:
    """The view that the options ask for: a quarter, a month, a year, or `count` weeks from `first` on.
    BadValue where two of them say which weeks."""
    periods = {"--quarter": quarter, "--month": month, "--year": year}
    _check_one([name for name, said in periods.items() if said is not None], first or count)
    if quarter is not None:
        return View(weeks_of_quarter(quarter, session.now, timetable)[1])
    if month is not None:
        day = month_of(month, session.now, timetable)
        return View(weeks_of_month(day, timetable), month=day)
    if year is not None:
        number = year_of(year, session.now, timetable)
        return View(weeks_of_year(number, timetable), year=number)
    return View(weeks_in_a_row(session, timetable, first or "this", count or AHEAD))


def weeks_in_a_row(session: Session, timetable: Timetable, first: str, count: int) -> list[date]:
    """So many weeks from the one that `first` says."""
    week = week_of(first, session.now, timetable)
    return [week + step * WEEK for step in range(count)]


def _check_one(named: list[str], row: str | int | None) -> None:
    if len(named) > 1:
        raise BadValue(
            f"{' and '.join(named)} each say which weeks to show",
            hint=f"give one of them, like {named[0]} alone",
        )
    if named and row:
        raise BadValue(
            f"{named[0]} says which weeks to show, and so do --weeks and --from",
            hint=f"leave out {named[0]}, or both of the others",
        )
