"""What a search found: a few lines for each ticket, with the words marked that were looked for."""

from rich.text import Text

from oncall_cli.answers.ticket_search import Found, Reindexed, TicketsFound
from oncall_cli.core.excerpt import Piece
from oncall_cli.core.text import visible
from oncall_cli.core.ticket import STATUS_WORDS
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_clock import near_said
from oncall_cli.render.ticket_queue import cut

MARKS = (("»", "«"), ("[[", "]]"), (">>>", "<<<"))
"""What stands around a marked word where there is no bold: the first that the texts do not hold."""

CALLER_CUT, SHORT, MARGIN = 30, 20, 12
"""How many characters of a caller and, at least, of what is wrong are shown; and how many of a line are kept
for the number before it."""

_NAMES = {
    "help_desk": "help-desk ticket",
    "contact_log": "contact log note",
    "work_order": "work order",
    "tell": "to be told",
    "on_it": "On It",
    "done": "Done",
    "follow_up": "follow-up",
    "second_call": "second call",
}


def found(screen: Screen, answer: TicketsFound) -> None:
    """The tickets, the nearest first; or that there is none, and the way on."""
    if not answer.found:
        screen.line(answer.none)
        if answer.advice:
            screen.line(answer.advice)
        return
    if answer.advice:
        screen.line(answer.advice)
    whole = "".join(piece.text for one in answer.found for piece in one.excerpt)
    marks = (
        None
        if screen.has_styles
        else next((pair for pair in MARKS if not any(mark in whole for mark in pair)), MARKS[-1])
    )
    screen.pairs([(str(one.ticket.id), _lines(screen, one, marks)) for one in answer.found])
    if answer.more and answer.counted:
        screen.line(f"{answer.more} more: --limit {len(answer.found) + answer.more} shows them all")
    elif answer.more:
        screen.line(f"There are more: a larger --limit than {len(answer.found)} shows them")


def _lines(screen: Screen, one: Found, marks: tuple[str, str] | None) -> Text:
    """Which ticket it is, and below it the place that says why it was found."""
    ticket = one.ticket
    head = [STATUS_WORDS[ticket.status], near_said(screen, ticket.received, ticket.now)]
    if ticket.tier:
        head.insert(1, f"tier {ticket.tier}")
    whose = cut(ticket.caller, CALLER_CUT)
    line = f"{', '.join(head)}, {whose}"
    if one.name != "description":
        line += f": {cut(ticket.description, max(screen.width - len(line) - MARGIN, SHORT))}"
    text = Text(line)
    text.append(f"\n{_NAMES.get(one.name, one.name)}: ")
    for piece in one.excerpt:
        _mark(text, piece, marks)
    return text


def _mark(text: Text, piece: Piece, marks: tuple[str, str] | None) -> None:
    said = visible(piece.text)
    if not piece.marked:
        text.append(said)
    elif marks is None:
        text.append(said, style="bold")
    else:
        text.append(said.join(marks))


def reindexed(screen: Screen, answer: Reindexed) -> None:
    """How many tickets can be searched."""
    screen.line(f"{answer.tickets} tickets can be searched")
