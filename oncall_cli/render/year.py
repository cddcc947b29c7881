"""A year on screen: a line for each month with its weeks, by their first day."""

from rich.text import Text

from oncall_cli.answers.rotation import Rotation, WeekShown
from oncall_cli.documents.rota_words import change_said
from oncall_cli.render.colours import colours_of
from oncall_cli.render.screen import Screen

_SIGNS = {
    "▶": "now",
    "~": "projected, not announced",
    "*": "holiday",
    "↔": "changed hands",
    "+": "cover",
    "-": "nobody",
}
_MARGIN = 4
"""Width of a month's name and the space after it."""


def year(screen: Screen, answer: Rotation) -> None:
    """The months with their weeks, and what the signs mean."""
    colours = colours_of(answer.roster)
    cells = {week.week: _cell(week, colours) for week in answer.weeks}
    width = max(cell.cell_len for cell in cells.values()) + 1
    beside = max((screen.width - _MARGIN + 1) // width, 1)
    screen.line(f"{answer.year}; each week by its first day", "bold")
    for number in range(1, 13):
        weeks = [week for week in answer.weeks if week.week.month == number]
        for start in range(0, max(len(weeks), 1), beside):
            line = Text(f"{answer.first.replace(day=1, month=number):%b} " if start == 0 else " " * _MARGIN)
            for week in weeks[start : start + beside]:
                line.append_text(cells[week.week]).append(" " * (width - cells[week.week].cell_len))
            line.rstrip()
            screen.line(line)
    shown = "".join(_signs(week) + ("" if week.person else "-") for week in answer.weeks)
    said = [f"{sign} {meaning}" for sign, meaning in _SIGNS.items() if sign in shown]
    if said:
        screen.line("   ".join(said))


def _signs(week: WeekShown) -> str:
    has = {
        "▶": week.is_now,
        "~": week.person is not None and week.state == "projected",
        "*": bool(week.holidays),
        "↔": change_said(week) is not None,
        "+": bool(week.cover),
    }
    return "".join(sign for sign, is_so in has.items() if is_so)


def _cell(week: WeekShown, colours: dict[str, str]) -> Text:
    """A week: the sign of when it is, its day, its owner, and the signs of what is special about it."""
    signs = _signs(week)
    when = "".join(sign for sign in signs if sign in "▶~")
    cell = Text(f"{when or ' '}{week.week:%d} ")
    if week.person:
        weight = "bold " if week.is_now else "dim " if week.state == "projected" else ""
        cell.append(week.person, f"{weight}{colours.get(week.person, '')}".strip())
    else:
        cell.append("-", "dim")
    return cell.append(signs.removeprefix(when))
