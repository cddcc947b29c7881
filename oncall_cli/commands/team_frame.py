"""What the verbs of the team share: the group and the member it is about."""

from typing import Annotated

import typer

from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import group

app = group("The members of the team.")

Handle = Annotated[str, typer.Argument(help="The member's handle.", autocompletion=handles)]
