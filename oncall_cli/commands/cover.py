"""Covers: add, list, remove."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.cover import CoverRecorded, Covers
from oncall_cli.commands.complete import covers as cover_numbers
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import group, verb
from oncall_cli.commands.payform_touched import touched
from oncall_cli.core.actor import check_manager
from oncall_cli.core.away import dates_said
from oncall_cli.core.cover import Cover
from oncall_cli.core.cover_add import new_cover, week_covered
from oncall_cli.core.moment import span_of, week_of
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import MINUTE, Span
from oncall_cli.core.text import one_line
from oncall_cli.errors import BadValue, NotFound
from oncall_cli.session import Session

app = group("Somebody on for a part of another's week.")

Why = Annotated[str | None, typer.Option("--reason", help="Why, for the record and the others.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")]


@verb(app, "add", writes=True)
def add(
    session: Session,
    handle: Annotated[str, typer.Argument(help="Who covers.", autocompletion=handles)],
    span: Annotated[str, typer.Argument(help="When, START/END, inside one week.", metavar="SPAN")],
    reason: Why = None,
    dry_run: DryRun = False,
) -> Result:
    """Put somebody on for a part of another's week.

    The week keeps its owner; calendars and pay of both follow the cover. It may lie in the past.
    """
    check_manager(session.actor, "record a cover")
    because = _because(reason, "a cover")
    member = session.member(handle)
    asked = span_of(span, session.now, session.zone)
    week = week_covered(asked, session.timetable(asked.start.date(), asked.end.date()), session.said)
    schedule = session.schedule(week, week)
    cover = new_cover(week, asked, member, because, schedule=schedule, moment=session.now, said=session.said)
    cover = session.store.covers.add(cover)
    notes = (*_past_changed(session, cover, schedule), *_away(session, cover, schedule))
    answer = _shown(session, cover, schedule.owner(week)).model_copy(update={"stored": not dry_run})
    start, end = session.said(cover.start), session.said(cover.end)
    said = f"{cover.person} is on for {answer.owner} from {start} to {end}: {because}"
    if dry_run:
        session.rehearse()
        return Done(answer, f"Would record: {_ended(said)}", notes)
    _confirm(session, _ended(said), notes, "Record this cover?")
    return Done(answer, _ended(f"Cover {cover.id}: {said}"), notes)


@verb(app, "list")
def list_(
    session: Session,
    week: Annotated[
        str | None, typer.Option("--week", help="Of one week.", autocompletion=week_dates)
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Those of past weeks too.")] = False,
    person: Annotated[
        str | None,
        typer.Option("--person", help="By a member or for them.", metavar="HANDLE", autocompletion=handles),
    ] = None,
) -> Result:
    """List the covers from this week on."""
    if week and all_:
        raise BadValue("covers are listed of one week or of all", hint="leave --week or --all out")
    whose = session.member(person).handle if person else None
    timetable = session.timetable()
    first = (
        None if all_ else week_of(week, session.now, timetable) if week else timetable.this_week(session.now)
    )
    last = first if week else None
    found = session.store.covers.between(first or date.min, last or date.max)
    shown: list[CoverRecorded] = []
    if found:
        schedule = session.schedule(min(found), max(found))
        shown = [
            _shown(session, cover, schedule.owner(day)) for day, covers in found.items() for cover in covers
        ]
    return Covers(
        covers=tuple(one for one in shown if whose is None or whose in (one.person, one.owner)),
        first=first,
        last=last,
        person=whose,
    )


@verb(app, "remove", writes=True)
def remove(
    session: Session,
    number: Annotated[int, typer.Argument(help="The cover's number.", autocompletion=cover_numbers)],
    reason: Why = None,
    dry_run: DryRun = False,
) -> Result:
    """Take a cover back; its record is kept."""
    check_manager(session.actor, "remove a cover")
    because = _because(reason, "removing a cover")
    cover = session.store.covers.find(number)
    if cover is None:
        raise NotFound(
            f"there is no cover {number}, or it was removed", hint="oncall cover list --all shows all"
        )
    schedule = session.schedule(cover.week, cover.week)
    notes = _past_changed(session, cover, schedule)
    session.store.covers.withdraw(cover, because)
    update = {"removed": because, "stored": not dry_run}
    answer = _shown(session, cover, schedule.owner(cover.week)).model_copy(update=update)
    start, end = session.said(cover.start), session.said(cover.end)
    said = f"cover {number}, {cover.person} for {answer.owner or 'nobody'} from {start} to {end}: {because}"
    if dry_run:
        session.rehearse()
        return Done(answer, f"Would remove {_ended(said)}", notes)
    _confirm(session, f"Remove {_ended(said)}", notes, "Remove this cover?")
    return Done(answer, f"Removed {_ended(said)}", notes)


def _because(reason: str | None, what: str) -> str:
    if not reason:
        raise BadValue(f"{what} needs a reason", hint="--reason TEXT")
    return one_line(reason, "reason", limit=2000)


def _past_changed(session: Session, cover: Cover, schedule: Schedule) -> tuple[str, ...]:
    """What to know of a cover that begins in the past, recorded or removed: it changes what was (C1), and
    pay forms that were turned in stay as they are."""
    if cover.start >= session.now:
        return ()
    until = session.said(min(cover.end, session.now))
    paid = [name for name in (cover.person, schedule.owner(cover.week)) if name]
    changed = f"this changes who was on from {session.said(cover.start)} to {until}"
    forms = [
        note for name in dict.fromkeys(paid) for note in touched(session, name, Span(cover.start, cover.end))
    ]
    return (f"{changed}, and the pay of {' and '.join(paid)}", *forms)


def _away(session: Session, cover: Cover, schedule: Schedule) -> list[str]:
    """The times away of whoever covers that the cover touches (S7)."""
    first = schedule.timetable.local_day(cover.start)
    last = schedule.timetable.local_day(cover.end - MINUTE)
    found = session.store.aways.between(first, last, cover.person)
    return [f"{cover.person} is away {dates_said(away)}" for away in found]


def _confirm(session: Session, deed: str, notes: tuple[str, ...], question: str) -> None:
    """What changes the past is not done before a person at a terminal has seen that it does."""
    if notes:
        session.confirm("\n".join([deed, *(f"! {note}" for note in notes), question]))


def _shown(session: Session, cover: Cover, owner: str | None) -> CoverRecorded:
    return CoverRecorded(
        id=cover.id,
        week=cover.week,
        owner=owner,
        person=cover.person,
        start=session.local(cover.start),
        end=session.local(cover.end),
        reason=cover.reason,
    )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
