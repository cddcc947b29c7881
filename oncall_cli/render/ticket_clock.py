"""The clocks of a ticket in words: what runs out next in a queue, and how each of them stands."""

from datetime import datetime

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.clock import Clock, next_due
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE
from oncall_cli.render.screen import Screen

CLOCK_WORDS = {
    "answer": "answer",
    "response": "answer",
    "follow_up": "follow-up",
    "documents": "documents",
    "update": "update",
}
_UNITS = ((1440, "d"), (60, "h"))


def due_said(screen: Screen, ticket: TicketShown) -> str:
    """The clock that runs out first: "answer in 6 min", "documents late by 3 d", "follow-up paused"; of a
    ticket that is put off, until when."""
    if ticket.is_deferred:
        return f"until {near_said(screen, ticket.deferred_until or ticket.now, ticket.now)}"
    clock = next_due(ticket.clocks)
    if clock is None:
        return ""
    word = CLOCK_WORDS[clock.name]
    if clock.paused:
        return f"{word} paused"
    minutes = abs(clock.due - ticket.now) // MINUTE
    length = next((f"{minutes // size} {unit}" for size, unit in _UNITS if minutes >= size), f"{minutes} min")
    return f"{word} in {length}" if clock.state == "running" else f"{word} {late_said(minutes, length)}"


def late_said(minutes: int, length: str | None = None) -> str:
    """How late something is, in two units where no shorter `length` is given; less than a minute is none."""
    return f"late by {length or length_said(minutes * MINUTE)}" if minutes else "late since just now"


def near_said(screen: Screen, moment: datetime, now: datetime) -> str:
    """The time alone today, with the weekday within a week, else the date."""
    days = abs((now.date() - moment.date()).days)
    if days == 0:
        return screen.time(moment)
    return f"{moment:%a} {screen.time(moment)}" if days < 7 else f"{moment:%Y-%m-%d}"


def clock_stands(screen: Screen, clock: Clock, ticket: TicketShown) -> str:
    """How one clock stands, and when it was or is due."""
    if clock.name == "answer":
        return f"{clock.state}, {ticket.rings} rings"
    length = length_said(clock.due - ticket.now)
    if clock.paused:
        return f"paused, {length} left"
    if clock.state == "running":
        return f"in {length}, due {screen.moment(clock.due)}"
    if clock.met is None:
        return f"{late_said((ticket.now - clock.due) // MINUTE)}, due {screen.moment(clock.due)}"
    was_due = f"; it was due {screen.moment(clock.due)}" if clock.state == "missed" else ""
    return f"{clock.state}, {screen.moment(clock.met)}{was_due}"
