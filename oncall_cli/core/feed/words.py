"""The words of a feed: what to do, whose turn is before and after, and whom to tell."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from oncall_cli.core.feed.model import FeedCover, FeedPerson, FeedTeam, FeedWeek
from oncall_cli.core.said import clock_said
from oncall_cli.core.span import Span
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


def covers_said(week: FeedWeek) -> str:
    """Who covers from when until when, by time, and nobody twice in a row."""
    runs = groupby(sorted(week.covers, key=lambda cover: cover.span), key=lambda cover: cover.person)
    return "; ".join(f"{name_of(person)} {_spans_said(covers, week.team)}" for person, covers in runs)


def _spans_said(covers: Iterable[FeedCover], team: FeedTeam) -> str:
    spans: list[Span] = []
    for cover in covers:
        goes_on = spans and spans[-1].end == cover.span.start
        spans.append(Span(spans.pop().start, cover.span.end) if goes_on else cover.span)
    return " and ".join(f"from {when(span.start, team)} until {when(span.end, team)}" for span in spans)


def around(week: FeedWeek, reader: str | None) -> str:
    """Who has the week before and who the week after; `reader` is the handle of whom they are told to."""
    before, after = (
        "yours" if person and person.handle == reader else name_of(person, unknown)
        for person, unknown in ((week.before, "nobody"), (week.after, "nobody yet"))
    )
    return f"Week before: {before}. Week after: {after}."


def told(week: FeedWeek) -> str:
    """Whom to tell, by name and role; the others where nobody has such a role."""
    contacts = [f"{visible(contact.name)} ({visible(contact.role)})" for contact in week.contacts]
    return " or ".join(contacts) or "the rest of the team"


def described(week: FeedWeek, says: str, *, reader: str | None = None) -> str:
    """A whole description: what it says, then what every event of the week says."""
    projected = () if week.published else ("This week is not published yet and can still change.",)
    wrong = f"If something is wrong, tell {told(week)} at once."
    return "\n".join((says, around(week, reader), wrong, *projected))
