"""What is told of a week beside its owner: how it came to be theirs, and who covers which part of it."""

from datetime import datetime

from oncall_cli.answers.payform import FormWeek
from oncall_cli.answers.rotation import CoverShown, WeekShown
from oncall_cli.core.said import ClockStyle, clock_said

LONGEST = 60
"""Characters of a reason that a table has room for; the history of the week has all of it."""


def change_said(week: WeekShown | FormWeek) -> str | None:
    """How the week came to be its owner's where not by its turn in the order: "swap 3, was ben"."""
    was = f", was {week.was}" if week.was else ""
    if week.swap:
        return f"swap {week.swap}{was}"
    if not was:
        return None
    if week.cause == "imported" and week.reason:
        return f"{_short(week.reason)}{was}"
    how = "traded" if week.cause == "traded" else "assigned"
    return f"{how}{was}: {_short(week.reason)}" if week.reason else f"{how}{was}"


def cover_said(cover: CoverShown, clock: ClockStyle = "24h") -> str:
    """Who covers from when to when: "ben covers Wed 18:00 to Thu 08:00"."""
    return f"{cover.person} covers {_time(cover.start, clock)} to {_time(cover.end, clock)}"


def told_of(week: WeekShown, clock: ClockStyle = "24h") -> list[str]:
    """Its holidays, how it changed hands, and its covers."""
    change = change_said(week)
    return [*week.holidays, *([change] if change else []), *(cover_said(one, clock) for one in week.cover)]


def _time(moment: datetime, clock: ClockStyle) -> str:
    return f"{moment:%a} {clock_said(moment, clock)}"


def _short(reason: str) -> str:
    return reason if len(reason) <= LONGEST else f"{reason[: LONGEST - 1].rstrip()}…"
