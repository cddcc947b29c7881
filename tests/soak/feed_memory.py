"""What a phone has seen of a calendar, and whether the next file tells it exactly what changed.

The expectation comes from the files alone, as vobject reads them: nothing of the program is asked.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import vobject

KEPT = timedelta(days=14)
END = b"END:VCALENDAR\r\n"


class Told(NamedTuple):
    """An event as it was last told: its bytes, what a phone shows of it, and its revision."""

    block: bytes
    shown: dict[str, Any]
    sequence: int
    created: datetime
    modified: datetime

    @property
    def cancelled(self) -> bool:
        return bool(self.shown["status"] == "CANCELLED")

    @property
    def end(self) -> Any:
        return self.shown["end"]


class FeedMemory:
    """All that one feed has ever told, by UID."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}

    def reads(self, content: bytes, now: datetime) -> dict[str, Told]:
        """The events of a file written at `now`, by UID, once it is known to be as it has to be: what says
        the same is the same bytes, and what does not is exactly one revision on."""
        head, *blocks = content.removesuffix(END).split(b"BEGIN:VEVENT\r\n")
        found = {_uid(block): block for block in blocks}
        assert len(found) == len(blocks), "a UID is there twice"
        others = [block for uid, block in found.items() if not self._knows(uid, block)]
        for uid, new in parsed(head, others).items():
            self._moves(uid, self.told.get(uid), new, now)
            self.told[uid] = new
        return {uid: self.told[uid] for uid in found}

    def _knows(self, uid: str, block: bytes) -> bool:
        return uid in self.told and self.told[uid].block == block

    def _moves(self, uid: str, old: Told | None, new: Told, now: datetime) -> None:
        assert new.modified == now, uid
        if old is None:
            assert (new.sequence, new.created, new.cancelled) == (0, now, False), uid
            return
        assert (new.sequence, new.created) == (old.sequence + 1, old.created), (uid, old.shown, new.shown)
        assert new.shown != old.shown, (uid, new.shown)
        if new.cancelled:
            assert not old.cancelled
            assert new.shown["summary"] == f"Cancelled: {old.shown['summary']}"
            stays = ("start", "end", "category")
            assert [new.shown[name] for name in stays] == [old.shown[name] for name in stays]
            assert not new.shown["alarms"]

    def to_call_off(self, now: datetime) -> set[str]:
        """What is cancelled, and has to be in every file that is imported by now."""
        return {uid for uid, told in self.told.items() if told.cancelled and now <= told.end + KEPT}


def parsed(head: bytes, blocks: Iterable[bytes]) -> dict[str, Told]:
    """Events by UID, as vobject reads them in the zones of the file's `head`."""
    by_uid = {_uid(block): block for block in blocks}
    if not by_uid:
        return {}
    whole = head + b"".join(b"BEGIN:VEVENT\r\n" + block for block in by_uid.values()) + END
    events = vobject.readOne(whole.decode()).contents["vevent"]
    return {event.uid.value: _told(event, by_uid[event.uid.value]) for event in events}


def _told(event: Any, block: bytes) -> Told:
    assert event.dtstamp.value == event.last_modified.value
    shown = {
        "start": event.dtstart.value.astimezone(UTC),
        "end": event.dtend.value.astimezone(UTC),
        "zone": event.dtstart.params.get("X-VOBJ-ORIGINAL-TZID", ["UTC"]),
        "summary": event.summary.value,
        "description": event.description.value,
        "category": event.categories.value,
        "status": event.status.value,
        "alarms": len(event.contents.get("valarm", [])),
    }
    stamps = (event.created.value, event.last_modified.value)
    return Told(block, shown, int(event.sequence.value), *stamps)


def _uid(block: bytes) -> str:
    (line,) = [line for line in block.split(b"BEGIN:VALARM")[0].split(b"\r\n") if line.startswith(b"UID:")]
    return line.removeprefix(b"UID:").decode()
