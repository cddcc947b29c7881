"""Answers about weeks and their owners."""

from datetime import date
from typing import Literal

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Moment
from oncall_cli.core.schedule import Cause


class CoverShown(Answer):
    """A span inside the week for which somebody else is on (C1)."""

    id: int
    person: str
    start: Moment
    end: Moment


class WeekShown(Answer):
    """A week as a team's wall shows it; `cause` and `reason` are of its latest recorded owner, `was` is who
    had it before, and `ordered` who the order gave it to, where that is somebody else."""

    week: date
    start: Moment
    end: Moment
    person: str | None
    name: str | None
    state: Literal["published", "projected"]
    ordered: str | None
    was: str | None = None
    swap: int | None
    cover: tuple[CoverShown, ...] = ()
    holidays: tuple[str, ...] = ()
    before: str | None
    after: str | None
    is_now: bool = False
    cause: Cause | None = None
    reason: str | None = None


class DayShown(Answer):
    """Who is on in the evening of a date, on handover day the new one; `cover` where that is not the owner,
    `projected` where the week is not announced."""

    day: date
    person: str | None
    name: str | None
    cover: bool
    projected: bool
    holiday: str | None
    is_today: bool


class Rotation(Answer):
    """Weeks in a row, from `first` to `last`; of them those of `person` alone where `only`, and those they
    cover. `own` lists the next weeks of `person`, or of whoever asks (R5).

    Of a `month` it has every day as well; a `year` is drawn month by month. `roster` is every member, for
    colours that stay theirs.
    """

    timezone: str
    weeks: tuple[WeekShown, ...]
    own: tuple[date, ...] = ()
    person: str | None = None
    only: bool = False
    first: date
    last: date
    month: str | None = None
    year: int | None = None
    days: tuple[DayShown, ...] = ()
    roster: tuple[str, ...] = Field(default=(), exclude=True)


class OrderChangeShown(Answer):
    """A projected week that changes hands."""

    week: date
    before: str | None = Field(serialization_alias="from")
    after: str | None = Field(serialization_alias="to")


class NewOrder(Answer):
    """Who follows whom from a week on, and what made it necessary."""

    start: date = Field(serialization_alias="from")
    order: tuple[str, ...]
    reason: str | None


class OrderSet(Answer):
    """A new order and the projected weeks it changes, a quarter's worth from its start. `then` are the orders
    that follow it because somebody in it leaves, `ended` those set for later that it takes the place of."""

    order: tuple[str, ...]
    start: date = Field(serialization_alias="from")
    changes: tuple[OrderChangeShown, ...]
    then: tuple[NewOrder, ...] = ()
    ended: tuple[NewOrder, ...] = ()
    stored: bool


class Assigned(Answer):
    """A week that a manager gave to somebody."""

    week: date
    before: str | None = Field(serialization_alias="from")
    after: str = Field(serialization_alias="to")
    reason: str


class OnDuty(Answer):
    """Who is on at a moment, until when, and who comes before and after. `owner` is whose week it is, `cover`
    the number of the cover by which `person` is somebody else (C2)."""

    moment: Moment
    week: date | None
    person: str | None
    name: str | None
    owner: str | None
    owner_name: str | None = None
    cover: int | None = None
    state: Literal["published", "projected"] | None
    after_hours: bool
    office_open: bool
    holiday: str | None
    until: Moment
    before: str | None
    after: str | None
