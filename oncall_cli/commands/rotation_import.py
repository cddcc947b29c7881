"""Taking over the calendar a team already has: import."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.rota_import import NotUnderstood, RotaImported, WeekUnderstood
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import app, counted
from oncall_cli.commands.swap_shown import open_swaps
from oncall_cli.commands.turns import record_turns
from oncall_cli.commands.weeks import running_said
from oncall_cli.core.actor import check_manager
from oncall_cli.core.away import away_in, dates_said
from oncall_cli.core.moment import week_of
from oncall_cli.core.rota import Rota, action_of, gathered, understood
from oncall_cli.core.rotation import ordered_at
from oncall_cli.core.schedule import Schedule, Turn, weeks_running
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

if TYPE_CHECKING:
    from oncall_cli.documents.rota_read import Read

REACH = 104
"""Weeks before and after this one that a file is read for when nobody says."""

MOST = 1040
"""The most weeks that a file is read for: twenty years."""


@verb(app, "import")
def import_(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A table (CSV) or an iCalendar file.", metavar="FILE")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Store what was understood; left out: show it.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Published weeks that differ and have not begun, too.")
    ] = False,
    from_: Annotated[
        str | None,
        typer.Option("--from", help="The first week; left out: two years ago.", autocompletion=week_dates),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", help="The last week; left out: in two years.", autocompletion=week_dates),
    ] = None,
) -> Result:
    """Read the weeks of a calendar the team already has.

    It shows what it understood and stores nothing until told by --apply.
    """
    first, last = _asked(session, from_, until)
    # A large calendar takes seconds to read; nobody else's change waits for that.
    read = _read(session, file, first, last)
    if not apply:
        return _imported(session, file, read, first, last, replace=replace).answer
    session.close()
    with session.transaction():
        check_manager(session.actor, "import weeks")
        imported = _imported(session, file, read, first, last, replace=replace)
        stored = imported.stored
        if any(week.action == "replaced" for week in stored):
            session.confirm(_question(stored))
        over = _store(session, imported.schedule, stored, f"imported from {visible(file.name)}")
        line = (
            f"Stored {counted(len(stored))} from {file}."
            if stored
            else f"No week of {file} is new; nothing was stored."
        )
        answer = imported.answer.model_copy(update={"stored": bool(stored)})
        return Done(answer, line, tuple(over), show=True)


class _Imported(NamedTuple):
    """What a file comes to by what the store holds: the answer, nothing stored yet; and what to store."""

    answer: RotaImported
    stored: list[WeekUnderstood]
    schedule: Schedule


def _imported(
    session: Session, file: Path, read: "Read", first: date, last: date, *, replace: bool
) -> _Imported:
    found = understood(read.entries, session.store.members.all(), first, last, session.timetable())
    rota = found._replace(unclear=tuple(gathered([*read.unclear, *found.unclear])))
    seen = [claim.week for claim in rota.claims] or [first]
    schedule = session.schedule(seen[0], seen[-1])
    weeks = _weeks(session, rota, schedule, replace=replace)
    stored = [week for week in weeks if week.action in ("new", "replaced")]
    answer = RotaImported(
        file=str(file),
        first=first,
        last=last,
        weeks=tuple(weeks),
        not_understood=tuple(NotUnderstood(**one._asdict()) for one in rota.unclear),
        outside=rota.outside,
        warnings=(*_running(schedule, stored), *_away(session, schedule, stored), *_covers(read, rota)),
        stored=False,
    )
    return _Imported(answer, stored, schedule)


def _asked(session: Session, from_: str | None, until: str | None) -> tuple[date, date]:
    """The first and last week to read for; BadValue where there are none of them, or too many."""
    timetable = session.timetable()
    this = timetable.this_week(session.now)
    first = week_of(from_, session.now, timetable) if from_ else this - REACH * WEEK
    last = week_of(until, session.now, timetable) if until else max(this, first) + REACH * WEEK
    if from_ is None and last < first:
        first = last - REACH * WEEK
    if last < first:
        raise BadValue(f"--until {last} is before --from {first}", hint="write the earlier week after --from")
    if (last - first) // WEEK >= MOST:
        raise BadValue(
            f"{first} to {last} is more than {MOST:,} weeks", hint="import a long calendar in several parts"
        )
    return first, last


def _read(session: Session, file: Path, first: date, last: date) -> "Read":
    from oncall_cli.documents.rota_file import read_rota
    from oncall_cli.documents.rota_read import Asked

    return read_rota(file, Asked(first, last, session.timetable()))


def _weeks(session: Session, rota: Rota, schedule: Schedule, *, replace: bool) -> list[WeekUnderstood]:
    """Each week with what importing it does. One that an open swap names is not replaced under it."""
    swapping = {week: swap for swap in open_swaps(session) for week in swap.weeks}
    weeks = []
    for claim in rota.claims:
        action, why = action_of(claim, schedule, session.now, replace=replace), None
        swap = swapping.get(claim.week)
        if swap and action in ("replaced", "published_differs"):
            action, why = "published_differs", f"it is in swap {swap.id}, which is {swap.state}"
        before = schedule.owner(claim.week)
        weeks.append(WeekUnderstood(**claim._asdict(), before=before, action=action, why=why))
    return weeks


def _away(session: Session, schedule: Schedule, stored: list[WeekUnderstood]) -> list[str]:
    """Weeks to store that touch the time away of whoever gets them."""
    if not stored:
        return []
    timetable = schedule.timetable
    aways = session.store.aways.between(stored[0].week, stored[-1].week + 2 * WEEK)
    found = [(week, away_in(week.week, week.person, aways, timetable)) for week in stored]
    return [
        f"week {week.week} touches {week.person}'s time away {dates_said(away)}"
        for week, away in found
        if away
    ]


def _running(schedule: Schedule, stored: list[WeekUnderstood]) -> list[str]:
    """Who has two weeks running once these are stored."""
    moved = {week.week: week.person for week in stored}
    return [running_said(*found) for found in weeks_running(moved, schedule, moved)]


def _covers(read: "Read", rota: Rota) -> list[str]:
    """That covers are not read, where the file seems to hold some (C1)."""
    if read.has_covers:
        return ["the file's covers are not imported: oncall cover add records them"]
    if rota.short:
        count = "1 short entry is" if rota.short == 1 else f"{rota.short} short entries are"
        return [f"{count} not imported; oncall cover add records a cover"]
    return []


def _question(stored: list[WeekUnderstood]) -> str:
    lines = [f"  {week.week}  {week.before} → {week.person}" for week in stored if week.action == "replaced"]
    return "\n".join(["Published weeks that change hands:", *lines, f"Store {len(stored)} weeks?"])


def _store(session: Session, schedule: Schedule, stored: list[WeekUnderstood], reason: str) -> list[str]:
    """Records the weeks to store; answers which covers end with it."""
    said: list[str] = []
    if not stored:
        return said
    session.store.policy_history.remember_holidays(
        session.policies.on(stored[0].week).holidays, range(stored[0].week.year, stored[-1].week.year + 2)
    )
    for week in stored:
        was = schedule.turns.get(week.week)
        ordered = was.ordered if was else ordered_at(week.week, schedule.orders, schedule.timetable)
        turn = Turn(
            week=week.week,
            person=week.person,
            ordered=ordered,
            cause="imported",
            reason=reason,
            recorded=session.now,
        )
        said += record_turns(session, [turn], schedule)
    return said
