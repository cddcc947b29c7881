"""What the verbs of the team share: the group, the member it is about, and that a manager stays."""

from typing import Annotated

import typer

from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import group
from oncall_cli.core.member import Member
from oncall_cli.errors import Refused
from oncall_cli.session import Session

app = group(
    "The members of the team.",
    *("add", "edit", "list", "show", "join", "leave", "away", "ready", "train", "rate"),
)

Handle = Annotated[str, typer.Argument(help="The member's handle.", autocompletion=handles)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")]


def check_other_manager(session: Session, member: Member) -> None:
    """Refused where a member is the only manager who stays in the team for good: a team whose last one has
    left would let anybody make themselves one."""
    if member.role != "manager":
        return
    for other in session.store.members.all():
        if other.role == "manager" and other.handle != member.handle and other.leaves is None:
            return
    raise Refused(
        f"{member.handle} is the only manager who stays",
        hint="make somebody else who stays a manager first: oncall team edit HANDLE --role manager",
    )
