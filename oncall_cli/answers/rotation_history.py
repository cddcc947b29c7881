"""Answers about how weeks came to be whose they are."""

from datetime import date
from typing import Literal

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Moment
from oncall_cli.core.schedule import Cause


class ByShown(Answer):
    """Who recorded something and when; `acted_by` acted for `person`, and nobody known was `login`."""

    person: str | None
    acted_by: str | None
    login: str
    moment: Moment


class OrderShown(Answer):
    """An order that was made: who follows whom, from which week, and why; `holds` no week where a later one
    took the place of all it would have held."""

    start: date = Field(serialization_alias="from")
    order: tuple[str, ...]
    reason: str | None
    holds: bool
    by: ByShown


class TurnShown(Answer):
    """An owner that was recorded for a week; `ordered` is whom the order gave it to then, `other` the week it
    was traded for. With the cause `withdrawn` the week went back to the order."""

    person: str
    cause: Cause
    ordered: str | None
    swap: int | None
    other: date | None
    reason: str | None
    by: ByShown


class CoverRecorded(Answer):
    """A cover that was recorded, and why and by whom it was taken back, if it was."""

    id: int
    person: str
    start: Moment
    end: Moment
    reason: str
    by: ByShown
    withdrawn: str | None
    withdrawn_by: ByShown | None


class WeekStory(Answer):
    """A week: whose it is now, and everything that was recorded of it, oldest first."""

    week: date
    person: str | None
    state: Literal["published", "projected"]
    is_now: bool
    turns: tuple[TurnShown, ...]
    cover: tuple[CoverRecorded, ...]


class RotationHistory(Answer):
    """Every order, or of one week those that can have held it, and the weeks; of these only the ones that
    `person` had a part in, where somebody is named."""

    timezone: str
    first: date
    last: date
    person: str | None
    orders: tuple[OrderShown, ...]
    weeks: tuple[WeekStory, ...]
