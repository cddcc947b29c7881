"""What was understood of a calendar, what was not, and what is stored of it."""

from oncall_cli.answers.rota_import import RotaImported, WeekUnderstood
from oncall_cli.core.rota import Action
from oncall_cli.render.screen import Screen

MOST = 20
"""How many of the entries that were not understood, and of the warnings, are listed; `--json` has all."""

_COMING: dict[Action, str] = {
    "new": "new",
    "same": "stays as it is",
    "published_differs": "stays: published",
    "begun": "stays: it has begun",
    "replaced": "replaced",
}


def imported(screen: Screen, answer: RotaImported) -> None:
    """Both lists, and how to go on."""
    _weeks(screen, answer)
    _not_understood(screen, answer)
    if answer.outside:
        screen.line(
            f"{_count(answer.outside, 'entry', 'entries')} outside the weeks {answer.first} to {answer.last} "
            "left alone; --from and --until name others."
        )
    for warning in answer.warnings[:MOST]:
        screen.line(f"Note: {warning}.")
    if len(answer.warnings) > MOST:
        screen.line(
            f"And {_count(len(answer.warnings) - MOST, 'more note', 'more notes')}; --json lists all."
        )
    differing = len(answer.replaceable)
    if differing:
        said = "1 published week differs and stays" if differing == 1 else None
        said = said or f"{differing} published weeks differ and stay"
        screen.line(f"{said}; --replace changes what has not begun.")
    if not answer.stored:
        count = len(answer.to_store)
        way = f"; --apply stores {_count(count, 'week', 'weeks')}" if count else ""
        screen.line(f"Nothing was stored{way}.", "bold")


def _weeks(screen: Screen, answer: RotaImported) -> None:
    same = sum(week.action == "same" for week in answer.weeks)
    told = [week for week in answer.weeks if week.action != "same"]
    if told:
        screen.table(
            ["Week", "In the file", "Before" if answer.stored else "Now", "What happens", "As it is said"],
            [_row(week) for week in told],
            whole=["Week"],
            cut=["As it is said"],
            title=f"Understood: {_count(len(answer.weeks), 'week', 'weeks')}",
        )
    elif not answer.weeks:
        screen.line(f"No week was understood, of those from {answer.first} to {answer.last}.")
    if same:
        screen.line(f"{_count(same, 'week is', 'weeks are')} the same in the store already.")


def _row(week: WeekUnderstood) -> list[str]:
    happens = f"stays: {week.why}" if week.why else _COMING[week.action]
    if week.action == "new" and week.before:
        happens = "announced" if week.before == week.person else "changes hands"
    return [str(week.week), week.person, week.before or "nobody", happens, week.said]


def _not_understood(screen: Screen, answer: RotaImported) -> None:
    told = [one for one in answer.not_understood if not one.other]
    others = len(answer.not_understood) - len(told)
    if told:
        screen.table(
            ["Where", "What it says", "Why it was not understood"],
            [[one.where, one.what or "nothing", one.why] for one in told[:MOST]],
            title=f"Not understood: {len(told)}",
        )
    if len(told) > MOST:
        screen.line(f"And {len(told) - MOST} more; --json lists all.")
    if answer.has_strangers:
        screen.line("Names match a handle, name or email; oncall team add HANDLE adds a member.")
    if others:
        screen.line(
            f"{_count(others, 'other entry is', 'other entries are')} short and without a member's name; "
            "--json lists them."
        )


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
