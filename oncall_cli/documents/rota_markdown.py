"""Weeks as a Markdown table for a wiki or a message; no name in it can break the table."""

from oncall_cli.answers.rotation import Rotation, WeekShown
from oncall_cli.documents.markdown import plain
from oncall_cli.documents.rota_words import told_of

_COLUMNS = ("Week", "From", "Until", "On call", "State", "Holidays and changes")


def markdown_of(rotation: Rotation) -> bytes:
    """The weeks as rows, under a line that says which and where."""
    whose = f" of {rotation.person}" if rotation.only and rotation.person else ""
    title = f"# On call{plain(whose)}, {rotation.first} to {rotation.last}"
    rows = [[plain(cell) for cell in _row(week)] for week in rotation.weeks]
    lines = [list(_COLUMNS), ["---"] * len(_COLUMNS), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{title}\n\n{table}\n\nTimes are of {plain(rotation.timezone)}.\n".encode()


def _row(week: WeekShown) -> list[str]:
    return [
        str(week.week),
        f"{week.start:%a %Y-%m-%d %H:%M}",
        f"{week.end:%a %Y-%m-%d %H:%M}",
        f"{week.name or week.person} ({week.person})" if week.person else "nobody",
        week.state if week.person else "",
        "; ".join(told_of(week)),
    ]
