"""A month on screen as a wall calendar: each day with who is on that evening."""

from rich.text import Text

from oncall_cli.answers.rotation import CoverShown, DayShown, Rotation
from oncall_cli.core.span import MINUTE
from oncall_cli.core.text import visible
from oncall_cli.core.week import DAY
from oncall_cli.documents.rota_words import change_said
from oncall_cli.render.colours import colours_of
from oncall_cli.render.screen import Screen

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NARROWEST, _WIDEST = 9, 20
"""Characters of a column."""

_SIGNS = {
    "▶": "today",
    "*": "holiday",
    "+": "cover: the name is who is on in the evening",
    "~": "projected, not announced",
}


def month(screen: Screen, answer: Rotation) -> None:
    """The grid, who is who, what the signs mean, and below it the holidays, covers and changes."""
    days = answer.days
    covers = [cover for week in answer.weeks for cover in week.cover]
    signs = {day.day: _signs(day, answer, covers) for day in days}
    own = [day for day in days if _is_shown(day, answer)]
    width = min(max((screen.width - 8) // 7, _NARROWEST), _WIDEST)
    labels = _labels([day.person for day in own if day.person], width - 1)
    colours = colours_of(answer.roster)
    blank = [Text()] * days[0].day.weekday()
    cells = [*blank, *(_cell(day, signs[day.day], labels if day in own else {}, colours) for day in days)]
    screen.line(f"{days[0].day:%B %Y}", "bold")
    screen.grid(_DAYS, [cells[start : start + 7] for start in range(0, len(cells), 7)], width)
    _legend(screen, own, labels, colours)
    shown = "".join(signs.values())
    said = [f"{sign} {meaning}" for sign, meaning in _SIGNS.items() if sign in shown]
    if said:
        screen.line("   ".join(said))
    _below(screen, answer)


def _is_shown(day: DayShown, answer: Rotation) -> bool:
    """Whether a day says who is on: in a view of one member, their own days alone do."""
    return day.person is not None and (not answer.only or day.person == answer.person)


def _signs(day: DayShown, answer: Rotation, covers: list[CoverShown]) -> str:
    """The signs of a day, in the order that the legend has them."""
    has = {
        "▶": day.is_today,
        "*": day.holiday is not None,
        "+": any(cover.start.date() <= day.day <= (cover.end - MINUTE).date() for cover in covers),
        "~": day.projected and _is_shown(day, answer),
    }
    return "".join(sign for sign in _SIGNS if has[sign])


def _cell(day: DayShown, signs: str, labels: dict[str, str], colours: dict[str, str]) -> Text:
    """A day: its number with its signs, and under it who is on, where `labels` has them."""
    mark = "▶" if day.is_today else " "
    cell = Text(f"{mark}{day.day.day:2} {signs.replace(mark, '')}\n")
    if day.person is None:
        return cell.append(" nobody", "dim")
    weight = "bold " if day.is_today else "dim " if day.projected else ""
    return cell.append(" " + labels.get(day.person, ""), f"{weight}{colours.get(day.person, '')}".strip())


def _labels(handles: list[str], width: int) -> dict[str, str]:
    """Each handle as it fits; where two would look the same once they are cut, their ends have numbers."""
    cut = {handle: handle if len(handle) <= width else f"{handle[: width - 1]}…" for handle in handles}
    labels: dict[str, str] = {}
    for handle, label in cut.items():
        alike = [other for other in cut if cut[other] == label]
        number = str(alike.index(handle) + 1) if len(alike) > 1 else ""
        labels[handle] = label[: width - len(number) - 1] + f"…{number}" if number else label
    return labels


def _legend(screen: Screen, days: list[DayShown], labels: dict[str, str], colours: dict[str, str]) -> None:
    """Who is who."""
    names = {day.person: day.name for day in days if day.person}
    legend = Text()
    for handle, name in names.items():
        label = labels[handle]
        legend.append(", " if legend.plain else "")
        legend.append(label, colours.get(handle, ""))
        whole = "" if label == handle else f"{handle}, "
        legend.append(f" is {whole}{visible(name or handle)}")
    screen.line(legend)


def _below(screen: Screen, answer: Rotation) -> None:
    """Holidays of the month, and what of its weeks is not by the order or not by the owner."""
    for day in answer.days:
        if day.holiday:
            screen.line(f"* {day.day:%a %Y-%m-%d}  {day.holiday}")
    first, last = answer.days[0].day, answer.days[-1].day
    for week in answer.weeks:
        for cover in week.cover:
            if cover.start.date() <= last and first <= cover.end.date():
                until = screen.moment(cover.end)
                screen.line(f"+ {cover.person} for {week.person}, {screen.moment(cover.start)} to {until}")
        change = change_said(week)
        if change and week.week + 7 * DAY >= first:
            screen.line(f"Week {week.week} is {week.person}'s: {change}")
