"""A published quarter on screen."""

from oncall_cli.answers.publication import Published
from oncall_cli.render.rotation import weeks_table
from oncall_cli.render.screen import Screen


def published(screen: Screen, answer: Published) -> None:
    """A quarter's weeks."""
    weeks_table(screen, answer.weeks)
