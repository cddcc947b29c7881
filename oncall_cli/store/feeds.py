"""What calendars have said before, so that an unchanged event is written as before."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from oncall_cli.core.revision import Revision
from oncall_cli.store.door import Door


class Feeds:
    """Revisions by UID, feed by feed, and the namespace that UIDs are made in."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def namespace(self) -> UUID:
        """The random namespace made with the store; copies of the store keep it."""
        return self._door.the_model(UUID, "SELECT value AS hex FROM fact WHERE name = 'calendar_namespace'")

    def remembered(self, feed: str, earliest: date) -> dict[str, Revision]:
        """What was last written of every event of a feed in the week `earliest` and later."""
        # What has no week is damaged, and has to be found to be said so.
        week = "ifnull(json_extract(whole, '$.slot'), '9999')"
        sql = f"SELECT uid, whole FROM feed_event WHERE feed = ? AND {week} >= ?"
        return dict(self._door.models(_remembered, sql, [feed, earliest.isoformat()]))

    def feeds_of(self, uids: Iterable[str]) -> frozenset[str]:
        """Whose events these are, by what their feeds are remembered under; nothing of UIDs that this store
        never wrote."""
        sql = "SELECT DISTINCT feed FROM feed_event WHERE uid IN (SELECT value FROM json_each(?))"
        return frozenset(row["feed"] for row in self._door.rows(sql, [json.dumps([*uids])]))

    def knows(self, feed: str) -> bool:
        """Whether a feed was ever written with an event in it."""
        return self._door.row("SELECT 1 FROM feed_event WHERE feed = ? LIMIT 1", [feed]) is not None

    def remember(self, feed: str, revisions: Mapping[str, Revision]) -> None:
        """Keeps what has been written."""
        rows = [
            {"uid": uid, "feed": feed, "whole": json.dumps(revision.model_dump(mode="json"))}
            for uid, revision in revisions.items()
        ]
        if rows:
            self._door.add_plain("feed_event", rows)


def _remembered(uid: str, whole: str) -> tuple[str, Revision]:
    revision = Revision.model_validate_json(whole)
    if revision.zone:
        # Damage is found here, and not when the event is written in that zone.
        ZoneInfo(revision.zone)
    return uid, revision
