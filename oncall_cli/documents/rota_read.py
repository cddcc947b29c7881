"""What is asked of a team's old calendar, and what comes of reading it."""

from datetime import date
from typing import NamedTuple

from oncall_cli.core.rota import Entry, Unclear
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY

MOST = 20_000
"""How many rows or events are read of one file; more are no calendar of weeks."""

MARGIN = 8 * DAY
"""How far beyond the weeks asked for entries are read that may reach into them."""


class Asked(NamedTuple):
    """The weeks to read for, both included, and the timetable that says when they are."""

    first: date
    last: date
    timetable: Timetable


class Read(NamedTuple):
    """What a file holds: its entries in order, what could not be read of it, and whether it names covers."""

    entries: list[Entry]
    unclear: list[Unclear]
    has_covers: bool = False
