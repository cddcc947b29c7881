"""Weeks on screen: a table that a team would pin to its wall."""

from rich.text import Text

from oncall_cli.answers.rotation import Assigned, OnDuty, OrderSet, Rotation, WeekShown
from oncall_cli.core.text import visible
from oncall_cli.documents.rota_words import told_of
from oncall_cli.render.screen import Screen


def rotation(screen: Screen, answer: Rotation) -> None:
    """The weeks, and the reader's own next ones."""
    if not any(week.person for week in answer.weeks):
        whose = f"{answer.person} has no week" if answer.only else "Nobody has a week"
        screen.line(f"{whose} from {answer.first} to {answer.last}.")
        if not answer.only:
            screen.line("An order gives them out: oncall rotation set HANDLE... --from WEEK")
        _own(screen, answer)
        return
    if answer.month:
        from oncall_cli.render.month import month

        month(screen, answer)
    elif answer.year:
        from oncall_cli.render.year import year

        year(screen, answer)
    else:
        weeks_table(screen, answer.weeks)
    _own(screen, answer)
    first = answer.weeks[0]
    screen.line(f"Each week runs {_when(screen, first)}, {answer.timezone}.")


def _own(screen: Screen, answer: Rotation) -> None:
    if answer.person and answer.own:
        weeks = ", ".join(str(week) for week in answer.own)
        screen.line(f"Next weeks of {answer.person}: {weeks}")


def _when(screen: Screen, week: WeekShown) -> str:
    return f"{week.start:%A} {screen.time(week.start)} to {week.end:%A} {screen.time(week.end)}"


def weeks_table(screen: Screen, weeks: tuple[WeekShown, ...]) -> None:
    """Weeks as rows, with their neighbours and what is special about them."""
    rows = []
    styles = []
    for week in weeks:
        projected = week.person is not None and week.state == "projected"
        rows.append(
            [
                "▶" if week.is_now else "~" if projected else "",
                str(week.week),
                Text(visible(week.name or "nobody"), style="bold" if week.is_now else ""),
                week.before or "",
                week.after or "",
                "; ".join(told_of(week, screen.clock)),
            ]
        )
        styles.append("dim" if projected else "")
    columns = ["", "Week", "On call", "Before", "After", "Holidays and changes"]
    screen.table(columns, rows, whole=["Week", "Before", "After"], styles=styles)
    if any(style for style in styles):
        screen.line("~ projected: as the order fills it, and not announced.")


def duty(screen: Screen, answer: OnDuty) -> None:
    """Who is on at a moment."""
    if answer.week is None:
        screen.line(
            f"{screen.moment(answer.moment)} is handover, until {screen.time(answer.until)}: nobody is on."
        )
    elif answer.person is None:
        screen.line(f"Nobody has the week {answer.week}.")
    else:
        whose = f" for {answer.owner_name}" if answer.cover else ""
        until = screen.moment(answer.until)
        screen.line(f"{answer.name} ({answer.person}) is on call{whose}, until {until}.", "bold")
        if answer.state == "projected":
            screen.line("That is as the order fills it; the week is not announced.")
    if answer.holiday:
        screen.line(f"It is {answer.holiday}.")
    if answer.office_open:
        screen.line("The office is open and answers.")
    elif answer.after_hours:
        screen.line("It is after hours.")
    screen.line(f"Before: {answer.before or 'nobody'}. After: {answer.after or 'nobody'}.")


def order_set(screen: Screen, answer: OrderSet) -> None:
    """A new order."""
    screen.line(f"{', '.join(answer.order)} from week {answer.start}")
    for order in answer.then:
        screen.line(f"{', '.join(order.order)} from week {order.start}: {order.reason}")


def assigned(screen: Screen, answer: Assigned) -> None:
    """A week that was given to somebody."""
    screen.line(f"{answer.week}: {answer.before or 'nobody'} → {answer.after}, {answer.reason}")
