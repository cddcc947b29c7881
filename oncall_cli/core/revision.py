"""Which events changed since they were last written: identities that last, revisions that only then grow.

An event is known by its slot, not by its person: whatever happens to a week, its events keep their UIDs.
Content that is the same gives the same revision and so the same bytes; content that differs, an event that
is gone and one that comes back each add one to SEQUENCE and set LAST-MODIFIED to now.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, NamedTuple
from uuid import UUID, uuid5

from pydantic import Field

from oncall_cli.core.feed.model import FeedEvent, Kind, event_order
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.stamp import later_than
from oncall_cli.core.week import DAY, WEEK

KEPT = timedelta(days=14)
"""How long after its end a gone event is still written as cancelled: an import cannot delete."""

CANCELLED = "Cancelled: "

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


class Window(NamedTuple):
    """The weeks that an export asks for: slots from `first` up to, not including, `until`. Where `still` is
    given, what ends after that moment is asked for of the weeks just before them, too: a week that is over is
    still handed over."""

    first: date
    until: date
    still: datetime | None = None

    def holds(self, slot: date) -> bool:
        """Whether the export asks for the slot."""
        return self.first <= slot < self.until

    def asks_for(self, event: FeedEvent) -> bool:
        """Whether the event is to be written."""
        if self.still is None or event.slot >= self.first:
            return self.holds(event.slot)
        return self.earliest <= event.slot and event.end > self.still

    @property
    def earliest(self) -> date:
        """The first week of which a gone event may have to be written still: see `revise`."""
        return self.first - KEPT - 2 * WEEK

    @property
    def looked_at(self) -> tuple[date, ...]:
        """The weeks that have to be known: those from `earliest` up to the end of the window."""
        return tuple(self.earliest + step * WEEK for step in range((self.until - self.earliest) // WEEK))


Sane = Annotated[Moment, Field(ge=datetime(1000, 1, 1, tzinfo=UTC), lt=datetime(9000, 1, 1, tzinfo=UTC))]
"""A moment that can be counted on from in every zone."""


class Revision(Frozen):
    """What is remembered of an event: a hash of its content, its revision (moments in UTC, whole seconds),
    and as much as it takes to write it once more as cancelled."""

    content: str
    sequence: int = Field(ge=0, lt=2**31)
    created: Sane
    modified: Sane
    status: Status
    kind: Kind
    slot: date
    number: int
    start: Sane
    end: Sane
    zone: str | None = None
    summary: str
    category: str


class Entry(Frozen):
    """An event to write, under its UID and with its revision."""

    uid: str
    event: FeedEvent
    revision: Revision


class Revised(Frozen):
    """The entries of a file, by time, and the revisions to remember because they are new or changed."""

    entries: tuple[Entry, ...]
    changed: dict[str, Revision]


def event_uid(namespace: UUID, feed: str, event: FeedEvent | Revision) -> str:
    """The UID of a slot's event in a feed: the same whoever has the slot, on any host, at any time."""
    return slot_uid(namespace, feed, event.slot, event.kind, event.number)


def slot_uid(namespace: UUID, feed: str, slot: date, kind: Kind, number: int) -> str:
    """The UID that the event of that kind and number would have in a slot."""
    return str(uuid5(namespace, f"{feed}|{slot.isoformat()}|{kind}|{number}"))


def content_hash(event: FeedEvent, zone: str) -> str:
    """A hash of everything that a phone shows of an event; `zone` is the calendar's zone."""
    shown = (
        event.zone or zone,
        *(moment.astimezone(UTC).isoformat() for moment in (event.start, event.end)),
        event.summary,
        event.description,
        event.category,
        event.alarm,
        event.tentative,
    )
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def revise(
    events: Iterable[FeedEvent],
    remembered: Mapping[str, Revision],
    now: datetime,
    *,
    namespace: UUID,
    feed: str,
    zone: str,
    window: Window,
    keep_gone: bool,
) -> Revised:
    """The events with their revisions, as a file shows them at `now`.

    `remembered` maps UIDs of this feed to what was written last, `events` begin with `window.earliest`. An
    event that is not among them is gone where its slot lies in `window`, or before it where the event ended
    less than 14 days before the window begins: it becomes cancelled, and stays in the file until 14 days
    after its end where `keep_gone` (an exported file); a published feed leaves it out. What is gone for
    longer is left alone, and so is what lies after `window`. Events before the window that are not gone are
    not written, but for those that it asks for still.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    entries: dict[str, Entry] = {}
    known = {event_uid(namespace, feed, event): event for event in events}
    for uid, event in known.items():
        if window.asks_for(event):
            revision = _revision(event, remembered.get(uid), now, zone)
            entries[uid] = Entry(uid=uid, event=event, revision=revision)
    for uid, old in remembered.items():
        asked = window.holds(old.slot) or _ended_just_before(old, window)
        if uid not in known and asked and now <= old.end + KEPT:
            entries[uid] = _gone(uid, old, now)
    changed = {uid: entry.revision for uid, entry in entries.items() if entry.revision != remembered.get(uid)}
    written = [entry for entry in entries.values() if keep_gone or not is_gone(entry)]
    return Revised(
        entries=tuple(sorted(written, key=lambda entry: event_order(entry.event))), changed=changed
    )


def is_gone(entry: Entry) -> bool:
    """Whether the entry is written only to say that the event is cancelled."""
    return entry.revision.status == "CANCELLED"


def _ended_just_before(old: Revision, window: Window) -> bool:
    # A date in UTC can be a day behind the team's.
    ended = old.end.date() + KEPT + DAY
    return window.earliest <= old.slot < window.first <= ended


def _revision(event: FeedEvent, old: Revision | None, now: datetime, zone: str) -> Revision:
    content = content_hash(event, zone)
    if old and old.content == content:
        return old
    return Revision(
        content=content,
        sequence=old.sequence + 1 if old else 0,
        created=old.created if old else now,
        modified=later_than(old.modified, now) if old else now,
        status="TENTATIVE" if event.tentative else "CONFIRMED",
        kind=event.kind,
        slot=event.slot,
        number=event.number,
        start=event.start,
        end=event.end,
        zone=event.zone,
        summary=event.summary,
        category=event.category,
    )


def cancelled_said(summary: str) -> str:
    """The title of an event that is cancelled, for a calendar that shows it like any other."""
    return CANCELLED + summary.removeprefix(CANCELLED)


def _gone(uid: str, old: Revision, now: datetime) -> Entry:
    revision = old
    if old.status != "CANCELLED":
        # No content hashes to this word, so an event that comes back always counts as changed.
        told = {"content": "cancelled", "sequence": old.sequence + 1, "status": "CANCELLED"}
        told |= {"modified": later_than(old.modified, now)}
        revision = old.model_copy(update=told)
    event = FeedEvent(
        kind=old.kind,
        slot=old.slot,
        number=old.number,
        start=old.start,
        end=old.end,
        zone=old.zone,
        summary=cancelled_said(old.summary),
        description="This is cancelled.",
        category=old.category,
        alarm=False,
        tentative=False,
    )
    return Entry(uid=uid, event=event, revision=revision)
