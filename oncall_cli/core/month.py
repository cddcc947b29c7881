"""Months and years as people name them, and the weeks and days of each."""

import re
from datetime import date, datetime, time, timedelta

from oncall_cli.core.moment import STEPS, YEARS
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY, WEEK, instant
from oncall_cli.errors import BadValue


def month_of(text: str, now: datetime, timetable: Timetable) -> date:
    """The first day of the month that `2027-02`, `this`, `next` or `last` says; BadValue otherwise."""
    said = text.strip().upper()
    today = timetable.local_day(now)
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", said)
    if said in STEPS:
        year, month = divmod(today.year * 12 + today.month - 1 + STEPS[said], 12)
    elif found:
        year, month = int(found[1]), int(found[2]) - 1
    else:
        year, month = -1, -1
    if year not in YEARS or month not in range(12):
        raise BadValue(f"'{text}' is not a month", hint="write one like 2027-02, this, next or last")
    return date(year, month + 1, 1)


def year_of(text: str, now: datetime, timetable: Timetable) -> int:
    """The year that `2027`, `this`, `next` or `last` says; BadValue otherwise."""
    said = text.strip().upper()
    year = int(said) if re.fullmatch(r"\d{4}", said) else -1
    if said in STEPS:
        year = timetable.local_day(now).year + STEPS[said]
    if year not in YEARS:
        raise BadValue(f"'{text}' is not a year", hint="write one like 2027, this, next or last")
    return year


def days_of_month(month: date) -> list[date]:
    """Every date of the month that begins on a date."""
    following = (month + timedelta(days=31)).replace(day=1)
    return [month + step * DAY for step in range((following - month).days)]


def weeks_of_month(month: date, timetable: Timetable) -> list[date]:
    """The weeks that touch a month, one that ends in its first morning included."""
    days = days_of_month(month)
    begins, after = (instant(day, time(), timetable.on(day).shape.zone) for day in (days[0], days[-1] + DAY))
    week = timetable.week_of_day(days[0]) - WEEK
    weeks = []
    while timetable.span(week).start < after:
        if timetable.span(week).end >= begins:
            weeks.append(week)
        week += WEEK
    return weeks


def weeks_of_year(year: int, timetable: Timetable) -> list[date]:
    """The weeks of a year: those whose first day lies in it, as with quarters."""
    week = timetable.week_of_day(date(year, 1, 1))
    weeks = [week] if week.year == year else []
    while (week := week + WEEK).year == year:
        weeks.append(week)
    return weeks


def evening_of(day: date, timetable: Timetable) -> datetime:
    """The last minute of a date, in UTC."""
    return instant(day + DAY, time(), timetable.on(day).shape.zone) - timedelta(minutes=1)
