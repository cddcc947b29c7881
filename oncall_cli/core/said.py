"""Moments and lengths of time in the words of people, who read a 24-hour clock or a 12-hour one."""

from datetime import datetime, timedelta
from typing import Literal

ClockStyle = Literal["12h", "24h"]


def clock_said(moment: datetime, style: ClockStyle) -> str:
    """A time of day: 18:01, or 6:01 PM."""
    if style == "24h":
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'PM' if moment.hour >= 12 else 'AM'}"


def moment_said(moment: datetime, style: ClockStyle) -> str:
    """A day and a time: Mon 2026-11-23 18:01."""
    return f"{moment:%a %Y-%m-%d} {clock_said(moment, style)}"


def length_said(length: timedelta) -> str:
    """A length of time in its two largest units, hours up to two days: 6 min, 47 h 05, 6 d 18 h."""
    hours, minutes = divmod(abs(length) // timedelta(minutes=1), 60)
    if hours >= 48:
        return f"{hours // 24} d {hours % 24} h"
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"
