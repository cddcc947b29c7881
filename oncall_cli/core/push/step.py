"""What becomes of each event on a CalDAV server, given what the server has.

The server is asked each time and nothing about it is remembered, so that a push that was cut short is
completed by the next one. Nothing is ever deleted there: an event that is gone is cancelled.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from oncall_cli.core.feed.model import event_order
from oncall_cli.core.push.object import Component, contradicts, is_called_off, sequence_of
from oncall_cli.core.revision import Entry, Revised, is_gone

Step = Literal["created", "updated", "cancelled", "unchanged"]


class ServerObject(NamedTuple):
    """One object of a calendar on a server: its address there, the tag of its state (none where the server
    gives none), and its text."""

    href: str
    etag: str | None
    data: bytes


class There(dict[str, ServerObject]):
    """What a server has, by UID; `doubles` are objects of a UID that another one there has as well."""

    def __init__(self, found: Mapping[str, ServerObject] | None = None) -> None:
        super().__init__(found or {})
        self.doubles: list[tuple[str, ServerObject]] = []


def step_for(entry: Entry, ours: Component, theirs: Component | None, now: datetime) -> Step | None:
    """What is to be done about an entry; nothing where it is no concern of the server.

    `theirs` is what the server has of it. Where that is nothing, an event that is gone is not told of, and
    one that is over is not brought to a phone any more. Where it shows the same under the same SEQUENCE or a
    higher one, it stays.
    """
    if theirs is None:
        return None if is_gone(entry) or entry.event.end <= now else "created"
    if sequence_of(theirs) >= entry.revision.sequence and not contradicts(theirs, ours):
        return "unchanged"
    return "cancelled" if is_gone(entry) and not is_called_off(theirs) else "updated"


def added(revised: Revised, strays: Iterable[Entry]) -> Revised:
    """The revisions with those of events that only the server knew."""
    more = {entry.uid: entry for entry in strays}
    entries = sorted((*revised.entries, *more.values()), key=lambda entry: event_order(entry.event))
    changed = revised.changed | {uid: entry.revision for uid, entry in more.items()}
    return Revised(entries=tuple(entries), changed=changed)
