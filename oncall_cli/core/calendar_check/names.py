"""Which events of a calendar file come out twice, or do not change on a phone when the file does."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenEvent, Stamp
from oncall_cli.core.calendar_check.finding import Found, found_in

_DATED = re.compile(r"(19|20)\d{6}T\d{6}|\b(19|20)\d{12,}")


def name_findings(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Found]:
    """Findings about what identifies events and their versions."""
    missing = [event for event in events if not event.uid]
    yield from found_in("uid-missing", missing, events, "no number (UID), so each import adds it once more.")
    alike = _more_than_one([event for event in events if event.uid], lambda event: (event.uid, event.moved))
    yield from found_in(
        "uid-twice", alike, events, "the same number (UID) as another; phones show one of them, or both."
    )
    yield from _same(events, clock)
    dated = [event for event in events if _DATED.search(event.uid)]
    yield from found_in(
        "uid-dated",
        dated,
        events,
        "a number (UID) with a time in it; where the next export makes another, an import doubles the event.",
    )
    yield from _versions(events)


def _same(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Found]:
    """Events that nobody can tell from each other, under several numbers."""

    def at(stamp: Stamp | None) -> Hashable:
        return clock.instant(stamp) or stamp

    once = {(event.uid, event.moved): event for event in events if event.uid and event.start}
    alike = _more_than_one(
        [event for event in once.values() if event.status != "CANCELLED"],
        lambda event: (event.title, at(event.start), at(event.end)),
    )
    yield from found_in("same-event", alike, events, "there more than once, with the same title and time.")


def _versions(events: Sequence[SeenEvent]) -> Iterator[Found]:
    unversioned = [event for event in events if not event.has_version]
    yield from found_in(
        "version-missing",
        unversioned,
        events,
        "no word of which version it is (SEQUENCE, LAST-MODIFIED), so some programs keep the old one.",
    )
    unstamped = [event for event in events if not event.has_stamp]
    yield from found_in(
        "stamp-missing", unstamped, events, "no word of when it was written (DTSTAMP), as there has to be."
    )
    peopled = [event for event in events if event.has_people]
    yield from found_in(
        "people", peopled, events, "people in it (ORGANIZER, ATTENDEE), whom a program may write to."
    )
    commas = [event for event in events if event.has_bare_comma]
    yield from found_in(
        "bare-commas", commas, events, "a comma without a backslash, at which some readers end a text."
    )


def _more_than_one(events: Sequence[SeenEvent], key: Callable[[SeenEvent], Hashable]) -> list[SeenEvent]:
    """Those that have their key in common with another."""
    groups: dict[Hashable, list[SeenEvent]] = defaultdict(list)
    for event in events:
        groups[key(event)].append(event)
    return [event for group in groups.values() if len(group) > 1 for event in group]
