"""Right now, on screen."""

from rich.text import Text

from oncall_cli.answers.now import Due, Now, NowShort, Welcome
from oncall_cli.core.text import visible
from oncall_cli.render.screen import Cell, Screen, ago

CLOCKS = {
    "answer": "answer",
    "response": "answer",
    "follow_up": "follow up",
    "documents": "documents",
    "update": "update",
}
"""What a clock asks for, as a verb or a thing."""

STATUSES = {"open": "open", "on_it": "On It", "waiting": "waiting", "done": "Done"}


def now(screen: Screen, answer: Now) -> None:
    """Who has the phone, what is open, what is late."""
    screen.line(f"{answer.team}, {screen.moment(answer.moment)}", "dim")
    if answer.person:
        phone = f"  {answer.phone}" if answer.phone else ""
        until = screen.moment(answer.until)
        screen.line(f"{answer.name} ({answer.person}) has the phone until {until}.{phone}", "bold")
    elif answer.week:
        screen.line(f"Nobody has the week {answer.week}: oncall rotation set gives it to somebody.", "bold")
    else:
        screen.line(f"Handover day: nobody is on call until {screen.time(answer.until)}.", "bold")
    if answer.next:
        following = answer.next
        screen.line(f"Next: {following.name} ({following.person}), from {screen.moment(following.start)}.")
    if answer.holiday:
        screen.line(f"Today is {answer.holiday}; the office is closed.")
    elif answer.office_open:
        screen.line("The office is open and answers.")
    screen.line()
    _tickets(screen, answer)
    for overdue in answer.overdue:
        late = ago(overdue.minutes)
        screen.line(f"! ticket {overdue.ticket}: {CLOCKS[overdue.clock]} is late by {late}", "bold red")
    for swap in answer.swaps:
        screen.line(f"! swap {swap.id}: {swap.waits_for} (oncall swap show {swap.id})", "yellow")


def _tickets(screen: Screen, answer: Now) -> None:
    if not answer.tickets:
        screen.line("No ticket is open.")
        return
    rows: list[list[Cell]] = [
        [
            str(ticket.id),
            str(ticket.tier or ""),
            STATUSES[ticket.status],
            first_line(ticket.caller, 16),
            first_line(ticket.description, 24),
            ticket.assignee or "",
            due_words(ticket.next_due),
        ]
        for ticket in answer.tickets
    ]
    columns = ["No.", "Tier", "Status", "Caller", "What", "Who", "Next"]
    screen.table(columns, rows, right=["No."], whole=["No.", "Tier", "Status", "Next"])


def first_line(text: str, width: int) -> str:
    """The first line of a text, cut to a width."""
    line = visible(text.partition("\n")[0])
    return line if len(line) <= width else line[: width - 1] + "…"


def due_words(due: Due | None) -> Text:
    """A clock in words: answer in 6 min, late by 12 min."""
    if due is None:
        return Text("")
    if due.minutes < 0 or due.state == "late":
        return Text(f"{CLOCKS[due.clock]} late {ago(due.minutes)}", style="bold red")
    return Text(f"{CLOCKS[due.clock]} in {ago(due.minutes)}")


def short(screen: Screen, answer: NowShort) -> None:
    """One line."""
    screen.raw(answer.line + "\n")


def welcome(screen: Screen, answer: Welcome) -> None:
    """How to begin."""
    for line in answer.lines:
        screen.raw(line + "\n")
