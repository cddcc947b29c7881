"""Time away: add, list, take back (R4)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.away import AwayShown, TimesAway
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.team_frame import app
from oncall_cli.core.actor import check_manager
from oncall_cli.core.away import Away, check_apart, dates_of, dates_said, weeks_touched
from oncall_cli.core.member import Member
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.swap import is_in_time, notice_deadline
from oncall_cli.core.text import one_line
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, NotFound, Refused
from oncall_cli.session import Session


@verb(app, "away")
def away(
    session: Session,
    handle: Annotated[
        str | None,
        typer.Argument(help="Whose; left out, everybody's is listed.", autocompletion=handles),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Argument(
            help="First and last date away, like 2026-12-20/2027-01-03, or one date.", metavar="START/END"
        ),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; everybody can read it.")] = None,
    remove: Annotated[int | None, typer.Option("--remove", help="Take one back, by its number.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="List what is over too.")] = False,
) -> Result:
    """Say when somebody cannot be on call, or list who is away when."""
    if dates is None and remove is None:
        if reason is not None:
            raise BadValue(
                "a reason for which dates?", hint="oncall team away HANDLE START/END --reason TEXT"
            )
        return _listed(session, session.member(handle) if handle else None, past=all_)
    if handle is None or all_ or (dates is not None and remove is not None) or (remove and reason):
        raise BadValue(
            "these do not go together: list, add or take back",
            hint="oncall team away HANDLE START/END adds, oncall team away HANDLE --remove N takes back",
        )
    with session.transaction():
        member = session.member(handle)
        if session.actor.handle != member.handle:
            check_manager(session.actor, "record others' time away")
        return (
            _added(session, member, dates, reason) if dates is not None else _removed(session, member, remove)
        )


def _listed(session: Session, member: Member | None, *, past: bool) -> Result:
    person = member.handle if member else None
    found = session.store.aways.between(date.min if past else session.today, date.max, person)
    schedule = _schedule(session, found)
    return TimesAway(person=person, past=past, times=tuple(_shown(session, away, schedule) for away in found))


def _schedule(session: Session, aways: Sequence[Away]) -> Schedule:
    """Who has the weeks that any of them touches."""
    first = min((away.first for away in aways), default=session.today)
    last = max((away.last for away in aways), default=session.today)
    return session.schedule(first - 2 * WEEK, last + WEEK)


def _shown(session: Session, away: Away, schedule: Schedule) -> AwayShown:
    own = [
        held
        for week in weeks_touched(away, schedule.timetable)
        if (held := schedule.held(week)) and held.person == away.person
    ]
    return AwayShown(
        **away.model_dump(),
        name=session.member(away.person).name,
        published=tuple(held.week for held in own if held.published),
        projected=tuple(held.week for held in own if not held.published),
    )


def _added(session: Session, member: Member, dates: str, reason: str | None) -> Done:
    first, last = dates_of(dates, session.now, session.zone)
    if member.is_gone(first):
        raise Refused(f"{member.handle} is in the team until {member.leaves} only")
    why = one_line(reason, "reason") if reason is not None else None
    asked = Away(id=0, person=member.handle, first=first, last=last, reason=why)
    check_apart(asked, session.store.aways.between(first, last, member.handle))
    away = session.store.aways.add(asked)
    schedule = _schedule(session, [away])
    answer = _shown(session, away, schedule)
    said = f"Time away {away.id}: {away.person} is away {dates_said(away)}"
    return Done(
        answer, f"{said}: {why}." if why else f"{said}.", tuple(_added_notes(session, answer, schedule))
    )


def _added_notes(session: Session, away: AwayShown, schedule: Schedule) -> Iterator[str]:
    """What is to be done about the member's own weeks that are not over."""
    whose = "yours" if session.actor.handle == away.person else f"{away.person}'s"
    spans = {week: schedule.timetable.span(week) for week in (*away.published, *away.projected)}
    for week, span in spans.items():
        if span.start <= session.now <= span.end:
            yield (
                f"week {week} is {whose} and has begun: a manager can put somebody on, "
                "oncall cover add HANDLE START/END --reason TEXT"
            )
    for week in away.published:
        if session.now < spans[week].start:
            yield f"week {week} is {whose} and published: {_swap_said(session, week, schedule)}"
    coming = [str(week) for week in away.projected if session.now < spans[week].start]
    if coming:
        yield f"publishing will trade what is {whose} by today's order: {', '.join(coming)}"


def _swap_said(session: Session, week: date, schedule: Schedule) -> str:
    deadline = notice_deadline((week,), session.policy.swap.notice_days, schedule.timetable)
    ask = f"oncall swap request --give {week} --with HANDLE"
    if is_in_time(session.now, deadline):
        return f"{ask}, until {session.said(deadline)}"
    return f"it is too late to ask for a swap; a manager can let one through: {ask} --exception TEXT"


def _removed(session: Session, member: Member, number: int | None) -> Done:
    away = session.store.aways.find(number or 0)
    if away is None or away.person != member.handle:
        raise NotFound(
            f"{member.handle} has no time away {number}", hint=f"oncall team away {member.handle} lists them"
        )
    if away.last < session.today:
        raise Refused(
            f"time away {away.id} of {away.person}, {dates_said(away)}, is over and stays on record"
        )
    session.store.aways.withdraw(away)
    schedule = _schedule(session, [away])
    line = f"Took back time away {away.id}: {away.person}, {dates_said(away)}."
    return Done(_shown(session, away, schedule), line, tuple(_removed_notes(session, away, schedule)))


def _removed_notes(session: Session, away: Away, schedule: Schedule) -> Iterator[str]:
    for week in weeks_touched(away, schedule.timetable):
        held = schedule.held(week)
        if (
            held
            and held.cause == "traded"
            and held.ordered == away.person
            and session.now < _start(week, schedule)
        ):
            yield f"week {week} stays {held.person}'s: it was traded when it was published ({held.reason})"


def _start(week: date, schedule: Schedule) -> datetime:
    return schedule.timetable.span(week).start
