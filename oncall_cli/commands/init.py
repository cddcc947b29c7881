"""Making a store for a team."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.store import StoreMade
from oncall_cli.commands.frame import alone, verb
from oncall_cli.core.member import Member
from oncall_cli.core.text import visible
from oncall_cli.errors import Refused
from oncall_cli.policy.holidays import check_place
from oncall_cli.policy.load import default_text, policy_of, policy_text, table_of
from oncall_cli.session import Session

app = alone()


@verb(app, "init")
def init(
    session: Session,
    policy: Annotated[Path | None, typer.Option("--policy", help="The team's policy, a TOML file.")] = None,
    roster: Annotated[Path | None, typer.Option("--roster", help="The members, a CSV file.")] = None,
) -> Result:
    """Make the store: the built-in policy, or the team's own, and its roster."""
    text = policy_text(policy) if policy else default_text()
    source = visible(str(policy)) if policy else "the built-in policy"
    members = members_of(roster) if roster else []
    made = make_store(session, text, source, members)
    lines = [
        f"Made the store {made.store} for {made.team}, with {made.policy} and {made.members} members.",
        f"Timezone: {made.timezone} ({made.timezone_from}).",
    ]
    if not members:
        lines.append("Next: oncall team add HANDLE --name NAME --role manager, then oncall rotation set.")
    return Done(made, "\n".join(lines))


def members_of(roster: Path) -> list[Member]:
    """The members that a roster file lists."""
    from oncall_cli.documents.roster import roster_of

    return roster_of(roster)


def make_store(session: Session, text: str, source: str, members: list[Member]) -> StoreMade:
    """A new store at the session's path, with a first policy and members."""
    from oncall_cli.store.door import Act
    from oncall_cli.store.store import new_store

    path = session.store_path
    if path.exists():
        raise Refused(f"there is a store at {path} already", hint="name another place with --store")
    named = table_of(text, source).get("team", {})
    says = isinstance(named, dict) and "timezone" in named
    policy = policy_of(text, source, timezone=None if says else session.machine_zone)
    check_place(policy.holidays, source, session.now.year)
    with new_store(path, Act(None, None, session.login, session.now)) as store:
        this_year = session.now.year
        store.policy_history.remember_holidays(policy.holidays, range(this_year - 2, this_year + 4))
        store.policy_history.apply(date.min, source, text, policy)
        for member in members:
            store.members.add(member)
    return StoreMade(
        store=str(path),
        team=policy.team.name,
        timezone=policy.team.timezone,
        timezone_from="by the policy" if says else "this machine's; a policy can name another",
        policy=source,
        members=len(members),
    )
