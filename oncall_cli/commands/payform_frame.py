"""What the verbs of a pay form share: the group, and the options that say which form."""

from typing import Annotated

import typer

from oncall_cli.commands.complete import handles, weeks
from oncall_cli.commands.frame import group

app = group(
    "Pay forms, from draft to payroll.",
    "show",
    "list",
    "submit",
    "approve",
    "send-back",
    "export",
    "fields",
    "try",
)

Person = Annotated[
    str | None,
    typer.Option(
        "--person", help="Whose form; left out, of who acts.", metavar="HANDLE", autocompletion=handles
    ),
]
Week = Annotated[
    str | None,
    typer.Option("--week", help="A week; left out, the one that ended last.", autocompletion=weeks),
]
PeriodOption = Annotated[
    str | None,
    typer.Option("--period", help="Dates, both inside, like 2026-11-01/2026-11-30.", metavar="FROM/TO"),
]
Form = Annotated[
    int | None,
    typer.Option("--form", help="A form that was turned in, by its number.", metavar="N", min=1),
]
