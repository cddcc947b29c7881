"""What calendars have said before, so that an unchanged event is written as before."""

import json
from collections.abc import Mapping
from uuid import UUID

from oncall_cli.core.revision import Revision
from oncall_cli.store.door import Door


class Feeds:
    """Revisions by UID, feed by feed, and the namespace that UIDs are made in."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def namespace(self) -> UUID:
        """The random namespace made with the store; copies of the store keep it."""
        row = self._door.row("SELECT value FROM fact WHERE name = 'calendar_namespace'")
        return UUID(row["value"] if row else None)

    def remembered(self, feed: str) -> dict[str, Revision]:
        """What was last written of every event of a feed."""
        rows = self._door.rows("SELECT uid, whole FROM feed_event WHERE feed = ?", [feed])
        return {row["uid"]: Revision.model_validate_json(row["whole"]) for row in rows}

    def remember(self, feed: str, revisions: Mapping[str, Revision]) -> None:
        """Keeps what has been written."""
        rows = [
            {"uid": uid, "feed": feed, "whole": json.dumps(revision.model_dump(mode="json"))}
            for uid, revision in revisions.items()
        ]
        if rows:
            self._door.add_plain("feed_event", rows)
