"""The answer about a past log that was imported."""

from datetime import date

from pydantic import Field

from oncall_cli.answers.answer import Answer


class TicketsImported(Answer):
    """How many tickets a log holds, received from a date to another, and how they stand: `open` are all that
    are not Done, `work` how many spans of it are told. `numbers` are their first and last; a rehearsal, of
    which nothing is stored, has none. `passed_over` are columns that say something and are not taken over."""

    file: str
    tickets: int
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="until")
    done: int
    open: int
    work: int
    channels: dict[str, int]
    numbers: tuple[int, int] | None
    stored: bool
    passed_over: tuple[str, ...] = ()
