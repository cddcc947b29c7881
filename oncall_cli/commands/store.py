"""Where everything is kept, and what was changed: path, log."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.answers.store import StoreLog, StorePath
from oncall_cli.commands.frame import group, verb
from oncall_cli.session import Session

app = group("Where everything is kept, and what was changed.")


@verb(app, "path")
def path(session: Session) -> Result:
    """Print where the store is."""
    return StorePath(store=str(session.store_path), exists=session.store_path.exists())


@verb(app, "log")
def log(
    session: Session,
    limit: Annotated[int, typer.Option("--limit", help="How many of the newest.", min=1, max=100_000)] = 30,
    noun: Annotated[
        str | None, typer.Option("--noun", help="Of one noun, like turn, swap or ticket.")
    ] = None,
) -> Result:
    """Show who changed what, when, and what it was before."""
    changes = session.store.records.latest(limit, noun)
    local = (change.model_copy(update={"moment": session.local(change.moment)}) for change in changes)
    return StoreLog(changes=tuple(local))
