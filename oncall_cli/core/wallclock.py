"""Times of day in a policy, on the wall clock of the team."""

from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer


def wall_clock(value: object) -> time:
    """The time of day that "17:30" says; ValueError for anything else, seconds and offsets included."""
    try:
        clock = time.fromisoformat(value) if isinstance(value, str) and value[2:3] == ":" else value
    except ValueError:
        clock = None
    if not isinstance(clock, time) or clock.tzinfo or clock.second or clock.microsecond:
        raise ValueError('expected a time of day like "17:30"')
    return clock


WallClock = Annotated[time, BeforeValidator(wall_clock), PlainSerializer(lambda clock: f"{clock:%H:%M}")]
