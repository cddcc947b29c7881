"""How the weeks are spread over the members: fairness."""

from datetime import date
from fractions import Fraction
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.answers.fairness import Fairness, MemberBurden, WeeksAsked
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import app
from oncall_cli.commands.weeks import holidays_in
from oncall_cli.core.fairness import burdens
from oncall_cli.core.moment import day_of, weeks_of_quarter
from oncall_cli.core.month import weeks_of_year, year_of
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

BACK = 52
"""Weeks before this one that are counted when nobody says."""

MOST = 1040


@verb(app, "fairness", bare=("--quarter", "--year"))
def fairness(
    session: Session,
    period: Annotated[
        str | None,
        typer.Option("--period", help="Weeks that begin on dates from one to another.", metavar="FROM/TO"),
    ] = None,
    quarter: Annotated[
        str | None, typer.Option("--quarter", help="A quarter, like 2027-Q1; bare: this one.")
    ] = None,
    year: Annotated[str | None, typer.Option("--year", help="A year, like 2027; bare: this one.")] = None,
) -> Result:
    """Show what each member had of the weeks, beside an even share.

    Left out, from a year back to the last week that is published.
    """
    weeks = _asked(session, period=period, quarter=quarter, year=year)
    schedule = session.schedule(weeks[0], weeks[-1])
    timetable = schedule.timetable
    work = session.store.tickets.work_between(timetable.held(weeks[0]).start, timetable.held(weeks[-1]).end)
    holidays = {week for week in weeks if holidays_in(schedule, week)}
    members = session.store.members.all()
    names = {member.handle: member.name for member in members}
    leaves = {member.handle: member.leaves for member in members if member.leaves}
    held = [one for week in weeks if (one := schedule.held(week))]
    return Fairness(
        period=WeeksAsked(first=weeks[0], last=weeks[-1]),
        weeks=len(held),
        projected=sum(not one.published for one in held),
        members=tuple(
            MemberBurden(
                person=one.person,
                name=names[one.person],
                weeks=one.weeks,
                share=_two_decimals(one.share),
                holiday_weeks=one.holiday_weeks,
                weekends=one.weekends,
                cover_minutes=one.cover_minutes,
                call_outs=one.call_outs,
                longest_rest=one.longest_rest,
            )
            for one in burdens(schedule, weeks, work, holidays, leaves)
        ),
    )


def _asked(session: Session, *, period: str | None, quarter: str | None, year: str | None) -> list[date]:
    """The weeks that the options ask for; BadValue where two of them do, or there is no week."""
    options = {"--period": period, "--quarter": quarter, "--year": year}
    named = [name for name, said in options.items() if said is not None]
    if len(named) > 1:
        raise BadValue(f"{' and '.join(named)} each say which weeks to count", hint="give one of them")
    timetable = session.timetable()
    if quarter is not None:
        return weeks_of_quarter(quarter, session.now, timetable)[1]
    if year is not None:
        return weeks_of_year(year_of(year, session.now, timetable), timetable)
    if period is not None:
        return _beginning_in(session, period, timetable)
    this = timetable.this_week(session.now)
    last = max(this, session.store.rotations.last_published() or this)
    return _in_a_row(this - BACK * WEEK, last)


def _beginning_in(session: Session, period: str, timetable: Timetable) -> list[date]:
    """The weeks whose first day lies in a period of dates, both inside."""
    first, slash, last = period.partition("/")
    if not slash:
        raise BadValue(f"'{period}' is not a period", hint="write FROM/TO, like 2026-01-01/2026-12-31")
    start, end = (day_of(text, session.now, session.zone) for text in (first, last))
    if end < start:
        raise BadValue(
            f"the period {start}/{end} ends before it has begun", hint="write FROM/TO, the earlier first"
        )
    week = timetable.week_of_day(start)
    weeks = _in_a_row(week if week == start else week + WEEK, end)
    if not weeks:
        raise BadValue(f"no week begins in {start}/{end}", hint="name a longer period")
    if len(weeks) > MOST:
        raise BadValue(f"{start}/{end} has {len(weeks):,} weeks; {MOST:,} is the most")
    return weeks


def _in_a_row(first: date, last: date) -> list[date]:
    return [first + step * WEEK for step in range((last - first) // WEEK + 1)]


def _two_decimals(share: Fraction) -> str:
    hundredths = round(share * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"
