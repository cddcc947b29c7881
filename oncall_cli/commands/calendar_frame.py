"""What the verbs of calendars share: the group, and the options that say which calendar."""

from typing import Annotated

import typer

from oncall_cli.commands.complete import handles, weeks
from oncall_cli.commands.frame import group
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

app = group("Weeks and reminders for phones.", "export", "publish", "link", "push", "check")

Person = Annotated[
    str | None,
    typer.Option(
        "--person", help="A member's weeks and reminders.", metavar="HANDLE", autocompletion=handles
    ),
]
Team = Annotated[bool, typer.Option("--team", help="Every week with its owner, no alarms.")]
From = Annotated[str, typer.Option("--from", help="The first week.", autocompletion=weeks)]
Weeks = Annotated[
    int | None,
    typer.Option("--weeks", help="How many weeks; left out: as the policy says.", min=1, max=520),
]


def whose(session: Session, person: str | None, team: bool) -> str | None:
    """The handle of the member whose calendar is asked for; nothing where it is the team's. BadValue where
    it is not one of them."""
    if (person is None) is not team:
        raise BadValue("say whose calendar: either --person HANDLE or --team")
    return session.member(person).handle if person else None
