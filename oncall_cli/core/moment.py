"""How people say when: moments, weeks, quarters and spans, read against the time of the run."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oncall_cli.core.length import length_or_none_of
from oncall_cli.core.span import Span, whole_minute
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY, WEEK, WEEKDAYS
from oncall_cli.errors import BadValue

YEARS = range(1970, 3000)
"""The years that can be named; weeks are counted on both sides of them without an overflow."""

STEPS = {"THIS": 0, "NEXT": 1, "LAST": -1}
"""The words for the period that runs and those beside it, in steps from it."""

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*([ap]m)?", re.I)
_DATED = re.compile(r"(\d{4}-?\d{2}-?\d{2})(?:[T ]\s*(.+))?", re.I)
_WAYS = "like 2026-11-24T02:10, 18:30, 'yesterday 22:14', 'mon 18:30' or -15m"
_DAY_WAYS = "like 2026-11-23, or today, yesterday, tomorrow"
_COMING_WAYS = (
    "like 2026-11-23, or today, tomorrow, monday (the next one), next (the next on-call week's first day)"
)
_WEEK_WAYS = "give any date in the week, this, next, +2 or 2026-W48"


def _check_year(day: date) -> None:
    """ValueError where a date lies so far off that it can only be a slip of the hand."""
    if day.year not in YEARS:
        raise ValueError


def clock_time(text: str) -> time | None:
    """The wall-clock time that `18:30`, `6:30pm` or `6pm` says, or nothing."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or not (found[2] or found[4]):
        return None
    hour, minute, second, half = (
        int(found[1]),
        int(found[2] or 0),
        int(found[3] or 0),
        (found[4] or "").lower(),
    )
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def moment_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant that `text` says; without an offset it is the team's wall clock. A bare time of day,
    a weekday with one, is the latest such minute that is not in the future. A date may have its weekday
    before it, as the program prints it. BadValue where it says none."""
    said = text.strip()
    today = now.astimezone(zone).date()
    if said == "now":
        return now.astimezone(UTC)
    if said.startswith("-"):
        return now.astimezone(UTC) - _length(said[1:], text)
    clock = clock_time(said)
    if clock:
        return _latest(clock, [today, today - DAY], now, zone)
    word, _, rest = said.partition(" ")
    days = _days_named(word.lower(), today)
    if not days:
        return _dated_moment(said, text, zone)
    clock = clock_time(rest)
    if clock:
        return _latest(clock, days, now, zone)
    if not rest:
        raise BadValue(f"'{text}' is a day without a time", hint=f"add one, like '{word} 09:00'")
    number = _weekday(word.lower())
    if number is None:
        raise _no_moment(text)
    return _dated_moment(rest.strip(), text, zone, number)


def _no_moment(text: str) -> BadValue:
    return BadValue(f"'{text}' is not a moment", hint=f"write one {_WAYS}")


def _latest(clock: time, days: list[date], now: datetime, zone: ZoneInfo) -> datetime:
    """The latest of the days' moments that is not in the future; a repeated hour is tried both times."""
    reads = [found for day in days for found in _instants(day, clock, zone)]
    return max((found for found in reads if found <= now), default=reads[-1])


def _instants(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """The instants at which a clock shows a time of day: two where an hour is repeated; where it is skipped,
    the one that W4 reads it as."""
    first, second = (
        datetime.combine(day, clock.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)
    )
    return [first, second] if first < second else [first]


def _days_named(word: str, today: date) -> list[date]:
    if word == "today":
        return [today]
    if word == "yesterday":
        return [today - DAY]
    number = _weekday(word)
    if number is None:
        return []
    last = today - timedelta(days=(today.weekday() - number) % 7)
    return [last, last - WEEK]


def _weekday(word: str) -> int | None:
    """The number of the weekday that a word, or its first three letters, names; Monday is 0."""
    named = (number for number, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word))
    return next(named, None)


def _length(said: str, text: str) -> timedelta:
    try:
        return length_or_none_of(said)
    except ValueError:
        raise _no_moment(text) from None


