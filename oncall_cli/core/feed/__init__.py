"""What a calendar feed holds: a member's weeks with their reminders, or the weeks of the whole team."""

from oncall_cli.core.feed.model import (
    Contact,
    FeedCover,
    FeedEvent,
    FeedPerson,
    FeedTeam,
    FeedWeek,
    holder_at,
)
from oncall_cli.core.feed.person import person_events
from oncall_cli.core.feed.team import team_events

__all__ = [
    "Contact",
    "FeedCover",
    "FeedEvent",
    "FeedPerson",
    "FeedTeam",
    "FeedWeek",
    "holder_at",
    "person_events",
    "team_events",
]
