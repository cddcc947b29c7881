"""What a calendar feed holds: a member's weeks with their reminders, or the weeks of the whole team."""

from oncall_cli.core.feed.model import (
    Contact,
    FeedCover,
    FeedEvent,
    FeedPerson,
    FeedTeam,
    FeedWeek,
)
from oncall_cli.core.feed.person import person_events
from oncall_cli.core.feed.team import team_events
from oncall_cli.core.feed.week import feed_week

__all__ = [
    "Contact",
    "FeedCover",
    "FeedEvent",
    "FeedPerson",
    "FeedTeam",
    "FeedWeek",
    "feed_week",
    "person_events",
    "team_events",
]
