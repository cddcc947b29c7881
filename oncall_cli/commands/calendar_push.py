"""`oncall calendar push`: a calendar on a CalDAV server, one object for each event."""

from collections import Counter
from typing import Annotated
from urllib.parse import urlsplit

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.calendar import CalendarPushed, PushedEvent
from oncall_cli.commands.calendar_advice import TO_PUSH
from oncall_cli.commands.calendar_frame import Person, Team, Weeks, app, whose
from oncall_cli.commands.calendar_pushing import Pushed, Wanted, push_to
from oncall_cli.commands.complete import weeks as week_names
from oncall_cli.commands.frame import verb
from oncall_cli.core.moment import week_of
from oncall_cli.core.revision import CANCELLED, Entry
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused
from oncall_cli.session import Session

SHOWN = 3
"""The most events in a note."""

MOST = 10
"""The most refusals that are told."""

AGAIN = "run it again: only what is missing is written"


@verb(app, "push")
def push(
    session: Session,
    url: Annotated[
        str,
        typer.Option(
            "--url", metavar="URL", help="The calendar's address on the server.", show_default=False
        ),
    ],
    person: Person = None,
    team: Team = False,
    user: Annotated[
        str | None, typer.Option("--user", metavar="NAME", help="Who logs in there; left out: nobody.")
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="The first week; left out: as many before this one as the policy keeps.",
            autocompletion=week_names,
            show_default=False,
        ),
    ] = None,
    weeks: Weeks = None,
    create: Annotated[bool, typer.Option("--create", help="Make the calendar where there is none.")] = False,
    allow_http: Annotated[
        bool, typer.Option("--allow-http", help="Also without encryption, where the way is safe.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be pushed, and stop.")] = False,
) -> Result:
    """Bring a calendar to a CalDAV server, which phones read.

    What is there already is changed in place, and keeps what a phone noted in it; an event that is no more is
    cancelled. The password comes from ONCALL_CALDAV_PASSWORD or the keyring. Run it as often as you like:
    only what differs is written.
    """
    from oncall_cli.documents.caldav.login import password_of
    from oncall_cli.documents.caldav.server import calendar_server

    wanted = _wanted(session, whose(session, person, team), from_, weeks, create=create, dry_run=dry_run)
    password = password_of(user, session.environ) if user else None
    session.close()
    with calendar_server(url, user, password, allow_http=allow_http) as server:
        pushed = push_to(server, session, wanted)
    host = urlsplit(url).hostname or url
    _check(pushed, host, interrupted=session.interrupted)
    line, notes = _line(pushed, host, dry_run=dry_run), _notes(session, pushed, wanted, host)
    return Done(_answer(session, pushed, wanted, url), line, notes, show=dry_run, advice=TO_PUSH)


def _wanted(
    session: Session, handle: str | None, from_: str | None, weeks: int | None, *, create: bool, dry_run: bool
) -> Wanted:
    """The calendar to push. What began some weeks ago still holds reminders to come, and is looked at too
    where no first week is named."""
    rules = session.policy.calendar
    past = 0 if from_ else rules.past
    first = week_of(from_ or "this", session.now, session.timetable()) - past * WEEK
    return Wanted(handle, first, past + (weeks or rules.weeks), create=create, dry_run=dry_run)


def _check(pushed: Pushed, host: str, *, interrupted: bool) -> None:
    """The failure that ended the push before its end, or Refused where events were left out, in words that
    say how far it came."""
    so_far = f"pushed {len(pushed.done)} of {_events(pushed.total)} to {host}"
    if pushed.failure:
        failure = pushed.failure
        hint = f"{failure.hint}; then {AGAIN}" if failure.hint else AGAIN
        message = f"{so_far}, then {failure.message}" if pushed.done else failure.message
        raise type(failure)(message, hint=hint, details=failure.details)
    if pushed.refused:
        ended = " in a row, and the rest was not tried" if pushed.left else ""
        details = [f"{entry.event.summary}: {why.message}" for entry, why in pushed.refused.values()]
        refused = f"it refused {_events(len(pushed.refused))}{ended}"
        more = [f"and {len(details) - MOST} more"] if len(details) > MOST else []
        hint = next((why.hint for _, why in pushed.refused.values() if why.hint), AGAIN)
        raise Refused(f"{so_far}; {refused}", hint=hint, details=[*details[:MOST], *more])
    if pushed.left and not interrupted:
        were = "1 event was" if len(pushed.left) == 1 else f"{len(pushed.left)} events were"
        raise Refused(f"{so_far}; {were} being changed there at the same time", hint=AGAIN)


