"""What a push brings to a calendar server, on screen."""

from oncall_cli.answers.calendar import CalendarPushed
from oncall_cli.render.screen import Screen

MOST = 20
"""The most events that are listed."""

WORDS = {"created": "new", "updated": "changed", "cancelled": "cancelled"}


def pushed(screen: Screen, answer: CalendarPushed) -> None:
    """The events that are not there as they should be, the soonest first."""
    if not answer.events:
        return
    rows = [[screen.moment(event.start), WORDS[event.step], event.summary] for event in answer.events[:MOST]]
    screen.table(["When", "Is", "Event"], rows, whole=["When", "Is"])
    if len(answer.events) > MOST:
        screen.line(f"… {len(answer.events) - MOST} more: --json has them all", "dim")
