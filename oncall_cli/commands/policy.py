"""The team's rules: show, check, apply, history."""

from datetime import date
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
from oncall_cli.core.moment import day_of
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEK, WeekShape, first_day, instant
from oncall_cli.errors import Refused
from oncall_cli.policy.holidays import holidays_of, public_holidays
from oncall_cli.policy.load import policy_of, policy_text, table_of
from oncall_cli.policy.model import Policy
from oncall_cli.policy.words import keys_of, policy_doubts, policy_table
from oncall_cli.session import Session

app = group("The team's rules, one TOML file.")

File = Annotated[Path, typer.Argument(help="A policy file (TOML).", metavar="FILE")]
On = Annotated[str | None, typer.Option("--on", help="A date; left out, today.")]


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
    """Check a policy file without a store; every fault is named with its key."""
    text = policy_text(file)
    policy = _checked(text, str(file), session.machine_zone, session.now.year)
    named = "timezone" in table_of(text, str(file)).get("team", {})
    warnings = policy_doubts(policy)
    if not named:
        warnings.append(f"team.timezone is not set; on this machine it would be {session.machine_zone}")
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
    from_: Annotated[str, typer.Option("--from", help="The date it holds from, today or later.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")] = False,
) -> Result:
    """Put a policy file in force from a date on; what was before keeps its policy."""
    check_manager(session.actor, "apply a policy")
    day = day_of(from_, session.now, session.zone)
    text = policy_text(file)
    policy = _checked(text, str(file), session.policies.on(day).team.timezone, day.year)
    before = session.policies.on(day)
    _check_past(session, day)
    _check_weeks(session, day, policy)
    changes = _changes(before, policy)
    shown = tuple(changes)
    answer = PolicyApplied(file=str(file), holds_from=day, changes=shown, stored=not dry_run)
    lines = [
        f"  {change.key}: {change.before or 'not set'} → {change.after or 'not set'}" for change in shown
    ]
    preview = "\n".join(lines) or "  nothing differs from the policy that holds on that day"
    if dry_run:
        return Done(answer, f"Would apply {file} from {day}:\n{preview}")
    session.confirm(f"From {day}:\n{preview}\nApply {file}?")
    session.store.policy_history.remember_holidays(policy.holidays, range(day.year - 2, day.year + 4))
    session.store.policy_history.apply(day, visible(str(file)), text, policy)
    return Done(answer, f"Applied {file} from {day}:\n{preview}")


def _checked(text: str, source: str, timezone: str, year: int) -> Policy:
    policy = policy_of(text, source, timezone=timezone)
    holidays_of(policy.holidays, public_holidays(policy.holidays, [year]))
    return policy


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


def _check_past(session: Session, day: date) -> None:
    """Refused where the policy would judge again what has been judged (Y2)."""
    if day >= session.today:
        return
    moment = instant(day, session.policy.rotation.start, session.zone)
    if session.store.rotations.has_turns(day - WEEK, session.today) or session.store.tickets.any_since(
        moment
    ):
        raise Refused(
            f"{day} is past, and weeks and tickets since then keep the policy that held",
            hint="let it hold from today or later: --from today",
        )


def _check_weeks(session: Session, day: date, policy: Policy) -> None:
    """Refused where published weeks would move, or where two policies would cut a week between them."""
    old, new = session.policies.on(day).hours_from(day).shape, policy.hours_from(day).shape
    _check_change(session, day, old, new)
    following = session.policies.after(day)
    if following:
        _check_change(session, following.holds_from, new, following.policy.hours_from(day).shape)


def _check_change(session: Session, day: date, old: WeekShape, new: WeekShape) -> None:
    """Refused unless weeks can change their shape on a day."""
    if old == new:
        return
    last = session.store.rotations.last_published()
    if last and last >= day:
        raise Refused(
            f"week {last} is published, and this policy would move when weeks begin or end before it",
            hint=f"let it hold from {last + WEEK} or later",
        )
    if old.weekday != new.weekday and session.store.rotations.orders():
        raise Refused("weeks are named by the day they begin, and an order has been set for them")
    meets = first_day(day, old)
    if meets != day:
        raise Refused(
            f"{day} lies inside the week of {meets}, and a week begins and ends by one policy",
            hint=f"let it hold from {meets + WEEK}",
        )
    if instant(day, old.end, old.zone) >= instant(day, new.start, new.zone):
        raise Refused("the last week before this policy would end after its first one begins")
