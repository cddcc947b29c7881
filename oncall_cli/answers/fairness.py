"""Answers about how the weeks are spread over the members."""

from datetime import date

from pydantic import Field

from oncall_cli.answers.answer import Answer


class WeeksAsked(Answer):
    """The first and the last of some weeks, both included."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")


class MemberBurden(Answer):
    """What one member had of the weeks; `share` is an even share of them, with two decimals, `longest_rest`
    a number of weeks."""

    person: str
    name: str
    weeks: int
    share: str
    holiday_weeks: int
    weekends: int
    cover_minutes: int
    call_outs: int
    longest_rest: int


class Fairness(Answer):
    """How the weeks of a time are spread over the members (R7); of its `weeks`, `projected` ones are not
    announced yet and may change."""

    period: WeeksAsked
    weeks: int
    projected: int
    members: tuple[MemberBurden, ...]
