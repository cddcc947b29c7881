"""Non-critical use of the line as Markdown, for a letter or a wiki; no text in it can break its tables."""

from collections.abc import Sequence

from oncall_cli.answers.misuse import Misuse, MisuseTicket
from oncall_cli.core.misuse import Sum
from oncall_cli.documents.markdown import plain
from oncall_cli.documents.money import money_shown

NAMELESS = "no customer named"
_RIGHT = frozenset({"No.", "Tier", "Tickets", "Minutes", "Fee", "Amount"})
_TICKETS = (
    *("No.", "Reference", "Received", "Customer", "Caller", "Channel", "Tier", "What", "Who", "Minutes"),
    "Fee",
)


def markdown_of(answer: Misuse) -> bytes:
    """What each customer comes to, then every ticket, then what is to be known of them."""
    blocks = [f"# {plain(answer.title)}"]
    if answer.tickets:
        sums = [
            [one.customer or NAMELESS, str(one.tickets), str(one.minutes), _money(answer, one)]
            for one in answer.customers
        ]
        sums += [["Total", str(one.tickets), str(one.minutes), _money(answer, one)] for one in answer.totals]
        blocks += [
            _table(("Customer", "Tickets", "Minutes", "Amount"), sums),
            _table(_TICKETS, [_row(answer, ticket) for ticket in answer.tickets]),
        ]
    else:
        blocks.append(plain(answer.none))
    if answer.notes:
        blocks.append("\n".join(f"- {plain(note)}" for note in answer.notes))
    return ("\n\n".join(blocks) + "\n").encode()


def who_said(ticket: MisuseTicket) -> str:
    """Who answered a ticket, and then who else worked on it."""
    return ", ".join(dict.fromkeys([*([ticket.assignee] if ticket.assignee else []), *ticket.worked_by]))


def _row(answer: Misuse, ticket: MisuseTicket) -> list[str]:
    return [
        str(ticket.ticket),
        ticket.reference or "",
        f"{ticket.received:%a %Y-%m-%d %H:%M}",
        ticket.customer or NAMELESS,
        ticket.caller,
        ticket.channel,
        str(ticket.tier),
        ticket.summary,
        who_said(ticket),
        str(ticket.minutes),
        money_shown(ticket.fee, ticket.currency, answer.locale),
    ]


def _money(answer: Misuse, billed: Sum) -> str:
    return money_shown(billed.amount, billed.currency, answer.locale)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rules = ["---:" if column in _RIGHT else "---" for column in columns]
    body = [[plain(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(columns), rules, *body])