def _line(pushed: Pushed, host: str, *, dry_run: bool) -> str:
    counts = _counts(pushed)
    words = {"created": "new", "updated": "changed", "cancelled": "cancelled"}
    said = [f"{counts[step]} {word}" for step, word in words.items() if counts[step]]
    if pushed.unchanged:
        said.append(f"{pushed.unchanged} as {'it was' if pushed.unchanged == 1 else 'they were'}")
    if pushed.left:
        said.append(f"{len(pushed.left)} left")
    made = f'{"Would make" if dry_run else "Made"} the calendar "{pushed.title}". ' if pushed.made else ""
    would, ending = "Would push" if dry_run else "Pushed", f": {', '.join(said)}." if said else "."
    return f"{made}{would} {len(pushed.done)} of {_events(pushed.total)} to {host}{ending}"


def _notes(session: Session, pushed: Pushed, wanted: Wanted, host: str) -> tuple[str, ...]:
    right = [entry for uid, entry in pushed.set_right.items() if uid in pushed.done]
    stray = [entry for uid, entry in pushed.strays.items() if uid in pushed.done]
    notes = []
    if right:
        notes.append(f"changed on {host} by somebody else, and set right: {_named(session, right)}")
    if stray:
        notes.append(
            f"on {host} though nothing here knows of them, as after a restored copy, and cancelled: "
            f"{_named(session, stray)}"
        )
    if pushed.doubles:
        shown, more = map(visible, pushed.doubles[:SHOWN]), len(pushed.doubles) - SHOWN
        notes.append(
            f"some events are on {host} twice; the other ones stay as they are, and may ring wrongly until "
            f"they are deleted there: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}"
        )
    if pushed.over and (_counts(pushed)["created"] or not pushed.total):
        told = "1 event that is over is" if pushed.over == 1 else f"{pushed.over} events that are over are"
        notes.append(f"{told} not brought to a phone")
    elif not pushed.total:
        ending = wanted.first + wanted.weeks * WEEK
        notes.append(f"{_whose(session, wanted)} has no week from {wanted.first} to {ending}")
    if session.interrupted:
        notes.append(f"interrupted; {AGAIN}")
    return tuple(notes)


def _whose(session: Session, wanted: Wanted) -> str:
    names = {member.handle: member.name for member in session.store.members.all()}
    return names[wanted.handle] if wanted.handle else "the team"


def _named(session: Session, entries: list[Entry]) -> str:
    named = [
        f"{entry.event.summary.removeprefix(CANCELLED)} ({session.said(entry.event.start)})"
        for entry in entries[:SHOWN]
    ]
    more = len(entries) - SHOWN
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _answer(session: Session, pushed: Pushed, wanted: Wanted, url: str) -> CalendarPushed:
    counts = _counts(pushed)
    events = [
        PushedEvent(
            uid=uid,
            start=session.local(task.entry.event.start),
            summary=task.entry.event.summary,
            step=task.step,
        )
        for uid, task in pushed.done.items()
        if task.step != "unchanged"
    ]
    return CalendarPushed(
        person=wanted.handle,
        url=url,
        start=wanted.first,
        weeks=wanted.weeks,
        made=pushed.made,
        created=counts["created"],
        updated=counts["updated"],
        cancelled=counts["cancelled"],
        unchanged=pushed.unchanged,
        set_right=sum(uid in pushed.done for uid in pushed.set_right),
        dry_run=wanted.dry_run,
        events=tuple(events),
    )


def _counts(pushed: Pushed) -> Counter[str]:
    return Counter(task.step for task in pushed.done.values())


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"
