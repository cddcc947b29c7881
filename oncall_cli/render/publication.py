"""A published quarter on screen, and one that was taken back."""

from oncall_cli.answers.publication import Published, TakenBack
from oncall_cli.render.rotation import weeks_table
from oncall_cli.render.screen import Screen


def published(screen: Screen, answer: Published) -> None:
    """A quarter's weeks, what was traded and why, and who has which holidays."""
    weeks_table(screen, answer.weeks)
    if answer.traded:
        screen.line()
        columns = ["Traded", "From", "To", "Why"]
        rows = [[str(trade.week), trade.before, trade.after, trade.why] for trade in answer.traded]
        screen.table(columns, rows, whole=["Traded", "From", "To"])
    if answer.holidays and answer.announced:
        screen.line()
        named = {week.week: "; ".join(week.holidays) for week in answer.weeks}
        rows = [
            ["" if number else one.person, str(week), named[week]]
            for one in answer.holidays
            for number, week in enumerate(one.weeks)
        ]
        screen.table(["Has", "Week", "Holidays"], rows, whole=["Has", "Week"])


def taken_back(screen: Screen, answer: TakenBack) -> None:
    """A quarter's weeks, projected again."""
    weeks_table(screen, answer.weeks)
