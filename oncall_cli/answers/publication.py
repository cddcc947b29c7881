"""Answers about announcing a quarter."""

from datetime import date

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.rotation import WeekShown


class Trade(Answer):
    """A turn that publishing gave to somebody else than the order, for that of the week `other`."""

    week: date
    before: str = Field(serialization_alias="from")
    after: str = Field(serialization_alias="to")
    why: str
    other: date


class HolidayWeeks(Answer):
    """The weeks with a holiday that a member has in the quarter, and the names of their holidays."""

    person: str
    weeks: tuple[date, ...]
    names: tuple[str, ...]


class Published(Answer):
    """A quarter's weeks; `announced` are the ones that were not published before, among them weeks after the
    quarter that turns of it were traded for. `warnings` are worth a look before anybody relies on it."""

    timezone: str
    quarter: str
    weeks: tuple[WeekShown, ...]
    traded: tuple[Trade, ...] = ()
    announced: tuple[date, ...]
    holidays: tuple[HolidayWeeks, ...] = ()
    warnings: tuple[str, ...] = ()


class TakenBack(Answer):
    """A publication that was undone: the quarter's weeks as they are now, and the weeks that are projected
    again, some after the quarter perhaps."""

    timezone: str
    quarter: str
    weeks: tuple[WeekShown, ...]
    withdrawn: tuple[date, ...]
    warnings: tuple[str, ...] = ()
