"""The team's rules: show, check, apply, history."""

import os
from datetime import date, time
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.policy import (
    PolicyApplied,
    PolicyChange,
    PolicyChecked,
    PolicyEntry,
    PolicyList,
    PolicyShown,
)
from oncall_cli.commands.frame import group, verb
from oncall_cli.core.actor import check_manager
from oncall_cli.core.escalation import contact_faults, missing_contacts
from oncall_cli.core.moment import coming_day, day_of
from oncall_cli.core.policy_change import check_not_past, check_shape_change
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEK, instant
from oncall_cli.errors import Refused, StoreFailed
from oncall_cli.policy.holidays import idle_removals
from oncall_cli.policy.load import faulty, policy_of, policy_text, table_of
from oncall_cli.policy.model import Policy
from oncall_cli.policy.words import keys_of, policy_doubts, policy_table
from oncall_cli.session import Session

app = group("The team's rules, one TOML file.")

File = Annotated[Path, typer.Argument(help="A policy file (TOML).", metavar="FILE")]
On = Annotated[str | None, typer.Option("--on", help="A date, yesterday or tomorrow; left out, today.")]


@verb(app, "show")
def show(session: Session, on: On = None) -> Result:
    """Print the policy that holds, whole, as a file that can be changed and applied."""
    day = day_of(on, session.now, session.zone) if on else session.today
    entry = session.policies.dated_on(day)
    return PolicyShown(
        source=entry.source, holds_from=_from(entry.holds_from), policy=policy_table(entry.policy)
    )


@verb(app, "history")
def history(session: Session) -> Result:
    """List every policy the team has had, and since when it holds."""
    return PolicyList(
        policies=tuple(
            PolicyEntry(id=entry.id, holds_from=_from(entry.holds_from), source=entry.source)
            for entry in session.policies.applied
        )
    )


@verb(app, "check")
def check(session: Session, file: File) -> Result:
    """Check a policy file; every fault is named with its key, all of them at once. It needs no store; where
    there is one, whom the file names for escalations has to be among its members."""
    text = policy_text(file)
    policy = policy_of(text, str(file), session.machine_zone, session.now.year)
    table = table_of(text, str(file))
    named = "timezone" in table.get("team", {})
    warnings = [*policy_doubts(policy), *idle_removals(policy.holidays, session.now.year)]
    if not named:
        warnings.append(f"team.timezone is not set; on this machine it would be {session.machine_zone}")
    warnings += _contact_doubts(session, policy, str(file) if "escalation" in table else None)
    return PolicyChecked(
        file=str(file),
        ok=True,
        team=policy.team.name,
        timezone=policy.team.timezone if named else None,
        warnings=tuple(warnings),
    )


@verb(app, "apply", writes=True)
def apply(
    session: Session,
    file: File,
    from_: Annotated[
        str,
        typer.Option("--from", help="The date it holds from: 2026-12-07, today, monday, or next (week)."),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")] = False,
) -> Result:
    """Put a policy file in force from a date on; what was before keeps its policy."""
    check_manager(session.actor, "apply a policy")
    day = coming_day(from_, session.now, session.timetable())
    text = policy_text(file)
    policy = policy_of(text, str(file), session.policies.on(day).team.timezone, day.year)
    before = session.policies.on(day)
    notes = (
        *idle_removals(policy.holidays, day.year),
        *contact_faults(policy.escalation, session.store.members.all(), day),
    )
    changes = tuple(_changes(before, policy))
    stored = before != policy and not dry_run
    answer = PolicyApplied(file=str(file), holds_from=day, changes=changes, stored=stored, warnings=notes)
    if before == policy:
        same = f"{file} says what holds on {day} already: nothing was stored."
        return Done(answer, same, notes)
    _check_when(session, day, policy)
    preview = "\n".join(
        f"  {change.key}: {change.before or 'not set'} → {change.after or 'not set'}" for change in changes
    )
    if dry_run:
        return Done(answer, f"Would apply {file} from {day}:\n{preview}", notes)
    session.confirm(f"From {day}:\n{preview}\nApply {file}?")
    session.store.policy_history.remember_holidays(policy.holidays, range(day.year - 2, day.year + 4))
    session.store.policy_history.apply(day, visible(str(file)), text, policy)
    return Done(answer, f"Applied {file} from {day}:\n{preview}", notes)


def _contact_doubts(session: Session, policy: Policy, naming: str | None) -> list[str]:
    """Which contacts nobody could call tonight (T8). Where no store says who is in the team, that they were
    not looked for, if the file itself is `naming` some; where one does, BadValue for a member that it names
    and that is not there to be called."""
    if not os.path.lexists(session.store_path):
        where = f"there is no store at {session.store_path}"
        return [f"[escalation] is not checked against the team: {where}"] if naming else []
    try:
        members = session.store.members.all()
    except StoreFailed as failure:
        return [f"[escalation] is not checked against the team: {failure.message}"]
    missing = missing_contacts(policy.escalation, members, session.today) if naming else []
    if missing:
        raise faulty(naming or "", missing)
    return contact_faults(policy.escalation, members, session.today)


def _from(day: date) -> date | None:
    """The first policy holds for all of the past; no date says so."""
    return None if day == date.min else day


def _changes(before: Policy, after: Policy) -> list[PolicyChange]:
    old, new = keys_of(before), keys_of(after)
    keys = [*old, *(key for key in new if key not in old)]
    return [
        PolicyChange(key=key, before=old.get(key), after=new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    ]


def _check_when(session: Session, day: date, policy: Policy) -> None:
    """Refused where the policy would judge again what has been lived, or cut or move a week (Y2, R2)."""
    store = session.store
    began = instant(day, time(), session.zone)
    is_judged = (
        store.rotations.has_turns(day - WEEK, session.today)
        or store.tickets.any_since(began)
        or store.tickets.any_work_since(began)
    )
    check_not_past(day, session.today, store.rotations.orders(), is_judged=is_judged)
    last = store.rotations.last_published()
    old, new = session.policies.on(day).hours_from(day).shape, policy.hours_from(day).shape
    check_shape_change(day, old, new, session.now, last)
    covers = store.covers.between(day - WEEK, date.max) if old != new else {}
    cover = next((one for found in covers.values() for one in found), None)
    if cover:
        raise Refused(
            f"cover {cover.id} lies in week {cover.week}, and this policy would move that week under it",
            hint=f"oncall cover remove {cover.id} --reason TEXT, and record it again afterwards",
        )
    following = session.policies.after(day)
    if following:
        later = following.policy.hours_from(day).shape
        check_shape_change(following.holds_from, new, later, session.now, last)
