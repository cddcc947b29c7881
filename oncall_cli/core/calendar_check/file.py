"""What is known of a calendar file that is checked, as far as it could be read; nothing in it is trusted."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Stamp:
    """A time as a file says it: a date alone, or a naive time on a wall clock, in UTC where `is_utc`, else in
    the timezone that `zone` names, or in none."""

    day: date
    local: datetime | None
    zone: str | None
    is_utc: bool


@dataclass(frozen=True)
class SeenAlarm:
    """An alarm. It rings so long `after` the start, or the end where `from_end`, or `at` a moment in UTC;
    neither is there where its time cannot be read."""

    action: str
    after: timedelta | None
    at: datetime | None
    from_end: bool
    in_weeks: bool
    is_described: bool
    acknowledged: datetime | None


Every = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


@dataclass(frozen=True)
class SeenSeries:
    """How an event repeats: `every` so many days, weeks, months or years, and on `dates`, but for those taken
    out."""

    is_unread: bool
    """Whether its rule or one of its dates cannot be read."""
    is_plain: bool
    """Whether the rule says no more than what is here, so that its times are known exactly."""
    every: Every | None
    interval: int
    count: int | None
    until: Stamp | None
    weekdays: tuple[int, ...]
    dates: tuple[Stamp, ...]
    taken_out: tuple[Stamp, ...]


@dataclass(frozen=True)
class SeenEvent:
    """An event; no start is one that is missing or cannot be read. `bad_end` is an end that is there and
    cannot be read."""

    title: str
    uid: str
    moved: str
    """Which one of a series it changes, as the file says it; empty for any other event."""
    start: Stamp | None
    end: Stamp | None
    bad_end: bool
    status: str
    series: SeenSeries | None
    """Nothing where it does not repeat."""
    twice: tuple[str, ...]
    """What says a time of it twice, as the file calls it."""
    has_stamp: bool
    has_version: bool
    has_people: bool
    has_bare_comma: bool
    alarms: tuple[SeenAlarm, ...]


@dataclass(frozen=True)
class YearlyDay:
    """A day of every year, or every few: the nth weekday of a month (from its end where negative), or the
    first such weekday on or after a day of it, or that day itself where no weekday is named."""

    month: int
    weekday: int | None
    nth: int
    day: int | None
    interval: int
    until: datetime | None
    """In UTC."""
    count: int | None


@dataclass(frozen=True)
class ZonePart:
    """One change of offset in a zone's description: on a naive `start`, on the `dates` of each list, and on a
    `rule`."""

    start: datetime
    before: timedelta
    after: timedelta
    dates: tuple[tuple[datetime, ...], ...]
    rules: tuple[YearlyDay, ...]


@dataclass(frozen=True)
class SeenZone:
    """A timezone's description in the file; `broken` says why it cannot be read, in a few words."""

    name: str
    parts: tuple[ZonePart, ...]
    broken: str | None
    wall: str
    """What distinguishes it from another description of that name."""


NameKind = Literal["iana", "windows", "prefixed", "unknown"]


@dataclass(frozen=True)
class ZoneName:
    """What a zone's name is: one that every phone knows, one of Windows, one with something before it, or
    neither; and the zone that is meant by it."""

    kind: NameKind
    zone: ZoneInfo | None


@dataclass(frozen=True)
class Writing:
    """How the bytes are written, which strict readers care about."""

    size: int
    is_utf8: bool = True
    has_mark: bool = False
    bare_ends: int = 0
    long_lines: int = 0
    cut_characters: int = 0
    controls: int = 0
    junk: int = 0
    """Lines that say nothing that can be read."""
    calendars: int = 1
    is_whole: bool = True
    has_tail: bool = False
    is_crossed: bool = False
    """Whether parts end that never began, or lie within each other deeper than any calendar's."""


@dataclass(frozen=True)
class SeenFile:
    """The whole of a file."""

    writing: Writing
    name: str | None
    zone_said: str | None
    methods: tuple[str, ...]
    has_header: bool
    refresh: timedelta | None
    has_refresh: bool
    events: tuple[SeenEvent, ...]
    others: int
    """Tasks, journals and times that are busy, which phones mostly leave out."""
    zones: tuple[SeenZone, ...]
    names: dict[str, ZoneName] = field(default_factory=dict)
