"""Non-critical use of the line on screen: a table for each customer, and what all of them come to."""

from collections.abc import Iterable

from rich.cells import cell_len

from oncall_cli.answers.misuse import Misuse, MisuseTicket
from oncall_cli.core.misuse import Sum
from oncall_cli.documents.misuse_markdown import NAMELESS, who_said
from oncall_cli.documents.money import money_shown
from oncall_cli.render.screen import GAP, LEAST, Screen
from oncall_cli.render.ticket_queue import CALLER_CUT, cut

COLUMNS = ("No.", "Received", "Tier", "Caller: what", "Who", "Min", "Fee")
_WHAT = COLUMNS.index("Caller: what")
_WHAT_CUT, _WHO_CUT = 30, 16


def misuse(screen: Screen, answer: Misuse) -> None:
    """What each customer can be billed for, and the total in each currency."""
    screen.line(answer.title if answer.tickets else answer.none, "bold" if answer.tickets else "")
    rows = [_row(screen, ticket, answer.locale) for ticket in answer.tickets]
    widths = [max(cell_len(cell) for cell in cells) for cells in zip(COLUMNS, *rows, strict=True)]
    room = screen.width - sum(widths) + widths[_WHAT] - GAP * (len(widths) - 1)
    widths[_WHAT] = max(min(widths[_WHAT], room), LEAST)
    for customer in dict.fromkeys(one.customer for one in answer.customers):
        screen.line()
        billed = [one for one in answer.customers if one.customer == customer]
        own = [row for row, one in zip(rows, answer.tickets, strict=True) if one.customer == customer]
        screen.table(
            COLUMNS,
            [[*map(_padded, row, widths)] for row in own],
            title=f"{customer or NAMELESS.capitalize()}: {_sums(billed, answer.locale)}",
            right=["No.", "Min", "Fee"],
            whole=["Received", "Tier", "Who"],
            cut=["Caller: what"],
        )
    if answer.tickets:
        screen.line()
        screen.line(f"Total: {_sums(answer.totals, answer.locale)}", "bold")
    for note in answer.notes:
        screen.line(f"{note[0].upper()}{note[1:]}")


def _row(screen: Screen, ticket: MisuseTicket, locale: str) -> list[str]:
    return [
        str(ticket.ticket),
        f"{ticket.received:%Y-%m-%d} {screen.time(ticket.received)}",
        str(ticket.tier),
        f"{cut(ticket.caller, CALLER_CUT)}: {cut(ticket.summary, _WHAT_CUT)}",
        cut(who_said(ticket), _WHO_CUT),
        str(ticket.minutes),
        money_shown(ticket.fee, ticket.currency, locale),
    ]


def _padded(cell: str, width: int) -> str:
    """A cell as wide as its column is in the widest table, so that all of them stand in line."""
    return cell + " " * (width - cell_len(cell))


def _sums(billed: Iterable[Sum], locale: str) -> str:
    every = list(billed)
    tickets = sum(one.tickets for one in every)
    money = " and ".join(money_shown(one.amount, one.currency, locale) for one in every)
    return f"{tickets} ticket{'' if tickets == 1 else 's'}, {money}"
