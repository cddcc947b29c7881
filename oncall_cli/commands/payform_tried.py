"""What a pay rule would pay, before a team adopts it."""

from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_frame import app
from oncall_cli.session import Session


@verb(app, "try")
def try_(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A policy file, whole or in part.", metavar="FILE")],
    base_rate: Annotated[
        str | None, typer.Option("--base-rate", help="What an hour pays; left out, the file's.", metavar="N")
    ] = None,
    whole_week: Annotated[
        bool, typer.Option("--whole-week", help="Each duty is a whole on-call week.")
    ] = False,
    duty: Annotated[
        list[str] | None, typer.Option("--duty", help="Time stood by, START/END.", metavar="SPAN")
    ] = None,
    call: Annotated[
        list[str] | None, typer.Option("--call", help="Time worked, START/END, as it is.", metavar="SPAN")
    ] = None,
    holiday: Annotated[
        list[str] | None, typer.Option("--holiday", help="A date that is a holiday.", metavar="DATE")
    ] = None,
) -> Result:
    """Show what a pay rule would pay; needs no store."""
    from oncall_cli.commands.payform_try import tried

    return tried(
        session,
        file,
        base_rate=base_rate,
        whole_week=whole_week,
        duties=duty or (),
        calls=call or (),
        holidays=holiday or (),
    )
