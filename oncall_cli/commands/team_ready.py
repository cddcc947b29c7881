"""Readiness and training: what was checked and taught, and who lacks what (P7)."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.preparation import ItemShown, MemberPrepared, TeamPrepared
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.team_frame import app
from oncall_cli.core.actor import check_manager
from oncall_cli.core.member import Member
from oncall_cli.core.moment import day_of
from oncall_cli.core.preparation import Asked, Item, Kind, Preparation, items_named, lacking, standings
from oncall_cli.core.text import one_line
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

AHEAD = 13
"""Weeks to come whose owners have to be prepared."""

Whose = Annotated[
    str | None, typer.Argument(help="Whose; left out, everybody is shown.", autocompletion=handles)
]
On = Annotated[str | None, typer.Option("--on", help="The date; left out, today.")]
Not = Annotated[bool, typer.Option("--not", help="It was found undone, or is to be done again.")]
Note = Annotated[str | None, typer.Option("--note", help="A note on it; everybody can read it.")]


@verb(app, "ready")
def ready(
    session: Session,
    handle: Whose = None,
    checks: Annotated[list[str] | None, typer.Argument(help="What was checked, like phone code.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Everything was checked.")] = False,
    undone: Not = False,
    on: On = None,
    note: Note = None,
) -> Result:
    """Record what a member has ready, or show who lacks what."""
    if checks and all_:
        raise BadValue("--all is every check; name some, or say --all")
    if not (checks or all_):
        return _shown(session, "ready", handle, on, note, undone=undone)
    if handle is None:
        raise BadValue("whose checks?", hint="oncall team ready HANDLE --all")
    with session.transaction():
        member = _member(session, handle)
        if session.actor.handle != member.handle:
            check_manager(session.actor, "record others' checks")
        asked = session.policy.asked("ready")
        words = [item.key for item in asked.items] if all_ else checks or []
        items = items_named(words, "ready", asked)
        return _recorded(session, "ready", member, items, on, note, done=not undone)


@verb(app, "train")
def train(
    session: Session,
    handle: Whose = None,
    topics: Annotated[list[str] | None, typer.Argument(help="What the member was trained in.")] = None,
    undone: Not = False,
    on: On = None,
    note: Note = None,
) -> Result:
    """Record what a member was trained in, or show who lacks what."""
    if not topics or handle is None:
        return _shown(session, "training", handle, on, note, undone=undone)
    with session.transaction():
        member = _member(session, handle)
        check_manager(session.actor, "record training")
        items = items_named(topics, "training", session.policy.asked("training"))
        return _recorded(session, "training", member, items, on, note, done=not undone)


def _member(session: Session, handle: str) -> Member:
    member = session.member(handle)
    if member.is_gone(session.today):
        raise Refused(f"{member.handle} left the team on {member.leaves}")
    return member


def _recorded(
    session: Session,
    kind: Kind,
    member: Member,
    items: tuple[Item, ...],
    on: str | None,
    note: str | None,
    *,
    done: bool,
) -> Done:
    day = day_of(on, session.now, session.zone) if on else session.today
    if day > session.today:
        raise BadValue(f"{day} is still to come", hint="record it once it is done")
    said = one_line(note, "note") if note is not None else None
    before = {
        record.item: record.day
        for record in session.store.preparations.latest(kind, session.today)
        if record.person == member.handle
    }
    for item in items:
        session.store.preparations.add(
            Preparation(id=0, person=member.handle, kind=kind, item=item.key, day=day, done=done, note=said)
        )
    named = {item.key for item in items}
    later = [f"{item.key} ({before[item.key]})" for item in items if before.get(item.key, day) > day]
    notes = [f"what was on record of a later date counts no more: {', '.join(later)}"] if later else []
    answer = _prepared(session, kind, [member])[0]
    old = [one.item for one in answer.items if one.state == "too_old" and one.item in named]
    notes += [f"too long ago to count: {', '.join(old)}"] if old else []
    what = ", ".join(item.key for item in items)
    return Done(answer, f"{_DEEDS[kind, done]} {member.handle} on {day}: {what}.", tuple(notes))


_DEEDS = {
    ("ready", True): "Checked for",
    ("ready", False): "Found undone for",
    ("training", True): "Training of",
    ("training", False): "Training to be done again of",
}


def _shown(
    session: Session, kind: Kind, handle: str | None, on: str | None, note: str | None, *, undone: bool
) -> Result:
    if on is not None or note is not None or undone:
        verb_named = "ready" if kind == "ready" else "train"
        every = ", or --all" if kind == "ready" else ""
        raise BadValue("what was done? name it" + every, hint=f"oncall team {verb_named} shows what there is")
    if handle is not None:
        return _prepared(session, kind, [session.member(handle)])[0]
    asked = session.policy.asked(kind)
    return TeamPrepared(
        kind=kind,
        day=session.today,
        valid=asked.valid,
        items=tuple(ItemShown(item=item.key, what=item.what) for item in asked.items),
        members=tuple(_prepared(session, kind, _on_call(session))),
    )


def _on_call(session: Session) -> list[Member]:
    """Technicians, and whoever else has a week of the coming quarter; nobody who has left."""
    this = session.timetable().this_week(session.now)
    weeks = [this + step * WEEK for step in range(AHEAD)]
    schedule = session.schedule(weeks[0], weeks[-1])
    owners = {schedule.owner(week) for week in weeks}
    return [
        member
        for member in session.store.members.all()
        if (member.role == "technician" or member.handle in owners) and not member.is_gone(session.today)
    ]


def _prepared(session: Session, kind: Kind, members: list[Member]) -> list[MemberPrepared]:
    asked = session.policy.asked(kind)
    records = session.store.preparations.latest(kind, session.today) if asked.items else []
    return [_of(member, kind, asked, records, session) for member in members]


def _of(
    member: Member, kind: Kind, asked: Asked, records: list[Preparation], session: Session
) -> MemberPrepared:
    found = standings(member.handle, asked, records, session.today)
    lacks = lacking(found)
    return MemberPrepared(
        kind=kind, person=member.handle, name=member.name, prepared=not lacks, lacking=lacks, items=found
    )
