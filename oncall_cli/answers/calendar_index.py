"""What the team's page beside its published calendars shows: who is on call, week after week."""

from datetime import date

from oncall_cli.core.link import Links
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.said import ClockStyle


class IndexCover(Frozen):
    """Somebody who is on inside another's week, from `start` up to, not including, `end`."""

    name: str
    start: Moment
    end: Moment


class IndexWeek(Frozen):
    """A week from `start` to its last minute `end` (W1), and whose it is (`name`; nobody's: nothing); what is
    not `published` may yet change."""

    week: date
    start: Moment
    end: Moment
    name: str | None
    published: bool
    cover: tuple[IndexCover, ...] = ()


class IndexPage(Frozen):
    """The team's page: its weeks by time, the one that is not over by `now` first, every moment on the wall
    clock of `zone`. `team_file` is the file of the team's calendar, which lies beside the page; its `links`
    are there where it is known where that can be read. `now` only tells who is marked as on call."""

    team: str
    clock: ClockStyle
    zone: str
    weeks: tuple[IndexWeek, ...]
    now: Moment
    team_file: str
    links: Links | None
