"""What a folder of published calendars holds: everybody's calendar, the team's, its page, and what is left of
links that were given up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from oncall_cli.answers.calendar_index import IndexPage
from oncall_cli.commands.calendar_page import index_page
from oncall_cli.commands.feed import Feed, FeedWriter, no_other_revisions
from oncall_cli.core.feed.link import FeedLink
from oncall_cli.core.link import Links, links_of
from oncall_cli.core.revision import Revised
from oncall_cli.core.revision_above import apart, raised
from oncall_cli.core.span import Span
from oncall_cli.core.week import WEEK
from oncall_cli.documents.published import PublishedFolder
from oncall_cli.documents.published_stamps import stamps_in
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

TEAM, PAGE = "team.ics", "index.html"
GIVEN_UP = "On call: this link was given up, ask for the new one"

_PRIVATE = re.compile(r"[0-9a-f]{32}\.ics")


@dataclass(frozen=True)
class Calendar:
    """A calendar to publish: whose it is (nobody's: the team's), whether they have left, and the name of its
    file, where there is one already."""

    person: str | None
    name: str
    left: bool
    file: str | None
    feed: Feed


@dataclass(frozen=True)
class Contents:
    """All that a folder is to hold: `weeks` from the week `start` on, under `base_url` where that is known.
    `unknown` are files under private names that the store did not make."""

    start: date
    weeks: int
    base_url: str | None
    calendars: tuple[Calendar, ...]
    retired: dict[str, Feed]
    page: IndexPage
    unknown: tuple[str, ...]

    def marks(self) -> Iterator[tuple[str, bytes]]:
        """Every file that has a name, and what tells that one of that name is ours: nothing where nobody else
        can have thought of the name."""
        from oncall_cli.documents.calendar_index import MARK
        from oncall_cli.documents.ical import PRODID

        common = {TEAM: PRODID.encode(), PAGE: MARK}
        for name in (*self.retired, *(one.file for one in self.calendars if one.file), PAGE):
            yield name, common.get(name, b"")

    @property
    def count(self) -> int:
        """How many files there are to be."""
        return len(self.retired) + len(self.calendars) + 1

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file that has a name, and what is to be in it."""
        from oncall_cli.documents.calendar_index import index_bytes

        for file, feed in self.retired.items():
            yield file, feed.content()
        for one in self.calendars:
            if one.file:
                yield one.file, one.feed.content()
        yield PAGE, index_bytes(self.page)

    def links(self, file: str | None) -> Links | None:
        """Where a file can be read, as far as that is known."""
        return links_of(self.base_url, file) if self.base_url and file else None


def folder_contents(
    session: Session, place: PublishedFolder, *, weeks: int | None, base_url: str | None, rehearsed: bool
) -> Contents:
    """What the folder is to hold, as everything stands now.

    What is in it already was read by phones: where the store, restored from a copy, knows less of an event,
    its revision goes above that.

    Everybody in the team has a file, under a link that is made where they have none, unless `rehearsed`.
    Whoever has left keeps theirs only where it is there, so that phones let go of what is in it; so does a
    link that was given up, whose file then is an empty calendar.
    """
    rules, today = session.policy.calendar, session.today
    weeks = weeks or rules.weeks
    base_url = base_url or rules.base_url
    start = session.timetable().this_week(session.now) - rules.past * WEEK
    writer = FeedWriter(session, start, rules.past + weeks)
    known = session.store.feed_links.all()
    links = {link.person: link for link in known if link.retired is None}
    there = place.names()

    def above(file: str) -> Callable[[Revised], Revised]:
        out = stamps_in(place.read(file))
        return lambda revised: raised(revised, apart(revised, out), session.now)

    team = writer.team(keep_gone=False, settled=above(TEAM))
    calendars = [Calendar(None, session.policy.team.name, False, TEAM, team)]
    for member in session.store.members.all():
        link, left = links.get(member.handle), member.is_gone(today)
        if left and (link is None or link.file not in there):
            continue
        if link is None and not rehearsed:
            link = session.store.feed_links.make(member.handle, session.now)
        settled = above(link.file) if link else no_other_revisions
        feed = writer.person(member.handle, keep_gone=False, settled=settled)
        calendars.append(Calendar(member.handle, member.name, left, link.file if link else None, feed))
    return Contents(
        start=start,
        weeks=rules.past + weeks,
        base_url=base_url,
        calendars=tuple(calendars),
        retired={
            link.file: _given_up(session, link) for link in known if link.retired and link.file in there
        },
        page=index_page(session, weeks, TEAM, links_of(base_url, TEAM) if base_url else None),
        unknown=tuple(sorted(filter(_PRIVATE.fullmatch, there - {link.file for link in known}))),
    )


def check_own(session: Session, place: PublishedFolder) -> None:
    """BadValue where the team's calendar in the folder has events, and none that this store has ever written:
    who subscribed to it would see another team's. Those to be written now count, so that a store that was
    restored from an early copy goes on."""
    out = stamps_in(place.read(TEAM))
    if out and not session.store.feeds.feeds_of(out):
        raise BadValue(
            f"{place.path / TEAM} is the calendar of another store, and is not written over",
            hint=f"publish to another folder, or delete {TEAM} and {PAGE} there first",
        )


def _given_up(session: Session, link: FeedLink) -> Feed:
    """An empty calendar that says why it is empty, and nothing of anybody."""
    moment = link.retired or link.made
    rules = session.policy.calendar
    return Feed(
        person=None,
        title=GIVEN_UP,
        entries=(),
        changed=0,
        zone=session.zone,
        span=Span(moment, moment),
        color=rules.color,
        refresh=rules.refresh,
    )
