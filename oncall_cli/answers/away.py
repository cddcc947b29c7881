"""Answers about time away."""

from datetime import date

from pydantic import Field

from oncall_cli.answers.answer import Answer


class AwayShown(Answer):
    """A member's time away, both dates inside, and the member's own weeks that it touches: of those to come
    the `published` ones need a swap, the `projected` ones are traded when they are published (R4)."""

    id: int
    person: str
    name: str
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    reason: str | None
    published: tuple[date, ...]
    projected: tuple[date, ...]


class TimesAway(Answer):
    """Times away by date, of everybody or of `person`; those that are over too where `past`."""

    person: str | None
    past: bool
    times: tuple[AwayShown, ...]
