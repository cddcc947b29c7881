"""Every zone there is, as a calendar file says it, gives the offsets that the zone itself gives.

Read by dateutil and by ical.js. zoneinfo says what is right, and each zone's own file when its clocks change.
"""

import io
import os
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from oncall_cli.documents.onsets import STEP, onsets
from oncall_cli.documents.vtimezone import MARGIN, vtimezone
from tests.readers import by_ical_js, missing_ical_js
from tests.tzif import changes

SOAK = bool(os.environ.get("ONCALL_SOAK"))
NAMES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
AREAS = ["", *sorted({name.partition("/")[0] for name in NAMES if "/" in name})]
Window = tuple[datetime, datetime]
WINDOW = (datetime(2026, 11, 24, 0, 1, tzinfo=UTC), datetime(2028, 11, 27, 12, 59, tzinfo=UTC))
PAST = [
    (datetime(year, 1 + year % 12, 9, tzinfo=UTC), datetime(year + 2, 1 + year % 12, 20, tzinfo=UTC))
    for year in (range(1974, 2060, 5) if SOAK else [2016])
]
WINDOWS = [(WINDOW, 1), *((window, 1 if SOAK else 7) for window in PAST)]
"""Times of events to write a zone for, each with how many zones are passed over."""
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
AROUND = [-DAY, -2 * HOUR, -HOUR, -HOUR / 2, -SECOND, 0 * SECOND, HOUR / 2, HOUR, 2 * HOUR, DAY]


def area(name: str) -> list[str]:
    return [zone for zone in NAMES if zone.partition("/")[0] == name or ("/" not in zone and not name)]


def text_of(name: str, window: Window) -> str:
    written: bytes = vtimezone(ZoneInfo(name), *window).to_ical(sorted=False)
    return written.decode()


@cache
def asked(name: str, window: Window) -> list[datetime]:
    """Wall-clock times every month and around every change; none that comes twice, for such a one is written
    in UTC."""
    zone, (first, last) = ZoneInfo(name), window
    start, end = first - MARGIN, last + MARGIN
    days = [start + count * 5 * DAY for count in range((end - start) // (5 * DAY))] + [end]
    local = [moment.astimezone(zone) for moment in days]
    found = local[::6]
    for one, other in pairwise(local):
        if one.utcoffset() != other.utcoffset():
            change = first_after(zone, one.astimezone(UTC), other.astimezone(UTC))
            near = [change + apart for apart in AROUND]
            found.extend(moment.astimezone(zone) for moment in near if start <= moment <= end)
    return [here for here in found if here.utcoffset() == here.replace(fold=not here.fold).utcoffset()]


def first_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the offset of `after`."""
    old = before.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        same = datetime.fromtimestamp(middle, zone).utcoffset() == old
        low, high = (middle, high) if same else (low, middle)
    return datetime.fromtimestamp(high, UTC)


def test_they_are_all_there() -> None:
    assert len(NAMES) > 590
    assert sorted(key for name in AREAS for key in area(name)) == NAMES


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.soak
def test_dateutil_reads_every_zone_as_zoneinfo_does(name: str) -> None:
    wrong = []
    for window, step in WINDOWS:
        for key in area(name)[::step]:
            text = text_of(key, window)
            assert text.startswith(f"BEGIN:VTIMEZONE\r\nTZID:{key}\r\nBEGIN:")
            assert "RDATE" not in text
            read = tzical(io.StringIO(text.replace("\r\n", "\n"))).get()
            wrong += [
                (key, here)
                for here in asked(key, window)
                if read.utcoffset(here.replace(tzinfo=None)) != here.utcoffset()
            ]
    assert wrong == []


@pytest.mark.skipif(bool(missing_ical_js()), reason=missing_ical_js())
@pytest.mark.soak
def test_ical_js_reads_every_zone_as_zoneinfo_does() -> None:
    for window, step in WINDOWS:
        names = NAMES[::step]
        calendars = [f"BEGIN:VCALENDAR\r\n{text_of(key, window)}END:VCALENDAR\r\n".encode() for key in names]
        local = [[here.replace(tzinfo=None) for here in asked(key, window)] for key in names]
        wrong = [
            (key, here)
            for key, read in zip(names, by_ical_js(calendars, local), strict=True)
            for here, instant in zip(asked(key, window), read.instants, strict=True)
            if here.astimezone(UTC) != instant
        ]
        assert wrong == []


def listed() -> Iterator[tuple[str, int, datetime]]:
    """The changes of every zone's own file, each with how many seconds lie between it and the one before."""
    for key in NAMES:
        for one, other in pairwise(changes(key)):
            yield key, other.at - one.at, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=other.at)


def test_no_zone_changes_twice_between_two_times_that_it_is_asked() -> None:
    near = [
        (key, moment) for key, apart, moment in listed() if moment.year >= 1970 and apart <= STEP / SECOND
    ]
    assert near == []


def test_the_onsets_are_those_of_the_zone_s_own_file() -> None:
    start, end = datetime(1999, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    for key in NAMES[:: 1 if SOAK else 9]:
        own = [(one, other) for one, other in pairwise(changes(key)) if one.offset != other.offset]
        found = [
            (onset.moment.timestamp(), onset.before.offset / SECOND, onset.after.offset / SECOND)
            for onset in onsets(ZoneInfo(key), start, end)
            if onset.before.offset != onset.after.offset
        ]
        last = max((other.at for _, other in own), default=0)
        assert [onset for onset in found if onset[0] <= last] == [
            (other.at, one.offset, other.offset)
            for one, other in own
            if start.timestamp() < other.at <= end.timestamp()
        ], key
