"""The names of published calendars: nobody can guess a member's, so that a link is theirs alone."""

import secrets
from datetime import datetime

from oncall_cli.core.feed.link import FeedLink
from oncall_cli.store.door import Door, Row

BYTES = 16
"""Of chance in a name: more than anybody can try."""


class FeedLinks:
    """Links by member; one at a time is in use."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def all(self) -> list[FeedLink]:
        """Every link there ever was, in the order they were made."""
        return self._door.models(FeedLink, "SELECT * FROM feed_link ORDER BY id")

    def of(self, person: str) -> FeedLink | None:
        """The link that a member has now."""
        return self._door.model(
            FeedLink, "SELECT * FROM feed_link WHERE person = ? AND retired IS NULL", [person]
        )

    def make(self, person: str, now: datetime) -> FeedLink:
        """A new link for a member who has none. What is recorded of it does not tell its name."""
        row: Row = {"person": person, "token": secrets.token_hex(BYTES), "made": now, "retired": None}
        number = self._door.add("feed_link", row, secret=("token",))
        return FeedLink(id=number, **row)

    def retire(self, link: FeedLink, now: datetime) -> None:
        """Gives a link up: its calendar is written no more."""
        self._door.change("feed_link", link.id, {"retired": None}, {"retired": now})
