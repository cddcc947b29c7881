"""Answers about what was looked for in tickets: each ticket with the place that says why it was found."""

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.excerpt import Piece
from oncall_cli.core.model import Frozen
from oncall_cli.core.searched import Group


class Found(Frozen):
    """A ticket that holds what was looked for. Where its excerpt is from: `field` says what that counts as,
    `name` what it is called there."""

    ticket: TicketShown
    field: Group
    name: str
    excerpt: tuple[Piece, ...]


class TicketsFound(Answer):
    """What was found for some words, the nearest first, and how many more there are, or that there are some
    where not all were `counted`. `none` is for people who found nothing, `advice` says how to find
    more, or why these."""

    words: tuple[str, ...]
    found: tuple[Found, ...]
    more: int
    counted: bool = True
    none: str = Field(exclude=True)
    advice: str | None = Field(default=None, exclude=True)


class Reindexed(Answer):
    """The index was made anew; how many tickets it is of."""

    tickets: int
