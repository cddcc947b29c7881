"""Answers about weeks and their owners."""

from datetime import date
from typing import Literal

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Moment


class CoverShown(Answer):
    """A span inside the week for which somebody else is on (C1)."""

    id: int
    person: str
    start: Moment
    end: Moment


class WeekShown(Answer):
    """A week as a team's wall shows it."""

    week: date
    start: Moment
    end: Moment
    person: str | None
    name: str | None
    state: Literal["published", "projected"]
    ordered: str | None
    swap: int | None
    cover: tuple[CoverShown, ...] = ()
    holidays: tuple[str, ...] = ()
    before: str | None
    after: str | None
    is_now: bool = False


class Rotation(Answer):
    """Weeks in a row, from `first` to `last`; of them those of `person` alone where `only`. `own` lists the
    next weeks of `person`, or of whoever asks (R5)."""

    timezone: str
    weeks: tuple[WeekShown, ...]
    own: tuple[date, ...] = ()
    person: str | None = None
    only: bool = False
    first: date
    last: date


class OrderChangeShown(Answer):
    """A projected week that changes hands."""

    week: date
    before: str | None = Field(serialization_alias="from")
    after: str | None = Field(serialization_alias="to")


class OrderSet(Answer):
    """A new order and the projected weeks it changes, a quarter's worth from its start."""

    order: tuple[str, ...]
    start: date = Field(serialization_alias="from")
    changes: tuple[OrderChangeShown, ...]
    stored: bool


class Assigned(Answer):
    """A week that a manager gave to somebody."""

    week: date
    before: str | None = Field(serialization_alias="from")
    after: str = Field(serialization_alias="to")
    reason: str


class OnDuty(Answer):
    """Who is on at a moment, until when, and who comes before and after."""

    moment: Moment
    week: date | None
    person: str | None
    name: str | None
    owner: str | None
    state: Literal["published", "projected"] | None
    after_hours: bool
    office_open: bool
    holiday: str | None
    until: Moment
    before: str | None
    after: str | None
