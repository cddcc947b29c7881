"""How weeks came to be whose they are, on screen: the orders, then each week's owners, oldest first."""

from oncall_cli.answers.rotation_history import (
    ByShown,
    CoverRecorded,
    OrderShown,
    RotationHistory,
    TurnShown,
    WeekStory,
)
from oncall_cli.render.screen import Screen

Row = list[str]


def history(screen: Screen, answer: RotationHistory) -> None:
    """The orders as they were made, and under each week what was recorded of it."""
    if answer.orders:
        orders = [[str(made.start), _order(made), _recorded(screen, made.by)] for made in answer.orders]
        screen.table(["From", "Order", "Made"], orders, title="Orders", whole=["From"])
    else:
        screen.line("No order reaches these weeks: oncall rotation set HANDLE... --from WEEK")
    screen.line()
    weeks = [row for week in answer.weeks for row in _rows(screen, week)]
    whose = f" of {answer.person}" if answer.person else ""
    title = f"Weeks{whose}, {answer.first} to {answer.last}"
    if not weeks:
        screen.line(f"{title}: none.")
        return
    screen.table(["", "Week", "Owner", "Why", "Recorded"], weeks, title=title, whole=["Week"])
    screen.line(f"The owner recorded last holds; + is cover. Times are of {answer.timezone}.")


def _order(made: OrderShown) -> str:
    replaced = "" if made.holds else "; replaced before it held a week"
    return ", ".join(made.order) + (f": {made.reason}" if made.reason else "") + replaced


def _rows(screen: Screen, week: WeekStory) -> list[Row]:
    """A week's turns and covers, oldest first, and what is so without a record."""
    told: list[tuple[ByShown, str, str]] = [(turn.by, *_turn(turn)) for turn in week.turns]
    for cover in week.cover:
        told.append((cover.by, f"+ {cover.person}", _cover(screen, cover)))
        if cover.withdrawn_by:
            told.append((cover.withdrawn_by, "", f"cover by {cover.person} taken back: {cover.withdrawn}"))
    told.sort(key=lambda line: line[0].moment)
    lines = [[owner, why, _recorded(screen, by)] for by, owner, why in told]
    if week.person is None:
        lines.append(["nobody", "no order reaches it", ""])
    elif week.state == "projected":
        lines.append([week.person, "by the order, not announced", ""])
    heads = [["▶" if week.is_now else "", str(week.week)], *([["", ""]] * (len(lines) - 1))]
    return [[*head, *line] for head, line in zip(heads, lines, strict=True)]


def _turn(turn: TurnShown) -> tuple[str, str]:
    """Whose the week was from then on, and why."""
    because = f": {turn.reason}" if turn.reason else ""
    match turn.cause:
        case "published":
            return turn.person, f"published{because}"
        case "traded":
            was = f", was {turn.ordered}" if turn.ordered else ""
            return turn.person, f"traded with {turn.other}{was}{because}"
        case "assigned":
            return turn.person, f"assigned{because}"
        case "swapped":
            return turn.person, f"swap {turn.swap}{because}"
        case "imported":
            return turn.person, turn.reason or "imported"
        case "withdrawn":
            return "", f"publication taken back{because}"


def _cover(screen: Screen, cover: CoverRecorded) -> str:
    return f"covers {screen.moment(cover.start)} to {screen.moment(cover.end)}: {cover.reason}"


def _recorded(screen: Screen, by: ByShown) -> str:
    """When and by whom: 2026-10-20 09:00, dee for ana."""
    who = f"{by.acted_by} for {by.person}" if by.acted_by else by.person or by.login
    return f"{by.moment:%Y-%m-%d} {screen.time(by.moment)}, {who}"
