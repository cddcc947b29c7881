"""The options of every command that writes a file: in which format, and where to."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

Out = Annotated[Path | None, typer.Option("--out", help="The file to write.", metavar="FILE")]


def format_option(formats: Sequence[str]) -> Any:
    """`--format`, one of those named; left out, the file's name says it."""
    return typer.Option(
        "--format", help=f"{', '.join(formats)}; left out, by --out.", autocompletion=lambda: list(formats)
    )
