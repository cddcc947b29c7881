"""How calendars are written and published, as a policy has it."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from oncall_cli.core.length import Length
from oncall_cli.core.link import base_url_of
from oncall_cli.core.model import Frozen
from oncall_cli.errors import OncallError

Color = Literal[
    "aqua",
    "black",
    "blue",
    "fuchsia",
    "gray",
    "green",
    "lime",
    "maroon",
    "navy",
    "olive",
    "orange",
    "purple",
    "red",
    "silver",
    "teal",
    "white",
    "yellow",
]
"""The colors that every program with a calendar knows by name (RFC 7986 takes those of CSS)."""

Reminder = Literal[
    "take_over", "starts", "test_call", "carry", "charge", "hand_over", "pay_form", "swap_deadline"
]

SOONEST, LATEST = timedelta(minutes=15), timedelta(days=7)


def _base_url(text: str) -> str:
    try:
        return base_url_of(text)
    except OncallError as error:
        raise ValueError(error.message) from None


def _bearable(refresh: timedelta) -> timedelta:
    if not SOONEST <= refresh <= LATEST:
        raise ValueError("expected a length of time between 15m and 7d")
    return refresh


class CalendarRules(Frozen):
    """`[calendar]`: how many weeks ahead a calendar reaches, and how many weeks that are over a published one
    keeps; how often phones are asked to read it again; its color; the address of the folder that it is
    published in; the reminders that the team does without."""

    weeks: int = Field(default=26, ge=1, le=520, strict=True)
    past: int = Field(default=4, ge=0, le=104, strict=True)
    refresh: Annotated[Length, AfterValidator(_bearable)] = timedelta(hours=6)
    color: Color = "teal"
    base_url: Annotated[str, AfterValidator(_base_url)] | None = None
    leave_out: tuple[Reminder, ...] = ()
