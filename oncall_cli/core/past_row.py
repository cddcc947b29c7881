"""A row of a past log while it is read: every cell is checked, and everything that is wrong is remembered."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from oncall_cli.core.member import handle_of
from oncall_cli.core.moment import moment_of, span_of
from oncall_cli.core.priority import LEVELS
from oncall_cli.core.span import Span
from oncall_cli.core.text import one_line
from oncall_cli.core.ticket import STATUS_WORDS, Status
from oncall_cli.core.ticket_log import RINGS_MOST
from oncall_cli.errors import BadValue, NotFound, OncallError

SAID_MOST = 40
"""How many characters of a cell are repeated where it is wrong."""

_TRUTHS = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}
_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}")
Made = TypeVar("Made")


class Ground(NamedTuple):
    """What a past log is read against: the time it is, where the team is, the tiers of a date, and the
    handles of everybody the team has had."""

    now: datetime
    zone: ZoneInfo
    tiers: Callable[[date], Mapping[int, str]]
    handles: frozenset[str]


class PastRow:
    """The cells of a row by column, blank ones left out, and its `faults` so far, each in words."""

    def __init__(self, cells: Mapping[str, str], ground: Ground) -> None:
        self.cells = {name: text.strip() for name, text in cells.items() if text.strip()}
        self.ground = ground
        self.faults: list[str] = []

    def checked(self, make: Callable[[], Made]) -> Made | None:
        """What is made; nothing where a rule says no, which is then a fault."""
        try:
            return make()
        except OncallError as error:
            self.faults.append(error.message)
            return None

    def made(self, name: str, make: Callable[[str], Made]) -> Made | None:
        """What is made of a cell; nothing where it is empty or wrong."""
        text = self.cells.get(name)
        return None if text is None else self.checked(partial(make, text))

    def line(self, name: str, what: str) -> str | None:
        """A cell that is one line of text."""
        return self.made(name, partial(one_line, what=what))

    def moment(self, name: str) -> datetime | None:
        """A cell that is a moment, where the team is; it says its date."""
        return self.made(name, partial(_moment, name=name, ground=self.ground))

    def truth(self, name: str) -> bool | None:
        """A cell that says yes or no."""
        return self.made(name, partial(_truth, name=name))

    def rings(self, name: str) -> int | None:
        """A cell that is a number of rings."""
        return self.made(name, partial(_rings, name=name))

    def priority(self, name: str) -> int | None:
        """A cell that is a priority."""
        return self.made(name, partial(_priority, name=name))

    def status(self, name: str) -> Status | None:
        """A cell that is the status of a ticket, however it is written."""
        return self.made(name, partial(_status, name=name))

    def member(self, name: str) -> str | None:
        """A cell that is the handle of somebody who is or was of the team."""
        return self.made(name, partial(_member, ground=self.ground))

    def spans(self, name: str) -> list[Span]:
        """A cell that is spans of time with a semicolon between two; each says its date."""
        texts = [text.strip() for text in self.cells.get(name, "").split(";")]
        read = [self.checked(partial(_span, text, name=name, ground=self.ground)) for text in texts if text]
        return sorted(span for span in read if span)


def cut(text: str) -> str:
    """The beginning of a cell, to say which one is meant."""
    return text if len(text) <= SAID_MOST else f"{text[: SAID_MOST - 1]}…"


def _moment(text: str, *, name: str, ground: Ground) -> datetime:
    if not _DATE.search(text):
        raise BadValue(f"{name} '{cut(text)}' is no date and time like 2026-11-20T22:14")
    return moment_of(text, ground.now, ground.zone).astimezone(ground.zone)


def _span(text: str, *, name: str, ground: Ground) -> Span:
    if not _DATE.search(text.partition("/")[0]):
        raise BadValue(f"{name} '{cut(text)}' is no span with a date like 2026-11-20T22:14/22:40")
    return span_of(text, ground.now, ground.zone)


def _truth(text: str, *, name: str) -> bool:
    said = _TRUTHS.get(text.lower())
    if said is None:
        raise BadValue(f"{name} is yes or no, not '{cut(text)}'")
    return said


def _rings(text: str, *, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise BadValue(f"{name} is a number from 0 to {RINGS_MOST}, not '{cut(text)}'")
    return int(text)


def _priority(text: str, *, name: str) -> int:
    if not re.fullmatch("[0-9]", text):
        raise BadValue(f"{name} is a number from 0 to {LEVELS[-1]}, not '{cut(text)}'")
    return int(text)


def _status(text: str, *, name: str) -> Status:
    said = re.sub("[ _-]", "", text).lower()
    for status in STATUS_WORDS:
        if said == status.replace("_", ""):
            return status
    raise BadValue(f"{name} is {', '.join(STATUS_WORDS)} or empty, not '{cut(text)}'")


def _member(text: str, *, ground: Ground) -> str:
    handle = handle_of(text)
    if handle not in ground.handles:
        raise NotFound(f"there is no member '{handle}'")
    return handle
