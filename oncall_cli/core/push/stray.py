"""Events of ours on a server that the store knows nothing of: it was restored from a copy that is older.

They would ring for weeks that somebody else has, and so they are cancelled.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple, get_args
from uuid import UUID

from oncall_cli.core.feed.model import FeedEvent, Kind
from oncall_cli.core.push.object import Component, event_of, instant_of, is_called_off, stamp_of
from oncall_cli.core.revision import Entry, Revision, cancelled_said, slot_uid
from oncall_cli.core.stamp import FAR, LONG_AGO, later_than

NUMBERED: dict[Kind, int] = {"cover": 1000, "hand_back": 1000, "carry": 8, "charge": 8}
"""Up to which number events of a kind are looked for; of the others there is one in a week."""


class Slot(NamedTuple):
    """Which event one is."""

    week: date
    kind: Kind
    number: int


def is_like_ours(uid: str) -> bool:
    """Whether a UID is of the kind that ours are of."""
    try:
        return UUID(uid).version == 5 and str(UUID(uid)) == uid
    except ValueError:
        return False


def strays(
    unknown: Mapping[str, Component],
    *,
    namespace: UUID,
    feed: str,
    weeks: Iterable[date],
    now: datetime,
) -> tuple[Entry, ...]:
    """Of the objects that a server has and the feed has not, the feed's own events in `weeks` that are still
    to come: each as cancelled, under a revision above the server's."""
    to_come = {
        uid: calendar
        for uid, calendar in unknown.items()
        if not is_called_off(calendar) and _end(calendar, now) > now
    }
    if not to_come:
        return ()
    ours = {slot_uid(namespace, feed, *slot): slot for slot in _slots(weeks)}
    return tuple(_stray(uid, ours[uid], to_come[uid], now) for uid in to_come if uid in ours)


def _slots(weeks: Iterable[date]) -> Iterator[Slot]:
    for week in weeks:
        for kind in get_args(Kind):
            for number in range(NUMBERED.get(kind, 1)):
                yield Slot(week, kind, number)


def _end(calendar: Component, now: datetime) -> datetime:
    """When the event ends, in UTC; now where that is not readable."""
    event = event_of(calendar)
    ends = instant_of(event, "DTEND") or instant_of(event, "DTSTART") if event else None
    return min(ends, FAR) if ends else now


def _stray(uid: str, slot: Slot, calendar: Component, now: datetime) -> Entry:
    event = event_of(calendar) or calendar
    end = _end(calendar, now)
    start = min(max(instant_of(event, "DTSTART") or end, LONG_AGO), end)
    summary, category = (event.text(name) or "On call" for name in ("SUMMARY", "CATEGORIES"))
    summary = cancelled_said(summary)
    shown = FeedEvent(
        kind=slot.kind,
        slot=slot.week,
        number=slot.number,
        start=start,
        end=end,
        summary=summary,
        description="This is cancelled.",
        category=category,
        alarm=False,
        tentative=False,
    )
    stamp = stamp_of(calendar)
    revision = Revision(
        content="cancelled",
        sequence=stamp.sequence + 1,
        created=now,
        modified=later_than(stamp.modified, now),
        status="CANCELLED",
        **shown.model_dump(include={"kind", "slot", "number", "start", "end", "summary", "category"}),
    )
    return Entry(uid=uid, event=shown, revision=revision)
