"""The times at which an event of a calendar file repeats, as far as its rule is plain, for two years."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenEvent, SeenSeries, Stamp
from oncall_cli.core.calendar_check.zone import DAY, midnight

LAST_YEAR = 9_999
YEARS = 2
"""For how many years from its first time a series is followed."""
_LONGEST = {"DAILY": DAY, "WEEKLY": 7 * DAY, "MONTHLY": 31 * DAY, "YEARLY": 366 * DAY}


def times(event: SeenEvent, clock: FileClock) -> Iterator[Stamp]:
    """The times at which an event starts, the first one before all others; those that are taken out too."""
    start, series = event.start, event.series
    if start is None:
        return
    yield start
    if series is None:
        return
    first = start.local or midnight(start.day)
    until = _end(series, clock)
    for number, wall in enumerate(_walls(first, series), 2):
        stamp = replace(start, day=wall.date(), local=wall if start.local else None)
        if series.count and number > series.count:
            break
        if until and (moment := clock.near(stamp)) and moment >= until:
            break
        yield stamp
    last = first.year + YEARS
    yield from (stamp for stamp in series.dates if stamp.day.year <= last)


def _end(series: SeenSeries, clock: FileClock) -> datetime | None:
    """The moment from which on a series is over; a day that is named as its last counts as a whole."""
    until = clock.near(series.until)
    if until is None or series.until is None:
        return None
    try:
        return until + (timedelta(seconds=1) if series.until.local else DAY)
    except OverflowError:
        return until


def _walls(first: datetime, series: SeenSeries) -> Iterator[datetime]:
    """What the rule gives after its first time, on the wall."""
    if series.every is None:
        return
    if first.year + YEARS >= LAST_YEAR:
        return
    last = first.replace(year=first.year + YEARS, day=min(first.day, 28))
    step, every = series.interval, series.every
    if every in ("DAILY", "WEEKLY"):
        weekdays = series.weekdays if every == "WEEKLY" else ()
        days = sorted((day - first.weekday()) for day in weekdays) or [0]
        # Each portion is a week that begins on Monday, or a single day.
        portion = first
        while portion <= last:
            walls = (portion + day * DAY for day in days)
            yield from (wall for wall in walls if first < wall <= last)
            portion += min(step, 800) * _LONGEST[every]
        return
    months = step * (12 if every == "YEARLY" else 1)
    for number in range(months, 12 * YEARS + 1, months):
        year, month = divmod(first.month - 1 + number, 12)
        if first.day <= monthrange(first.year + year, month + 1)[1]:
            yield first.replace(year=first.year + year, month=month + 1)


def is_empty(event: SeenEvent, clock: FileClock) -> bool:
    """Whether each of an event's times is taken out again; not where that cannot be told for sure."""
    series = event.series
    if series is None or not series.taken_out or not series.is_plain or event.start is None:
        return False
    day = event.start.day
    if not any(abs((stamp.day - day).days) < 2 for stamp in series.taken_out):
        return False  # Its first time is left.
    out = {clock.near(stamp) for stamp in series.taken_out}
    if any(clock.near(stamp) not in out for stamp in times(event, clock)):
        return False
    return series.every is None or bool(series.count or series.until)


def comes_again(event: SeenEvent, clock: FileClock, now: datetime) -> bool:
    """Whether a series may have a time from a moment on; it has where its rule does not say when it ends."""
    start, series = clock.near(event.start), event.series
    if start is None or series is None or is_empty(event, clock):
        return False
    if start >= now or any((moment := clock.near(stamp)) and moment >= now for stamp in series.dates):
        return True
    if series.every is None:
        return False
    if series.until:
        until = _end(series, clock)
        return until is not None and until > now
    if series.count is None:
        return True
    try:
        length = _LONGEST[series.every] * series.interval * (series.count - 1)
        return start + length / max(len(series.weekdays), 1) >= now
    except OverflowError:
        return True
