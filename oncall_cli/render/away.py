"""Time away on screen."""

from oncall_cli.answers.away import AwayShown, TimesAway
from oncall_cli.render.screen import Screen


def away(screen: Screen, answer: AwayShown) -> None:
    """One time away."""
    times(screen, TimesAway(person=answer.person, past=True, times=(answer,)))


def times(screen: Screen, answer: TimesAway) -> None:
    """Times away as a table, with the weeks they touch."""
    if not answer.times:
        has_none = f"{answer.person} has no" if answer.person else "Nobody has any"
        screen.line(f"{has_none} time away {'on record' if answer.past else 'to come'}.")
        screen.line(f"oncall team away {answer.person or 'HANDLE'} START/END adds one")
        return
    rows = [
        [
            str(one.id),
            one.person,
            str(one.first),
            str(one.last),
            "\n".join([*map(str, one.published), *(f"~ {week}" for week in one.projected)]),
            one.reason or "",
        ]
        for one in answer.times
    ]
    screen.table(
        ["No.", "Member", "From", "To", "Own weeks", "Reason"],
        rows,
        right=["No."],
        whole=["No.", "From", "To", "Own weeks"],
    )
    if any(one.projected for one in answer.times):
        screen.line("~ projected: publishing trades it for a turn of somebody who is free.")
