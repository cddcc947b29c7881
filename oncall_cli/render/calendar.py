"""A calendar export on screen."""

from oncall_cli.answers.calendar import CalendarExported
from oncall_cli.render.screen import Screen


def exported(screen: Screen, answer: CalendarExported) -> None:
    """What was exported."""
    whose = answer.person or "the team"
    screen.line(f"{answer.events} events for {whose}, {answer.weeks} weeks from {answer.start}")
