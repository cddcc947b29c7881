"""The words of a feed: what to do, whose turn is before and after, and whom to tell."""

from datetime import datetime

from oncall_cli.core.feed.model import FeedPerson, FeedTeam, FeedWeek
from oncall_cli.core.said import clock_said
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEKDAYS

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def when(moment: datetime, team: FeedTeam) -> str:
    """A moment on the team's wall clock: "Monday 23 November, 18:01", the same on every machine."""
    local = moment.astimezone(team.zone)
    day = f"{WEEKDAYS[local.weekday()].capitalize()} {local.day} {MONTHS[local.month - 1]}"
    return f"{day}, {clock_said(local, team.clock)}"


def name_of(person: FeedPerson | None, unknown: str = "nobody yet") -> str:
    """The person's name without steering characters, or what to say where nobody is known."""
    return visible(person.name) if person else unknown


def around(week: FeedWeek) -> str:
    """Who has the week before and who the week after."""
    return f"Week before: {name_of(week.before, 'nobody')}. Week after: {name_of(week.after)}."


def told(week: FeedWeek) -> str:
    """Whom to tell, by name and role; the others where nobody has such a role."""
    contacts = [f"{visible(contact.name)} ({visible(contact.role)})" for contact in week.contacts]
    return " or ".join(contacts) or "the rest of the team"


def described(week: FeedWeek, *says: str) -> str:
    """A whole description: what it says, then what every event of the week says."""
    projected = () if week.published else ("This week is not published yet and can still change.",)
    wrong = f"If something is wrong, tell {told(week)} at once."
    return "\n".join((*says, around(week), wrong, *projected))
