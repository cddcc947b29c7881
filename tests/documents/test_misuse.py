"""Non-critical use of the line as files: what a spreadsheet and a Markdown reader make of it."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from markdown_it import MarkdownIt

from oncall_cli.answers.misuse import Misuse, MisuseTicket
from oncall_cli.answers.payform import PeriodShown
from oncall_cli.core.misuse import Use, altogether, by_customer
from oncall_cli.documents.misuse import document_of

HOSTILE = [
    "=1+2",
    "@cmd",
    "a | b",
    "<script>x</script>",
    "**b**",
    "`x`",
    "\x1b[31m",
    "a\u202eb",
    "- [x](http://y)",
]


def report(text: str, **fields: Any) -> Misuse:
    ticket = MisuseTicket(
        ticket=7,
        reference=text,
        received=datetime(2026, 11, 24, 8, tzinfo=UTC),
        after_hours=True,
        customer=text,
        caller=text,
        channel="phone",
        tier=3,
        summary=text,
        assignee="ana",
        worked_by=("ben", "ana"),
        minutes=35,
        deferred_until=None,
        fee=Decimal("1234.50"),
        currency="USD",
    )
    uses = [Use(text, 35, ticket.fee, "USD")]
    usual = {
        "period": PeriodShown.model_validate({"first": "2026-11-01", "last": "2026-11-30"}),
        "customer": None,
        "tickets": (ticket,),
        "customers": by_customer(uses),
        "totals": altogether(uses),
        "without_tier": (),
        "notes": (f"about {text}",),
        "locale": "en",
        "when": "in 2026-11",
    }
    return Misuse(**{**usual, **fields})


def cells(markdown: str) -> list[list[str]]:
    """The rows of every table of a page, as a Markdown reader has them."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level >= 4:
            rows[-1].append("".join(child.content for child in token.children or []))
    return rows


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text_in_every_cell(text: str) -> None:
    shown = text.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    page = document_of(report(text), "csv")
    assert page.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(page.decode("utf-8-sig"), newline=""))
    for name in ("reference", "customer", "caller", "summary"):
        assert row[name] == (f"'{shown}" if text[0] in "=@-" else shown)
    assert (row["fee"], row["currency"], row["minutes"], row["tier"]) == ("1234.50", "USD", "35", "3")
    assert (row["worked_by"], row["received"]) == ("ben, ana", "2026-11-24T08:00:00+00:00")

    markdown = document_of(report(text), "md").decode()
    head, billed, total, columns, ticket = cells(markdown)
    assert head == ["Customer", "Tickets", "Minutes", "Amount"]
    assert billed == [shown, "1", "35", "$1,234.50"]
    assert total == ["Total", "1", "35", "$1,234.50"]
    assert len(columns) == len(ticket) == 11
    assert ticket[:5] == ["7", shown, "Tue 2026-11-24 08:00", shown, shown]
    assert ticket[7:] == [shown, "ana, ben", "35", "$1,234.50"]
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    assert not any(tag in html for tag in ("<script", "<strong", "<code", "<a "))


def test_a_report_of_nothing_is_a_file_too() -> None:
    nothing = report("x", tickets=(), customers=(), totals=(), notes=())
    assert document_of(nothing, "md").decode() == (
        "# Non-critical use of the line in 2026-11\n\nNo non-critical use of the line to bill in 2026-11.\n"
    )
    assert list(csv.DictReader(io.StringIO(document_of(nothing, "csv").decode("utf-8-sig")))) == []


def test_money_is_written_as_the_team_does_in_what_people_read_alone() -> None:
    german = report("x", locale="de_DE")
    assert "1.234,50" in document_of(german, "md").decode()
    assert b"1234.50" in document_of(german, "csv")
    assert b'"1234.50"' in document_of(german, "json")
