"""Answers about calendars."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.core.link import Links
from oncall_cli.core.model import Frozen


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
    many of them are new or changed, and whether the file was `written` because it differed. The links are there
    where it is known where the folder can be read."""

    person: str | None
    name: str
    file: str
    events: int
    changed: int
    written: bool
    links: Links | None


class CalendarsPublished(Answer):
    """What a published folder holds now. `retired` are files of links that were given up, which hold nothing any
    more; `index` tells whether the page for the team was written because it differed."""

    folder: str
    base_url: str | None
    start: date
    weeks: int
    calendars: tuple[PublishedFile, ...]
    retired: tuple[str, ...]
    index: bool
    show_links: bool


class CalendarLink(Answer):
    """A member's private links to their published calendar; `renewed` where they were made anew just now, so
    that the ones before lead to nothing from the next time that calendars are published."""

    person: str
    name: str
    file: str
    links: Links
    renewed: bool


class CalendarPushed(Answer):
    """What became of a calendar on a CalDAV server: how many events were new there, changed, cancelled, and as
    they should be already."""

    person: str | None
    url: str
    start: date
    weeks: int
    created: int
    updated: int
    cancelled: int
    unchanged: int
    dry_run: bool
