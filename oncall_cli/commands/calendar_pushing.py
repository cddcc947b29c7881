"""Bringing a calendar to a CalDAV server: look there, decide and remember here, and only then write there.

Nothing about the server is remembered. An event that somebody else wrote meanwhile, or a push that was cut
short, is put right by looking and deciding once more.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from oncall_cli.commands.feed import Feed, FeedWriter, feed_key
from oncall_cli.core.push.object import Component, contradicts, event_of, merged, stamp_of
from oncall_cli.core.push.step import ServerObject, Step, There, added, step_for
from oncall_cli.core.push.stray import is_like_ours, strays
from oncall_cli.core.revision import Entry, Revised, is_gone
from oncall_cli.core.revision_above import raised
from oncall_cli.core.stamp import Stamp
from oncall_cli.core.week import WEEK
from oncall_cli.errors import NotFound, OncallError, Refused
from oncall_cli.session import Session

if TYPE_CHECKING:
    from oncall_cli.documents.caldav.server import CalendarServer

ROUNDS = 3
"""How often it is tried to write events that others write at the same time."""

IN_A_ROW = 3
"""After so many events that a server refuses one after the other, the rest would be refused as well."""


class Wanted(NamedTuple):
    """What is to be pushed: whose calendar (nobody's: the team's), which weeks; whether a calendar is made on
    the server where there is none, and whether it is only worked out."""

    handle: str | None
    first: date
    weeks: int
    create: bool
    dry_run: bool


class Task(NamedTuple):
    """An event that the server is to get, and what it has of it now."""

    entry: Entry
    step: Step
    data: bytes
    there: ServerObject | None


class Refusal(NamedTuple):
    """An event that a server did not take, and why."""

    entry: Entry
    why: OncallError


@dataclass
class Pushed:
    """What came of a push: the calendar's title, how many events concern the server, and how many are over
    that it never had; what was done, what was refused and why, and what is left; what somebody else had
    changed, what the store did not know, and under which addresses events are there once more."""

    title: str = ""
    made: bool = False
    total: int = 0
    over: int = 0
    done: dict[str, Task] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)
    left: list[Task] = field(default_factory=list)
    set_right: dict[str, Entry] = field(default_factory=dict)
    strays: dict[str, Entry] = field(default_factory=dict)
    doubles: list[str] = field(default_factory=list)
    failure: OncallError | None = None

    @property
    def unchanged(self) -> int:
        """How many events were there as they should be."""
        return self.total - len(self.done) - len(self.left) - len(self.refused)


def push_to(server: "CalendarServer", session: Session, wanted: Wanted) -> Pushed:
    """Brings the calendar to the server as far as that can be done; what failed on the way is in the result.
    An OncallError where the server cannot be used at all, or has no such calendar."""
    pushed = Pushed(made=_is_to_be_made(server, wanted))
    for number in range(ROUNDS):
        is_new = pushed.made and number == 0
        there = There() if is_new else server.objects()
        feed, tasks = _decided(session, wanted, there, pushed)
        if wanted.dry_run:
            pushed.done = {task.entry.uid: task for task in tasks}
            break
        if is_new:
            server.make_calendar(feed.title, feed.color)
        pushed.left = [task for task in tasks if task.entry.uid not in pushed.refused]
        if _put(server, session, pushed) or not pushed.left:
            break
    return pushed


def _is_to_be_made(server: "CalendarServer", wanted: Wanted) -> bool:
    try:
        server.check_calendar()
    except NotFound:
        if not wanted.create:
            raise
        return True
    return False


def _decided(session: Session, wanted: Wanted, there: There, pushed: Pushed) -> tuple[Feed, list[Task]]:
    """The calendar, its revisions remembered, and what is to be done about it."""
    from oncall_cli.documents.caldav.object import object_of, our_object

    settling = _Settling(session, wanted, there)
    session.close()
    with session.transaction():
        if wanted.dry_run:
            session.rehearse()
        _check_whose(session, wanted, there)
        writer = FeedWriter(session, wanted.first, wanted.weeks)
        if wanted.handle:
            feed = writer.person(wanted.handle, keep_gone=True, settled=settling.settled)
        else:
            feed = writer.team(keep_gone=True, settled=settling.settled)
    session.close()
    pushed.title, pushed.total, pushed.over = feed.title, 0, 0
    pushed.set_right |= settling.set_right
    pushed.strays |= settling.strays
    known = {entry.uid for entry in feed.entries}
    pushed.doubles = [found.href for uid, found in there.doubles if uid in known]
    tasks = []
    for entry in feed.entries:
        ours, theirs = our_object(entry, feed.zone), settling.held(entry.uid)
        step = step_for(entry, ours, theirs, session.now)
        pushed.total += step is not None
        pushed.over += step is None and not is_gone(entry)
        if step and step != "unchanged":
            data = object_of(merged(ours, theirs) if theirs else ours)
            tasks.append(Task(entry, step, data, there.get(entry.uid)))
            pushed.done.pop(entry.uid, None)
    return feed, tasks


def _check_whose(session: Session, wanted: Wanted, there: There) -> None:
    """Refused where the calendar on the server is that of somebody else: a phone would ring for both."""
    others = session.store.feeds.feeds_of(there) - {feed_key(wanted.handle)}
    if others:
        names = {feed_key(member.handle): member.name for member in session.store.members.all()}
        whose = sorted(names.get(feed, "the team") for feed in others)
        raise Refused(
            f"the calendar there is that of {' and '.join(whose)} already",
            hint="name the address of another one; --create makes it",
        )


class _Settling:
    """Makes the store's revisions agree with what a server has."""

    def __init__(self, session: Session, wanted: Wanted, there: There) -> None:
        self._session, self._wanted, self._there = session, wanted, there
        self._held: dict[str, Component] = {}
        self.set_right: dict[str, Entry] = {}
        self.strays: dict[str, Entry] = {}

    def held(self, uid: str) -> Component | None:
        """What the server has of an event."""
        from oncall_cli.documents.caldav.object import held_object

        if uid not in self._held and uid in self._there:
            self._held[uid] = held_object(self._there[uid].data, uid)
        return self._held.get(uid)

    def settled(self, revised: Revised) -> Revised:
        """The revisions as they are to be remembered. Where the server has an event otherwise, under a
        SEQUENCE as high as ours, ours goes above that; where it has one that should not be, that is
        cancelled."""
        from oncall_cli.documents.caldav.object import our_object

        session, wanted = self._session, self._wanted
        above: dict[str, Stamp] = {}
        for entry in revised.entries:
            theirs = self.held(entry.uid)
            if theirs and contradicts(theirs, our_object(entry, session.zone)):
                above[entry.uid] = stamp_of(theirs)
                if entry.revision.sequence <= above[entry.uid].sequence or event_of(theirs) is None:
                    self.set_right[entry.uid] = entry
        known = {entry.uid for entry in revised.entries}
        unknown = {uid: self.held(uid) for uid in self._there if uid not in known and is_like_ours(uid)}
        found = strays(
            {uid: calendar for uid, calendar in unknown.items() if calendar},
            namespace=session.store.feeds.namespace(),
            feed=feed_key(wanted.handle),
            weeks=[wanted.first + week * WEEK for week in range(wanted.weeks)],
            now=session.now,
        )
        self.strays = {entry.uid: entry for entry in found}
        return added(raised(revised, above, session.now), found)


def _put(server: "CalendarServer", session: Session, pushed: Pushed) -> bool:
    """Writes what is left, the soonest first: whether that is all that can be done, for what others wrote
    meanwhile stays left. A server that cannot be used ends it, and so do several refusals in a row."""
    from oncall_cli.documents.caldav.server import Stale

    tasks, row = pushed.left, 0
    with session.progress("Pushing", len(tasks)) as one_more:
        for task in tasks:
            uid = task.entry.uid
            try:
                if task.there:
                    server.replace(task.there, task.data)
                else:
                    server.create(uid, task.data)
            except Stale:
                row = 0
            except Refused as refusal:
                pushed.refused[uid] = Refusal(task.entry, refusal)
                row += 1
            except OncallError as failure:
                pushed.failure = failure
            except KeyboardInterrupt:
                session.interrupted = True
            else:
                pushed.done[uid] = task
                row = 0
            if pushed.failure or session.interrupted or row == IN_A_ROW:
                break
            one_more()
    pushed.left = [task for task in tasks if task.entry.uid not in pushed.done.keys() | pushed.refused.keys()]
    return pushed.failure is not None or session.interrupted or row == IN_A_ROW
