"""Tickets as a file: for a spreadsheet, for a wiki, for programs."""

import json
from collections.abc import Callable, Iterable

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.text import json_safe
from oncall_cli.documents.tickets_csv import csv_of
from oncall_cli.documents.tickets_markdown import markdown_of


def json_of(tickets: Iterable[TicketShown]) -> bytes:
    """The tickets as `--json` prints them, one below the other."""
    shown = (json.dumps(ticket.model_dump(mode="json"), ensure_ascii=False) for ticket in tickets)
    return ('{"tickets": [\n' + ",\n".join(map(json_safe, shown)) + "\n]}\n").encode()


_DOCUMENTS: dict[str, Callable[[Iterable[TicketShown]], bytes]] = {
    "csv": csv_of,
    "md": markdown_of,
    "json": json_of,
}


def document_of(tickets: Iterable[TicketShown], chosen: str) -> tuple[int, bytes]:
    """How many tickets there are, and the bytes of them in a format that is no table. They are taken one by
    one, and none is kept: there may be a great many."""
    count = 0

    def counted() -> Iterable[TicketShown]:
        nonlocal count
        for ticket in tickets:
            count += 1
            yield ticket

    content = _DOCUMENTS[chosen](counted())
    return count, content
