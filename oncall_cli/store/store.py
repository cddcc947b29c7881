"""The store as the rest of the program sees it: one attribute a noun, and what spans them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from oncall_cli.core.schedule import Schedule
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import StoreFailed
from oncall_cli.policy.history import Policies
from oncall_cli.policy.holidays import holidays_of
from oncall_cli.store.attachments import Attachments
from oncall_cli.store.aways import Aways
from oncall_cli.store.base_rates import BaseRates
from oncall_cli.store.covers import Covers
from oncall_cli.store.door import Act, Door
from oncall_cli.store.feed_links import FeedLinks
from oncall_cli.store.feeds import Feeds
from oncall_cli.store.mails import Mails
from oncall_cli.store.members import Members
from oncall_cli.store.messages import Messages
from oncall_cli.store.new_file import check_link, new_file
from oncall_cli.store.past import Past
from oncall_cli.store.payforms import Payforms
from oncall_cli.store.policies import PolicyHistory
from oncall_cli.store.preparations import Preparations
from oncall_cli.store.records import Records
from oncall_cli.store.rotations import Rotations
from oncall_cli.store.search import Search
from oncall_cli.store.swaps import Swaps
from oncall_cli.store.tickets import Tickets

MARGIN = timedelta(days=10)
"""A week at an edge reaches into the days beyond it."""


class Store:
    """An open store."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.members = Members(door)
        self.policy_history = PolicyHistory(door)
        self.rotations = Rotations(door)
        self.covers = Covers(door)
        self.aways = Aways(door)
        self.preparations = Preparations(door)
        self.base_rates = BaseRates(door)
        self.payforms = Payforms(door)
        self.swaps = Swaps(door)
        self.tickets = Tickets(door)
        self.messages = Messages(door)
        self.mails = Mails(door)
        self.attachments = Attachments(door)
        self.search = Search(door)
        self.feeds = Feeds(door)
        self.feed_links = FeedLinks(door)
        self.records = Records(door)
        self.past = Past(door)

    def timetable(self, policies: Policies, first: date, last: date) -> Timetable:
        """Weeks, office hours and holidays by the policies, for dates between two."""
        first, last = first - MARGIN, last + MARGIN
        holidays: dict[date, str] = {}
        for entry in policies.applied:
            rules = entry.policy.holidays
            named = holidays_of(rules, self.policy_history.public_holidays(rules, first, last))
            holidays |= {day: name for day, name in named.items() if policies.dated_on(day) is entry}
        return policies.timetable(holidays)

    def schedule(self, timetable: Timetable, first: date, last: date) -> Schedule:
        """Who has each week from one week before `first` to one after `last`."""
        first, last = first - WEEK, last + WEEK
        return Schedule(
            timetable=timetable,
            orders=self.rotations.orders(first),
            turns=self.rotations.turns(first, last),
            covers=self.covers.between(first, last),
        )


def open_store(path: Path, *, reads_only: bool = False) -> Store:
    """The store in a file. StoreFailed where there is none or it cannot be used; one who `reads_only` can use
    it as well where it cannot be written."""
    check_link(path)
    if not path.exists():
        raise StoreFailed(
            f"there is no store at {path}",
            hint="`oncall init` makes one; --store or ONCALL_STORE names another",
        )
    return Store(Door(path, reads_only=reads_only))


@contextmanager
def new_store(path: Path, act: Act) -> Iterator[Store]:
    """A new store, filled inside the block; it comes to be at its end, whole, or not at all."""
    with new_file(path) as building:
        door = Door(building, create=True, called=path)
        try:
            with door.transaction(act):
                door.add_plain("fact", [{"name": "calendar_namespace", "value": str(uuid.uuid4())}])
                yield Store(door)
            door.rows("PRAGMA journal_mode = WAL")
        finally:
            door.close()
