"""A member's private link on screen, to copy and to scan."""

from oncall_cli.answers.calendar import CalendarLink
from oncall_cli.render.qr import code
from oncall_cli.render.screen import Screen


def link(screen: Screen, answer: CalendarLink) -> None:
    """Both links, each whole on a line of its own, and the one that makes a phone subscribe as a code."""
    screen.line()
    screen.line("To subscribe on an iPhone, iPad or Mac:", "bold")
    screen.raw(f"{answer.links.webcal}\n")
    screen.line("For every other program:", "bold")
    screen.raw(f"{answer.links.https}\n")
    screen.line()
    code(screen, answer.links.webcal)
    screen.line()
    screen.line("Whoever has this link reads this calendar: keep it to yourself.")
