"""Covers on screen."""

from oncall_cli.answers.cover import CoverRecorded, Covers
from oncall_cli.render.screen import Screen


def cover(screen: Screen, answer: CoverRecorded) -> None:
    """One cover."""
    screen.line(f"Cover {answer.id} in week {answer.week}", "bold")
    screen.pairs(
        [
            ("On call", answer.person),
            ("For", answer.owner or "nobody"),
            ("From", screen.moment(answer.start)),
            ("Until", screen.moment(answer.end)),
            ("Reason", answer.reason),
            ("Removed", answer.removed),
        ]
    )


def covers(screen: Screen, answer: Covers) -> None:
    """Covers as a table."""
    if not answer.covers:
        whose = f" by {answer.person} or for them" if answer.person else ""
        when = f" in week {answer.first}" if answer.first else ""
        later = " or later" if answer.first and not answer.last else ""
        screen.line(f"There is no cover{whose}{when}{later}.")
        return
    rows = [
        [
            str(one.id),
            one.person,
            one.owner or "nobody",
            f"{screen.moment(one.start)}\n{screen.moment(one.end)}",
            one.reason,
        ]
        for one in answer.covers
    ]
    columns = ["No.", "On call", "For", "From, until", "Reason"]
    screen.table(columns, rows, right=["No."], whole=["No.", "From, until"])
