"""What can be found wrong with a calendar file: each kind under a key that stays, its degree, its phones.

A fault means that somebody gets a wrong time, an alarm that does not ring, or an event twice; a note is
worth knowing.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from oncall_cli.core.calendar_check.file import SeenEvent, Stamp
from oncall_cli.core.model import Frozen
from oncall_cli.core.text import visible

Degree = Literal["fault", "note"]
Phone = Literal["iphone", "google", "android", "outlook", "thunderbird", "caldav"]
EVERY: tuple[Phone, ...] = ("iphone", "google", "android", "outlook")


class Kind(NamedTuple):
    """How grave a finding is, and where it shows."""

    degree: Degree
    phones: tuple[Phone, ...] = EVERY


KINDS = {
    # Times
    "time-unread": Kind("fault"),
    "said-twice": Kind("fault"),
    "end-before-start": Kind("fault"),
    "time-skipped": Kind("fault"),
    "time-twice": Kind("fault"),
    "floating": Kind("fault", ("google", "outlook")),
    "floating-named": Kind("note", ("iphone", "outlook")),
    "zone-differs": Kind("fault", ("outlook",)),
    "zone-dates-wrong": Kind("fault", ("thunderbird", "outlook")),
    "zone-dates": Kind("note", ("outlook",)),
    "zone-late": Kind("fault", ("outlook", "thunderbird")),
    "zone-missing": Kind("fault", ("outlook",)),
    "zone-unknown": Kind("fault"),
    "zone-name": Kind("note", ("android",)),
    "zone-broken": Kind("fault", ("outlook",)),
    "zone-twice": Kind("fault"),
    "zone-said": Kind("note", ("google",)),
    "rule-unread": Kind("fault"),
    "series-empty": Kind("fault"),
    "repeats": Kind("note"),
    "all-day": Kind("note"),
    # Alarms
    "alarm-unread": Kind("fault"),
    "alarm-after": Kind("fault", ("outlook",)),
    "alarm-from-end": Kind("fault", ("outlook",)),
    "alarm-fixed-late": Kind("fault"),
    "alarm-fixed": Kind("note"),
    "alarm-mail": Kind("fault", ("iphone", "google", "android")),
    "alarm-procedure": Kind("fault", ("iphone", "google", "android")),
    "alarm-action": Kind("note"),
    "alarm-cancelled": Kind("fault"),
    "alarm-acknowledged": Kind("fault"),
    "alarm-silent": Kind("fault"),
    "alarm-several": Kind("note", ("outlook",)),
    "alarm-all-day": Kind("note"),
    "alarm-no-words": Kind("note"),
    "alarm-weeks": Kind("note"),
    "alarms-past": Kind("note"),
    "alarms-some": Kind("note"),
    "alarms-none": Kind("note"),
    # Doubles
    "uid-missing": Kind("fault"),
    "uid-twice": Kind("fault"),
    "same-event": Kind("fault"),
    "uid-dated": Kind("note"),
    "version-missing": Kind("note"),
    "stamp-missing": Kind("note"),
    "method-invites": Kind("fault"),
    "method-publish": Kind("note", ("caldav",)),
    "people": Kind("note"),
    # The file
    "encoding": Kind("fault"),
    "controls": Kind("fault"),
    "cut-off": Kind("fault"),
    "crossed": Kind("fault"),
    "junk": Kind("fault"),
    "header": Kind("fault"),
    "several-calendars": Kind("fault", ("outlook",)),
    "too-large": Kind("fault", ("google",)),
    "mark": Kind("note"),
    "line-ends": Kind("note"),
    "long-lines": Kind("note"),
    "cut-characters": Kind("note"),
    "tail": Kind("note"),
    "bare-commas": Kind("note"),
    "no-name": Kind("note"),
    "no-refresh": Kind("note"),
    "refresh-unread": Kind("note"),
    "no-events": Kind("note"),
    "others": Kind("note"),
}
"""Every key there is, with its degree and where it shows."""

NAMED = 3
TITLE = 50
LONGEST_NAME = 60


class Finding(Frozen):
    """Something found: in how many events (none: in the file as a whole), and the first three of them."""

    key: str
    degree: Degree
    said: str
    events: int
    named: tuple[str, ...]
    phones: tuple[Phone, ...]


class Found(NamedTuple):
    """A finding of a kind in `KINDS`, in words, with every event that has it."""

    key: str
    said: str
    events: Sequence[SeenEvent]

    def told(self, zone: ZoneInfo | None) -> Finding:
        """The finding as it is told; times in UTC are told in the file's own zone, where it says one."""
        kind = KINDS[self.key]
        return Finding(
            key=self.key,
            degree=kind.degree,
            said=self.said,
            events=len(self.events),
            named=tuple(named(event, zone) for event in self.events[:NAMED]),
            phones=kind.phones,
        )


def found(key: str, said: str, events: Sequence[SeenEvent] = ()) -> Found:
    """Something found, in these events or in the file as a whole."""
    return Found(key, said, events)


def found_in(key: str, events: Sequence[SeenEvent], every: Sequence[SeenEvent], said: str) -> Iterator[Found]:
    """The finding of a kind about these of all the events; none where it is none of them."""
    if events:
        yield found(key, f"{counted(events, every)}: {said}", events)


def named(event: SeenEvent, zone: ZoneInfo | None) -> str:
    """An event as a person knows it: its title and when it starts."""
    title = " ".join(event.title.split()) or "(no title)"
    title = title if len(title) <= TITLE else title[: TITLE - 1] + "…"
    return f"{title}, {said_time(event.start, zone)}" if event.start else title


def said_time(stamp: Stamp, zone: ZoneInfo | None) -> str:
    """A time as the file says it, Mon 2026-11-23 18:01; one in UTC in the file's zone, else with UTC."""
    if stamp.local is None:
        return f"{stamp.day:%a %Y-%m-%d}"
    if not stamp.is_utc:
        return f"{stamp.local:%a %Y-%m-%d %H:%M}"
    try:
        local = stamp.local.replace(tzinfo=UTC).astimezone(zone or UTC)
    except OverflowError:
        local, zone = stamp.local, None
    return f"{local:%a %Y-%m-%d %H:%M}" + ("" if zone else " UTC")


def counted(events: Sequence[object], every: Sequence[object]) -> str:
    """How many of all: "All 3 events", "1 of 40 events", "The one event"."""
    if len(events) == len(every):
        return "The one event" if len(every) == 1 else f"All {len(every):,} events"
    return f"{len(events):,} of {len(every):,} events"


def cut_name(name: str) -> str:
    """A name out of a file as it is said in a sentence: harmless, and cut where it is long."""
    return visible(name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…")
