"""The rows of a table (CSV) of weeks and people, as teams keep one in a spreadsheet.

A row says when by a week, by a start and an end, or by a start alone; then it stands for the days up to the
next row's, seven at most, and the last one for as many as the one before it. Dates are ISO. 11/23/2026 and
23/11/2026 are read where a date of that column shows which number is the day; 23.11.2026 has the day first.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from oncall_cli.core.moment import YEARS, clock_time
from oncall_cli.core.rota import Entry, Unclear, cut
from oncall_cli.core.span import Span
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY, WEEK, instant
from oncall_cli.documents.rota_read import MOST, Asked, Read
from oncall_cli.errors import BadValue

WEEKS = ("week", "week of", "week starting", "week start", "week commencing", "week beginning")
STARTS = ("start", "start date", "starts", "from", "begin", "begins", "date", "day", "monday")
ENDS = ("end", "end date", "ends", "until", "to")
PEOPLE = (
    *("person", "handle", "on call", "oncall", "owner", "member", "name", "who"),
    *("engineer", "technician", "assignee", "employee", "primary", "email"),
)
COVERS = ("cover", "covers", "covered by")
STATES = ("state", "status")
PLANNED = ("projected", "tentative", "planned")
"""What such a column says of a week that is not announced."""

TEXTS = ("subject", "summary", "title")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")


class _Row(NamedTuple):
    """A row by its line: the text of who, of when, and of who covers; `planned` where it is not announced."""

    line: int
    who: str
    week: str
    start: str
    end: str
    cover: str
    planned: bool


def read_rows(text: str, source: str, asked: Asked) -> Read:
    """The rows of a table with a head line. BadValue where it has none that names weeks and people."""
    rows, whole = _rows(text, source)
    day_first = _day_first([said for row in rows for said in (row.week, row.start, row.end)])
    starts: dict[int, datetime] = {}
    ends: dict[int, datetime] = {}
    unclear = []
    for row in rows:
        when = row.week or row.start
        if not row.who or not when:
            lacks = "it names nobody" if when else "it has no date"
            unclear.append(Unclear(cut(row.who or when), f"line {row.line}", lacks))
            continue
        start = _moment(when, day_first, asked.timetable)
        end = _moment(row.end, day_first, asked.timetable, ends=True) if row.end and not row.week else None
        if start is None or (row.end and not row.week and end is None):
            why = f"'{cut(when if start is None else row.end)}' is no date, or may be two; write 2026-11-23"
            unclear.append(Unclear(cut(row.who), f"line {row.line}", why))
        elif end and end <= start:
            unclear.append(Unclear(cut(row.who), f"line {row.line}", "it ends before it begins"))
        else:
            starts[row.line] = start
            if end:
                ends[row.line] = end
    entries = _entries(rows, starts, ends, whole=whole, timetable=asked.timetable)
    return Read(entries, unclear, has_covers=any(row.cover for row in rows))


def _rows(text: str, source: str) -> tuple[list[_Row], bool]:
    """The rows that say anything, and whether their column of people holds names and nothing else."""
    first = text.lstrip("\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        head: list[str] = []
        found: list[tuple[int, dict[str, str]]] = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(found) == MOST:
                raise BadValue(
                    f"{source} has more than {MOST:,} rows", hint="give the rows of the on-call weeks alone"
                )
            if not head:
                head = [_heading(cell) for cell in cells]
            else:
                found.append(
                    (reader.line_num, dict(zip(head, (cell.strip() for cell in cells), strict=False)))
                )
    except csv.Error as error:
        raise BadValue(f"{source}, line {reader.line_num}: {error}") from None
    week, start, end, state = (_column(head, known) for known in (WEEKS, STARTS, ENDS, STATES))
    people = [name for name in PEOPLE if name in head]
    who = people or [name for name in TEXTS if name in head]
    if not who or not (week or start):
        lacks = "says when (week, date, start)" if who else "says who (person, name, on call)"
        raise BadValue(
            f"{source} is no calendar, and its first line has no column that {lacks}",
            hint="give an iCalendar file (.ics), or a table with a head line like week,person",
        )
    rows = [
        _Row(
            line,
            next((row[name] for name in who if row.get(name)), ""),
            row.get(week, ""),
            _timed(row, start, "start time"),
            _timed(row, end, "end time"),
            row.get(_column(head, COVERS), ""),
            row.get(state, "").casefold() in PLANNED,
        )
        for line, row in found
    ]
    return [row for row in rows if row.who or row.week or row.start], bool(people)


def _heading(cell: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", cell.casefold()).split())


def _column(head: Sequence[str], known: Iterable[str]) -> str:
    return next((name for name in known if name in head), "")


def _timed(row: dict[str, str], day: str, clock: str) -> str:
    """A date, and its time where that has a column of its own."""
    said = row.get(day, "")
    return f"{said} {row[clock]}" if said and row.get(clock) else said


def _day_first(cells: Iterable[str]) -> bool | None:
    """Whether dates like 11/12/2026 begin with the day, by those that can be read one way only; nothing where
    none says, or where they disagree."""
    found = [_NUMBERS.match(cell) for cell in cells]
    pairs = [(int(one[1]), int(one[3])) for one in found if one and one[2] != "."]
    ways = {first > 12 for first, second in pairs if (first > 12) is not (second > 12)}
    return ways.pop() if len(ways) == 1 else None


def _moment(
    said: str, day_first: bool | None, timetable: Timetable, *, ends: bool = False
) -> datetime | None:
    """The instant that a cell says, on the team's wall clock unless it has an offset; a date alone is its
    first instant or, where something `ends` with it, its last."""
    try:
        day, clock = _date_and_time(said, day_first)
        if day.year not in YEARS:
            return None
        if isinstance(clock, datetime):
            return clock.astimezone(UTC)
        zone = timetable.on(day).shape.zone
        if clock is None:
            return instant(day + DAY if ends else day, time(), zone)
        return instant(day, clock, zone)
    except (ValueError, OverflowError):
        return None


def _date_and_time(said: str, day_first: bool | None) -> tuple[date, datetime | time | None]:
    """A date with its time: a whole moment where it has an offset, else the time of day, or nothing.
    ValueError for what is no date, or could be two."""
    found = _NUMBERS.match(said)
    if found:
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first > 12 or day_first:
            day = date(year, second, first)
        elif second > 12 or day_first is False or first == second:
            day = date(year, first, second)
        else:
            raise ValueError
        rest = said[found.end() :].strip()
        clock = clock_time(rest) if rest else None
        if rest and clock is None:
            raise ValueError
        return day, clock
    head, gap, rest = said.partition(" ")
    clock = clock_time(rest) if gap else None
    if clock:
        return date.fromisoformat(head), clock
    whole = datetime.fromisoformat(said)
    if whole.tzinfo:
        return whole.date(), whole
    return whole.date(), whole.time() if "T" in said or ":" in said else None


def _entries(
    rows: Sequence[_Row],
    starts: dict[int, datetime],
    ends: dict[int, datetime],
    *,
    whole: bool,
    timetable: Timetable,
) -> list[Entry]:
    """What the rows say; those that follow each other with the same text are one, as in a table of days."""
    followed = sorted({start for row in rows if not row.week and (start := starts.get(row.line))})
    following = dict(pairwise(followed))
    if len(followed) > 1:  # the last row stands for as long as the one before it
        following[followed[-1]] = followed[-1] + (followed[-1] - followed[-2])
    entries: list[Entry] = []
    for row in rows:
        start = starts.get(row.line)
        if start is None:
            continue
        longest = _days_on(start, WEEK, timetable)
        end = ends.get(row.line) or min(longest, longest if row.week else following.get(start, longest))
        last = entries[-1] if entries else None
        same = last is not None and (last.text, last.tentative) == (row.who, row.planned)
        if last and same and last.span.end == start and end - start < WEEK - DAY:
            entries[-1] = last._replace(span=Span(last.span.start, end))
        else:
            entries.append(
                Entry(row.who, f"line {row.line}", Span(start, end), whole=whole, tentative=row.planned)
            )
    return entries


def _days_on(start: datetime, length: timedelta, timetable: Timetable) -> datetime:
    """The same time of day so much later, whatever the clocks do."""
    day = timetable.local_day(start)
    zone = timetable.on(day).shape.zone
    return instant(day + length, start.astimezone(zone).time(), zone)
