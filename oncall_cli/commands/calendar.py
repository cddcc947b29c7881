"""Weeks and reminders for phones: export."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.answers.calendar import CalendarExported
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import group, verb
from oncall_cli.core.feed import (
    Contact,
    FeedPerson,
    FeedTeam,
    FeedWeek,
    feed_week,
    person_events,
    team_events,
)
from oncall_cli.core.moment import week_of
from oncall_cli.core.revision import Window, revise
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

app = group("Weeks and reminders for phones, as iCalendar files.")

AHEAD = 26
"""Weeks that a file reaches ahead when nobody says: this quarter and the next."""

ADVICE = """\
Import the file into an empty calendar of its own, so that it can be replaced as a whole.
Where a web server can hold it, subscribe instead: it then stays up to date by itself.
  iPhone: use webcal://, and turn "Remove Alarms" off. Android: ICSx5, embedded alerts on.
  Google Calendar ignores the alarms (set that calendar's own) and reads again after 8 to 24 hours.
  Outlook: use https://."""


@verb(app, "export", writes=True)
def export(
    session: Session,
    person: Annotated[
        str | None, typer.Option("--person", help="A member's weeks and reminders.", autocompletion=handles)
    ] = None,
    team: Annotated[bool, typer.Option("--team", help="Every week with its owner, no alarms.")] = False,
    from_: Annotated[str, typer.Option("--from", help="The first week.", autocompletion=week_dates)] = "this",
    weeks: Annotated[int, typer.Option("--weeks", help="How many weeks.", min=1, max=520)] = AHEAD,
    out: Annotated[Path | None, typer.Option("--out", help="The file; left out: standard output.")] = None,
) -> Result:
    """Write the calendar of a member, or the team's."""
    if (person is None) is not team:
        raise BadValue("say whose calendar: either --person HANDLE or --team")
    handle = session.member(person).handle if person else None
    first = week_of(from_, session.now, session.timetable())
    return feed_document(session, handle, first, weeks, out)


def feed_document(
    session: Session, handle: str | None, first: date, weeks: int, out: Path | None
) -> Document:
    """The calendar of a member, or of the team where no handle is given, for so many weeks from `first`.

    Only what changed since it was last written gets a new revision, and is remembered.
    """
    from oncall_cli.documents.ical import calendar_bytes

    zone = session.zone
    feed = f"person:{handle}" if handle else "team"
    window = Window(first=first, until=first + weeks * WEEK)
    schedule = session.schedule(window.earliest - WEEK, window.until)
    shown = _weeks(session, schedule, window, reader=handle)
    events = person_events(handle, shown) if handle else team_events(shown)
    revised = revise(
        events,
        session.store.feeds.remembered(feed),
        session.now,
        namespace=session.store.feeds.namespace(),
        feed=feed,
        zone=zone.key,
        window=window,
        keep_gone=True,
    )
    session.store.feeds.remember(feed, revised.changed)
    name = session.member(handle).name if handle else None
    title = f"On call: {name}" if name else f"On call: {session.policy.team.name}"
    span = Span(schedule.timetable.span(first).start, schedule.timetable.span(window.until - WEEK).end)
    content = calendar_bytes(revised.entries, name=title, zone=zone, span=span)
    changed = len(revised.changed)
    answer = CalendarExported(
        person=handle,
        team=handle is None,
        start=first,
        weeks=weeks,
        events=len(revised.entries),
        changed=changed,
        out=str(out) if out else None,
        calendar=None if out else content.decode(),
    )
    line = f"Wrote {out}: {len(revised.entries)} events, {changed} new or changed since the last export."
    return Document(answer, content, out, line, advice=ADVICE)


def _weeks(session: Session, schedule: Schedule, window: Window, *, reader: str | None) -> list[FeedWeek]:
    """The weeks of a window, and the few before it, that have an owner, each by the rules that hold for it;
    `reader` is not told to tell themselves."""
    members = session.store.members.all()
    people = {member.handle: FeedPerson(handle=member.handle, name=member.name) for member in members}
    contacts = tuple(
        Contact(name=member.name, role=member.role)
        for member in members
        if member.role == "manager" and member.handle != reader
    )
    found = []
    for step in range((window.until - window.earliest) // WEEK):
        week = window.earliest + step * WEEK
        rules = session.policies.on(week)
        team = FeedTeam(
            name=rules.team.name,
            zone=rules.zone,
            clock=rules.team.clock,
            line=rules.phone.line,
            times=rules.phone.reminders,
        )
        notice = rules.swap.notice_days
        found.append(feed_week(week, schedule, people, team, notice_days=notice, contacts=contacts))
    return [week for week in found if week]
