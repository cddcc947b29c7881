"""The calendars of members and of the team, made from the store: what every way to bring them out shares."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from oncall_cli.core.feed import (
    Contact,
    FeedEvent,
    FeedPerson,
    FeedTeam,
    FeedWeek,
    feed_week,
    person_events,
    team_events,
)
from oncall_cli.core.member import Member
from oncall_cli.core.revision import Entry, Revised, Window, revise
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span
from oncall_cli.core.week import WEEK
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session


@dataclass(frozen=True)
class Feed:
    """A calendar to bring out: whose it is (nobody's: the team's), its title, its entries by time, how many
    of its events are new or changed, and how the file is made."""

    person: str | None
    title: str
    entries: tuple[Entry, ...]
    changed: int
    zone: ZoneInfo
    span: Span
    color: str
    refresh: timedelta

    def content(self) -> bytes:
        """The whole of it as an iCalendar file."""
        from oncall_cli.documents.ical import calendar_bytes

        return calendar_bytes(
            self.entries,
            name=self.title,
            zone=self.zone,
            span=self.span,
            color=self.color,
            refresh=self.refresh,
        )


def no_other_revisions(revised: Revised) -> Revised:
    """Revisions as this store alone gives them."""
    return revised


def feed_key(person: str | None) -> str:
    """What the calendar of a member, or of the team, is remembered under."""
    return f"person:{person}" if person else "team"


class FeedWriter:
    """Writes the calendars of so many `weeks` from the week `first`, as everything stands now. Where `first`
    is this week, what is to come still of the week before is written, too: on handover day this week has not
    begun yet, and the phone is handed over.

    The schedule is read once for all of them. What is written is remembered in the store, so a writer works
    inside a transaction.
    """

    def __init__(self, session: Session, first: date, weeks: int) -> None:
        self._session = session
        is_this_week = first == session.timetable().this_week(session.now)
        still = session.now if is_this_week else None
        self._window = window = Window(first=first, until=first + weeks * WEEK, still=still)
        self._namespace = session.store.feeds.namespace()
        self._members = {member.handle: member for member in session.store.members.all()}
        self._leaders = [member for member in self._members.values() if member.role != "technician"]
        schedule = session.schedule(window.earliest - WEEK, window.until)
        ends = (first, window.until - WEEK)
        self._span = Span(schedule.timetable.span(ends[0]).start, schedule.timetable.span(ends[1]).end)
        self._weeks = tuple(self._owned_weeks(schedule))

    def person(
        self, handle: str, *, keep_gone: bool, settled: Callable[[Revised], Revised] = no_other_revisions
    ) -> Feed:
        """A member's calendar: their weeks and reminders. They are not told to tell themselves."""
        shown = [self._told_to(week, handle) for week in self._weeks if week.concerns(handle)]
        title = f"On call: {self._members[handle].name}"
        return self._feed(handle, title, person_events(handle, shown), keep_gone, settled)

    def team(self, *, keep_gone: bool, settled: Callable[[Revised], Revised] = no_other_revisions) -> Feed:
        """The team's calendar: every week with its owner."""
        shown = [self._told_to(week, None) for week in self._weeks]
        title = f"On call: {self._session.policy.team.name}"
        return self._feed(None, title, team_events(shown), keep_gone, settled)

    def _feed(
        self,
        person: str | None,
        title: str,
        events: Iterable[FeedEvent],
        keep_gone: bool,
        settled: Callable[[Revised], Revised],
    ) -> Feed:
        session, key = self._session, feed_key(person)
        zone, rules = session.zone, session.policy.calendar
        revised = settled(
            revise(
                events,
                session.store.feeds.remembered(key, self._window.earliest),
                session.now,
                namespace=self._namespace,
                feed=key,
                zone=zone.key,
                window=self._window,
                keep_gone=keep_gone,
            )
        )
        session.store.feeds.remember(key, revised.changed)
        return Feed(
            person=person,
            title=title,
            entries=revised.entries,
            changed=len(revised.changed),
            zone=zone,
            span=self._span,
            color=rules.color,
            refresh=rules.refresh,
        )

    def _told_to(self, week: FeedWeek, reader: str | None) -> FeedWeek:
        """The week with whom to tell: the managers, or else the administrators; those who stay to its end
        before those who leave in it."""
        others = [member for member in self._leaders if member.handle != reader]
        found: list[Member] = []
        for role, day in product(("manager", "administrator"), (week.week + WEEK, week.week)):
            found = found or [one for one in others if one.role == role and not one.is_gone(day)]
        contacts = tuple(Contact(name=member.name, role=member.role) for member in found)
        return week.model_copy(update={"contacts": contacts})

    def _owned_weeks(self, schedule: Schedule) -> Iterator[FeedWeek]:
        """The weeks of the window, and the few before it, that have an owner, each by the rules that hold for
        it."""
        people = {
            member.handle: FeedPerson(handle=member.handle, name=member.name)
            for member in self._members.values()
        }
        for week in self._window.looked_at:
            rules = self._session.policies.on(week)
            notice = rules.swap.notice_days
            found = feed_week(week, schedule, people, _team_by(rules), notice_days=notice)
            if found:
                yield found


def _team_by(rules: Policy) -> FeedTeam:
    return FeedTeam(
        name=rules.team.name,
        zone=rules.zone,
        clock=rules.team.clock,
        line=rules.phone.line,
        times=rules.phone.reminders,
        leave_out=frozenset(rules.calendar.leave_out),
    )
