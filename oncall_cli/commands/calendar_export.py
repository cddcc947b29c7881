"""`oncall calendar export`: one calendar as a file to import."""

from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.answers.calendar import CalendarExported
from oncall_cli.commands.calendar_advice import TO_IMPORT, TO_IMPORT_TEAM
from oncall_cli.commands.calendar_frame import From, Person, Team, Weeks, app, whose
from oncall_cli.commands.feed import FeedWriter
from oncall_cli.commands.frame import verb
from oncall_cli.core.moment import week_of
from oncall_cli.session import Session


@verb(app, "export", writes=True)
def export(
    session: Session,
    person: Person = None,
    team: Team = False,
    from_: From = "this",
    weeks: Weeks = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file; left out: standard output.")] = None,
) -> Result:
    """Write the calendar of a member, or the team's, to import.

    An event that is no more stays in the file as cancelled, until 14 days after its end, for an import cannot
    delete.
    """
    handle = whose(session, person, team)
    first = week_of(from_, session.now, session.timetable())
    weeks = weeks or session.policy.calendar.weeks
    writer = FeedWriter(session, first, weeks)
    feed = writer.person(handle, keep_gone=True) if handle else writer.team(keep_gone=True)
    content = feed.content()
    answer = CalendarExported(
        person=handle,
        team=handle is None,
        start=first,
        weeks=weeks,
        events=len(feed.entries),
        changed=feed.changed,
        out=str(out) if out else None,
        calendar=None if out else content.decode(),
    )
    if not feed.entries:
        return Document(answer, content, out, f"Wrote {out}: no events.", notes=(_why_empty(handle, answer),))
    advice = TO_IMPORT if handle else TO_IMPORT_TEAM
    return Document(answer, content, out, _line(answer), advice=advice)


def _line(answer: CalendarExported) -> str:
    # Publishing and pushing count as writing: whatever brings a calendar out shares one memory.
    events = "1 event" if answer.events == 1 else f"{answer.events} events"
    changed = f"{answer.changed or 'none'} of them new or changed since last written"
    return f"Wrote {answer.out}: {events}, {changed}."


def _why_empty(handle: str | None, answer: CalendarExported) -> str:
    who = f"{handle} has no week and covers none" if handle else "nobody has a week"
    return f"there is nothing in it: {who} in the {answer.weeks} weeks from {answer.start} on"
