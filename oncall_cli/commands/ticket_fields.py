"""The options for what a ticket says, the same where one is logged and where one is corrected."""

from typing import Annotated

import typer

from oncall_cli.commands.ticket_frame import text_or_stdin
from oncall_cli.core.ticket import CHANNELS

Channel = Annotated[
    str | None,
    typer.Option(
        "--channel", "-c", help=f"One of {', '.join(CHANNELS)}.", autocompletion=lambda: list(CHANNELS)
    ),
]
Caller = Annotated[str | None, typer.Option("--caller", "-n", help="The caller's name.")]
Phone = Annotated[str | None, typer.Option("--phone", "-p", help="Where to call back.")]
Email = Annotated[str | None, typer.Option("--email", "-e", help="Where to write back.")]
Description = Annotated[
    str | None,
    typer.Option(
        "--description",
        "-d",
        help="What is wrong; - opens your editor or reads standard input.",
        callback=text_or_stdin,
    ),
]
Tier = Annotated[str | None, typer.Option("--tier", "-t", help="How bad: 1, the worst, to 4.")]
Requester = Annotated[str | None, typer.Option("--requester", help="For whom the caller asks.")]
Tell = Annotated[
    list[str] | None, typer.Option("--tell", metavar="WHO", help="Who else is to be told; repeatable.")
]
Customer = Annotated[str | None, typer.Option("--customer", help="Which customer.")]
Location = Annotated[str | None, typer.Option("--location", help="Institute, building, room.")]
Affected = Annotated[str | None, typer.Option("--affected", help="Module, page or resource.")]
Tried = Annotated[
    str | None,
    typer.Option("--tried", help="What was tried already; - as for --description.", callback=text_or_stdin),
]
Error = Annotated[
    str | None,
    typer.Option("--error", help="What the error says; - as for --description.", callback=text_or_stdin),
]
FirstTime = Annotated[
    bool | None, typer.Option("--first-time/--not-first-time", help="Whether it never happened before.")
]
Workaround = Annotated[
    str | None,
    typer.Option("--workaround", help="What helps until it is resolved.", callback=text_or_stdin),
]
Reference = Annotated[
    list[str] | None,
    typer.Option("--reference", metavar="REF", help="A number elsewhere; repeatable."),
]
Rings = Annotated[int | None, typer.Option("--rings", metavar="N", help="Rings before the answer.")]


def each(texts: list[str] | None) -> str | None:
    """A field that can be said more than once, as one line; nothing where it was not said."""
    return ", ".join(texts) if texts else None
