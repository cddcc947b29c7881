"""Answers about calendars."""

from datetime import date
from typing import Literal

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.core.link import Links
from oncall_cli.core.model import Frozen, Moment


class CalendarExported(Answer):
    """A calendar: whose, from which week, how many events, and the file or, without one, the text."""

    person: str | None
    team: bool
    start: date
    weeks: int
    events: int
    changed: int
    out: str | None
    calendar: str | None


class PublishedFile(Frozen):
    """A calendar in the published folder: whose it is (nobody's: the team's), how many events it holds, how
    many of them are new or changed, and whether the file was `written` because it differed. Whoever has
    `left` has one for as long as its file is there. The links are there where it is known where the folder
    can be read; `file` is nothing where a rehearsal would make the link."""

    person: str | None
    name: str
    left: bool
    file: str | None
    events: int
    changed: int
    written: bool
    links: Links | None


class CalendarsPublished(Answer):
    """What a published folder holds now; after a `dry_run`, what it would hold. `weeks` counts from `start`,
    weeks that are over among them. `retired` are files of links that were given up, which hold nothing any
    more, `emptied` those of them that held something before; `index` tells whether the page for the team was
    written because it differed."""

    folder: str
    base_url: str | None
    start: date
    weeks: int
    calendars: tuple[PublishedFile, ...]
    retired: tuple[str, ...]
    emptied: tuple[str, ...]
    index: bool
    dry_run: bool
    show_links: bool = Field(exclude=True)


class CalendarLink(Answer):
    """A member's private links to their published calendar: `new` where they were made just now, so that they
    lead to it from the next time that calendars are published, and `renewed` where that was in place of
    others, which then lead to nothing."""

    person: str
    name: str
    file: str
    links: Links
    made: Moment
    new: bool
    renewed: bool


class PushedEvent(Frozen):
    """An event that was brought to a CalDAV server: when it starts, in the team's zone, and what was done."""

    uid: str
    start: Moment
    summary: str
    step: Literal["created", "updated", "cancelled"]


class CalendarPushed(Answer):
    """What became of a calendar on a CalDAV server: how many events were new there, changed, cancelled, and
    as they should be already; `events` are those that were not. `made` tells whether the calendar was new
    itself, `set_right` how many events somebody else had changed there."""

    person: str | None
    url: str
    start: date
    weeks: int
    made: bool
    created: int
    updated: int
    cancelled: int
    unchanged: int
    set_right: int
    dry_run: bool
    events: tuple[PushedEvent, ...]