def _dated_moment(said: str, text: str, zone: ZoneInfo, weekday: int | None = None) -> datetime:
    """The moment of a whole date and a time; the date must fall on `weekday` where the text names one."""
    found = _DATED.fullmatch(said)
    try:
        if not found:
            raise ValueError
        day = date.fromisoformat(found[1])
        _check_year(day)
        clock = clock_time(found[2] or "")
        if clock:
            wall = datetime.combine(day, clock)
        elif found[2]:
            wall = datetime.fromisoformat(said)
        else:
            wall = None
        moment = wall and (wall if wall.tzinfo else wall.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _no_moment(text) from None
    if weekday is not None and day.weekday() != weekday:
        falls, named = WEEKDAYS[day.weekday()].title(), WEEKDAYS[weekday].title()
        raise BadValue(
            f"{day} is a {falls}, not a {named}", hint="leave the weekday out, or name the other date"
        )
    if moment is None:
        raise BadValue(f"'{text}' is a day without a time", hint=f"add one, like {day}T09:00")
    return moment


def day_of(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The calendar date that `2026-11-23`, `today`, `tomorrow` or `yesterday` says; BadValue otherwise."""
    day = _day(text, now.astimezone(zone).date())
    if day is None:
        raise BadValue(f"'{text}' is not a date", hint=f"write one {_DAY_WAYS}")
    return day


def _day(text: str, today: date) -> date | None:
    said = text.strip().lower()
    words = {"today": today, "tomorrow": today + DAY, "yesterday": today - DAY}
    if said in words:
        return words[said]
    try:
        day = date.fromisoformat(said)
        _check_year(day)
    except ValueError:
        return None
    return day


def coming_day(text: str, now: datetime, timetable: Timetable) -> date:
    """The date on which something is to begin: as `day_of` reads it, and a weekday (`monday`, `next monday`)
    is the next one after today, `next` the first day of the next on-call week. BadValue otherwise."""
    today = timetable.local_day(now)
    said = text.strip().lower()
    if said == "next":
        return timetable.this_week(now) + WEEK
    number = _weekday(said.removeprefix("next").strip())
    if number is not None:
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    day = _day(said, today)
    if day is None:
        raise BadValue(f"'{text}' is not a date", hint=f"write one {_COMING_WAYS}")
    return day


def week_of(text: str, now: datetime, timetable: Timetable) -> date:
    """The week that `text` says: any date in it, `this`, `next`, `last`, `+2`, `-1` or `2026-W48`."""
    said = text.strip()
    words = {"this": 0, "next": 1, "last": -1}
    try:
        if said in words or re.fullmatch(r"[+-]\d{1,4}", said):
            steps = words[said] if said in words else int(said)
            return timetable.this_week(now) + steps * WEEK
        found = re.fullmatch(r"(\d{4})-?[Ww](\d{2})", said)
        if found:
            sunday = date.fromisocalendar(int(found[1]), int(found[2]), 7)
            _check_year(sunday)
            return timetable.week_of_day(sunday)
        day = date.fromisoformat(said)
        _check_year(day)
        return timetable.week_of_day(day)
    except (ValueError, OverflowError):
        raise BadValue(f"'{text}' is not a week", hint=_WEEK_WAYS) from None


def quarter_of(day: date) -> str:
    """The name of the quarter that a date lies in: 2027-Q1."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def weeks_of_quarter(text: str, now: datetime, timetable: Timetable) -> tuple[str, list[date]]:
    """The quarter's name and its weeks: those whose first day lies in it (R1)."""
    said = text.strip().upper()
    today = timetable.local_day(now)
    number = (today.year * 4) + (today.month - 1) // 3
    found = re.fullmatch(r"(\d{4})-?Q([1-4])", said)
    if found:
        number = int(found[1]) * 4 + int(found[2]) - 1
    elif said in STEPS:
        number += STEPS[said]
    else:
        raise BadValue(f"'{text}' is not a quarter", hint="write one like 2027-Q1, this, next or last")
    year, quarter = divmod(number, 4)
    if year not in YEARS:
        raise BadValue(f"'{text}' is not a quarter this calendar knows", hint="write one like 2027-Q1")
    first = date(year, quarter * 3 + 1, 1)
    after = date(year + quarter // 3, (quarter + 1) % 4 * 3 + 1, 1)
    week = timetable.week_of_day(first)
    weeks = []
    while week < after:
        if week >= first:
            weeks.append(week)
        week += WEEK
    return f"{year}-Q{quarter + 1}", weeks


def span_of(text: str, now: datetime, zone: ZoneInfo) -> Span:
    """The span that `START/END` says, in whole minutes. END may be a bare time of day, the first one after
    START, or a length (`22:10/25m`). BadValue where END is not after START, and where both are one time."""
    first, slash, last = text.partition("/")
    if not slash or not first.strip() or not last.strip():
        raise BadValue(f"'{text}' is not a span", hint="write START/END, like 22:10/22:35 or 22:10/25m")
    start = whole_minute(moment_of(first, now, zone))
    clock = clock_time(last)
    if clock and clock == start.astimezone(zone).time():
        end = start
    elif clock:
        day = start.astimezone(zone).date()
        reads = [found for near in (day, day + DAY) for found in _instants(near, clock, zone)]
        end = min(found for found in reads if found > start)
    elif re.fullmatch(r"\s*\d+[dhm].*", last):
        end = start + _length(last, text)
    else:
        end = moment_of(last, now, zone)
    end = whole_minute(end)
    if end == start:
        raise BadValue(
            f"the span '{text}' is of no length", hint="write START/END, like 22:10/22:35 or 22:10/25m"
        )
    if end < start:
        raise BadValue(
            f"the span '{text}' ends before it has begun", hint="write START/END, the earlier first"
        )
    return Span(start, end)
