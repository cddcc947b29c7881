"""What the verbs of the rotation share: the group, its options and words."""

from datetime import date
from typing import Annotated

import typer

from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import group

app = group(
    "Who has which week.",
    *("show", "who", "set", "publish", "assign", "history", "fairness", "import"),
)

AHEAD = 13
"""Weeks in a quarter: how far a view or a preview looks when nobody says."""

Week = Annotated[
    str, typer.Argument(help="A week: any date in it, this, next, +2, 2026-W48.", autocompletion=week_dates)
]
From = Annotated[str | None, typer.Option("--from", help="The first week.", autocompletion=week_dates)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")]


def counted(weeks: int) -> str:
    """How many weeks, in words."""
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def listed(weeks: list[date]) -> str:
    """Weeks in a row, in words."""
    return f"the week {weeks[0]}" if len(weeks) == 1 else f"the {len(weeks)} weeks {weeks[0]} to {weeks[-1]}"
