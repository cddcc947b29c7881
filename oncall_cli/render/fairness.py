"""What each member had of the weeks, beside an even share, as a table with bars."""

from decimal import Decimal

from oncall_cli.answers.fairness import Fairness, MemberBurden
from oncall_cli.render.screen import Screen

WIDTH = 14
"""How many characters the longest bar has."""


def fairness(screen: Screen, answer: Fairness) -> None:
    """The table, and what it counts."""
    if not answer.members:
        screen.line(f"Nobody has a week from {answer.period.first} to {answer.period.last}.")
        return
    most = max(max(Decimal(one.weeks), Decimal(one.share)) for one in answer.members)
    columns = ["Member", "Weeks", "Share", "", "Holiday", "Weekend", "Cover", "Calls", "Rest"]
    screen.table(
        columns,
        [_row(one, most) for one in answer.members],
        right=["Weeks", "Share", "Holiday", "Weekend", "Cover", "Calls", "Rest"],
        whole=[""],
        cut=["Member"],
        title=f"Weeks {answer.period.first} to {answer.period.last}",
    )
    screen.line("█ weeks owned, | an even share. Holiday: weeks with a holiday in them.")
    screen.line("Weekend: on for most of it. Cover: hours in others' weeks. Calls: after hours.")
    screen.line("Rest: the most weeks in a row in which they were not on at all.")
    if answer.projected:
        said = "1 of the weeks is" if answer.projected == 1 else f"{answer.projected} of the weeks are"
        screen.line(f"{said} not announced, but as the order fills it.")


def _row(one: MemberBurden, most: Decimal) -> list[str]:
    hours, minutes = divmod(one.cover_minutes, 60)
    return [
        one.person,
        str(one.weeks),
        one.share,
        bar(Decimal(one.weeks), Decimal(one.share), most),
        str(one.holiday_weeks),
        str(one.weekends),
        f"{hours}:{minutes:02}",
        str(one.call_outs),
        str(one.longest_rest),
    ]


def bar(weeks: Decimal, share: Decimal, most: Decimal) -> str:
    """Weeks as a row of blocks, with a mark where the even share ends; `most` weeks are the longest bar."""
    if not most:
        return ""
    filled = round(weeks / most * WIDTH)
    mark = round(share / most * WIDTH)
    cells = ["█" if place < filled else "·" if place < mark else "" for place in range(WIDTH)]
    cells.insert(mark, "|")
    return "".join(cells)
