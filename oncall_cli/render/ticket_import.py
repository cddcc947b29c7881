"""What a past log holds, counted."""

from oncall_cli.answers.ticket_import import TicketsImported
from oncall_cli.render.screen import Screen


def imported(screen: Screen, answer: TicketsImported) -> None:
    """How the tickets came in, the work that was told, and under which numbers they are found."""
    channels = ", ".join(f"{count} by {channel}" for channel, count in answer.channels.items())
    work = "1 span" if answer.work == 1 else f"{answer.work:,} spans"
    screen.pairs(
        [
            ("Came in", channels),
            ("Work", work if answer.work else "none"),
            ("Tickets", " to ".join(dict.fromkeys(map(str, answer.numbers))) if answer.numbers else None),
        ]
    )
    if not answer.stored:
        screen.line("Nothing was stored; without --dry-run it is.")
