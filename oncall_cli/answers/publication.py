"""Answers about announcing a quarter."""

from datetime import date

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.rotation import WeekShown


class Trade(Answer):
    """A turn that publishing gave to somebody else than the order."""

    week: date
    before: str = Field(serialization_alias="from")
    after: str = Field(serialization_alias="to")
    why: str


class Published(Answer):
    """A quarter's weeks; `announced` are the ones that were not published before."""

    timezone: str
    quarter: str
    weeks: tuple[WeekShown, ...]
    traded: tuple[Trade, ...] = ()
    announced: tuple[date, ...]
