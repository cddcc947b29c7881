"""Pay forms as files, read again by other programs: whatever names and texts hold, rows stay rows."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from oncall_cli.answers.payform import CallShown, FormWeek, PayForm, PeriodShown, totals_of
from oncall_cli.core.pay.model import PayLine
from oncall_cli.core.payform import Missing
from oncall_cli.documents.payform import document_of, format_of
from oncall_cli.documents.payform_csv import COLUMNS, csv_of, text_cell
from oncall_cli.documents.payform_markdown import markdown_of

CHICAGO = ZoneInfo("America/Chicago")
HOSTILE = (
    'a|b \\| `c` <script>x</script> [l](http://e) *s* _u_\n| evil | row |\r\x1b[31m "q", =1+1 &amp; ~~d~~'
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def line(**fields: Any) -> PayLine:
    said = {
        "kind": "call_out",
        "label": "Call-out, Sunday",
        "date": date(2026, 11, 29),
        "ticket": 7,
        "quantity": "0.50",
        "unit": "hour",
        "rate": "40.00",
        "amount": "20.00",
        "why": "14 min, minimum 30, Sunday ×2 at 20.00",
        "worked": 14,
        "paid": 30,
    }
    return PayLine.model_validate(said | fields)


def form(text: str = "Invoices", **fields: Any) -> PayForm:
    """A form of two lines; `text` stands wherever a form has something that a person wrote."""
    standby = line(
        kind="standby", label="Standby, whole week", date=date(2026, 11, 23), ticket=None,
        quantity="1", unit="week", rate="300.00", amount="300.00",
        why="the whole week of 2026-11-23, at 300.00", worked=None, paid=None,
    )  # fmt: skip
    lines = (standby, line())
    week = FormWeek(
        week=date(2026, 11, 23), start=at("2026-11-23T18:01"), end=at("2026-11-30T06:59"), owner="ana",
        name=text, person="ana", state="published", ordered="ben", was="ben", swap=3,
        holidays=(text,), stage="ended",
    )  # fmt: skip
    call = CallShown(
        ticket=7, date=date(2026, 11, 29), start=at("2026-11-29T02:00"), end=at("2026-11-29T02:14"),
        caller=text, summary=text, reference=text, others=("cy",), worked=14, paid=30,
        amount=Decimal("20.00"), why="",
    )  # fmt: skip
    said: dict[str, Any] = {
        "person": "ana", "name": text, "payroll": text, "team": text, "timezone": "America/Chicago",
        "period": PeriodShown(first=date(2026, 11, 23), last=date(2026, 11, 30)), "state": "draft",
        "policy": f"policy 2 ({text})", "currency": "USD", "due": at("2026-11-30T07:30"), "weeks": (week,),
        "lines": lines, "totals": totals_of(lines), "total": Decimal("320.00"), "calls": (call,),
        "missing": (Missing(ticket=7, what="work order is not filed"),), "notes": (text,),
    }  # fmt: skip
    return PayForm(**(said | fields))


GOLDEN = """\
**DRAFT** — not submitted: something is missing

# Pay form: Ana Ruiz

- Technician: Ana Ruiz (ana)
- Payroll number: Ana Ruiz
- Team: Ana Ruiz
- Period: 2026-11-23 to 2026-11-30, America/Chicago
- Policy: policy 2 (Ana Ruiz)
- Due: Mon 2026-11-30 07:30
- Total: 320.00 USD

## Weeks

| Week | From | Until | Whose | Holidays and changes |
| --- | --- | --- | --- | --- |
| 2026-11-23 | Mon 2026-11-23 18:01 | Mon 2026-11-30 06:59 | Ana Ruiz (ana) | Ana Ruiz; swap 3, was ben |

## Standby

| Date | For | Ticket | Quantity | Rate | Amount | Why |
| --- | --- | --- | ---: | ---: | ---: | --- |
| 2026-11-23 | Standby, whole week |  | 1 week | 300.00 | 300.00 | the whole week of 2026-11-23, at 300.00 |

## Work

| Date | For | Ticket | Quantity | Rate | Amount | Why |
| --- | --- | --- | ---: | ---: | ---: | --- |
| 2026-11-29 | Call-out, Sunday | 7 | 0.50 hour | 40.00 | 20.00 | 14 min, minimum 30, Sunday ×2 at 20.00 |

## Calls

| Date | From | To | Ticket | Caller | Summary | Also worked | Worked | Paid | Amount | Note |
| --- | --- | --- | --- | --- | --- | --- | ---: | ---: | ---: | --- |
| 2026-11-29 | 02:00 | 02:14 | 7 (Ana Ruiz) | Ana Ruiz | Ana Ruiz | cy | 14 min | 30 min | 20.00 |  |

## Totals

| USD | Amount |
| --- | ---: |
| Standby | 300.00 |
| Call-outs | 20.00 |
| Total | 320.00 |

## Missing

- Ticket 7: work order is not filed

## Notes

- Ana Ruiz

## Signatures

Technician: ________________________________________ Date: ________________

Manager: ________________________________________ Date: ________________
"""


def test_a_form_to_sign() -> None:
    assert markdown_of(form("Ana Ruiz")).decode() == GOLDEN


def cells_of(document: bytes) -> list[list[list[str]]]:
    """The text of every table's rows, as a Markdown parser shows it; no HTML and no links came through."""
    tables: list[list[list[str]]] = []
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(document.decode())
    for place, token in enumerate(parsed):
        assert token.type != "html_block"
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("td_open", "th_open"):
            inline = parsed[place + 1].children or []
            assert {part.type for part in inline} <= {"text", "text_special", "softbreak"}
            tables[-1][-1].append("".join(part.content for part in inline))
    return tables


def test_no_text_breaks_a_table_or_the_page() -> None:
    tables = cells_of(markdown_of(form(HOSTILE)))
    assert [(len(table), {len(row) for row in table}) for table in tables] == [
        (2, {5}), (2, {7}), (2, {7}), (2, {11}), (4, {2}),
    ]  # fmt: skip
    assert tables[3][1][4] == HOSTILE.replace("\n", " ").replace("\r", "\\r").replace("\x1b", "\\x1b")
    headings = [text for text in markdown_of(form(HOSTILE)).decode().splitlines() if text.startswith("#")]
    assert [text for text in headings if text.startswith("## ")] == [
        f"## {name}"
        for name in ("Weeks", "Standby", "Work", "Calls", "Totals", "Missing", "Notes", "Signatures")
    ]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_any_text_stays_in_its_cell(text: str) -> None:
    assert [{len(row) for row in table} for table in cells_of(markdown_of(form(text)))] == [
        {5},
        {7},
        {7},
        {11},
        {2},
    ]
    rows = list(csv.reader(io.StringIO(csv_of(form(text)).decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert len(rows) == 4


def test_csv_reads_back_as_it_is() -> None:
    document = csv_of(form("Ana Ruiz"))
    assert document.startswith(b"\xef\xbb\xbfstate,")
    standby, call, total = csv.DictReader(io.StringIO(document.decode("utf-8-sig"), newline=""))
    assert (standby["kind"], standby["date"], standby["ticket"], standby["amount"]) == (
        "standby", "2026-11-23", "", "300.00",
    )  # fmt: skip
    assert (call["quantity"], call["rate"], call["worked"], call["paid"]) == ("0.50", "40.00", "14", "30")
    assert call["why"] == "14 min, minimum 30, Sunday ×2 at 20.00"
    assert call["missing"] == "work order is not filed"
    assert (total["kind"], total["amount"], total["currency"]) == ("total", "320.00", "USD")
    assert total["missing"] == "ticket 7 work order is not filed"
    assert {row["state"] for row in (standby, call, total)} == {"draft"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r", "\n+", "＝"], ids=repr)
def test_a_spreadsheet_sees_text_and_no_formula(start: str) -> None:
    written = csv_of(form(start + 'HYPERLINK("http://e")')).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(written, newline="")):
        for cell in row:
            assert cell.lstrip(" \t\r\n")[:1] not in set("=+-@＝")
    assert text_cell(start + "1").startswith("'")


@given(st.decimals("0", "99999", places=2))
def test_money_is_a_bare_number(amount: Decimal) -> None:
    paid = (line(amount=amount),)
    written = csv_of(form(lines=paid, total=amount)).decode("utf-8-sig")
    call, total = csv.DictReader(io.StringIO(written, newline=""))
    assert Decimal(call["amount"]) == Decimal(total["amount"]) == amount
    assert "E" not in call["amount"]


def test_a_form_of_nothing_is_still_a_form() -> None:
    empty = form("Ana", lines=(), totals=(), total=Decimal("0.00"), calls=(), weeks=(), missing=(), notes=())
    text = document_of(empty, "md").decode()
    assert text.startswith("**DRAFT** — not submitted\n")
    assert "## Missing\n\nNothing." in text
    assert "## Notes" not in text
    assert len(document_of(empty, "csv").decode().splitlines()) == 2


def test_a_call_without_money_says_why() -> None:
    why = "paid with the call of 2026-11-29 01:50"
    (call,) = form().calls
    free = form(calls=(call.model_copy(update={"amount": Decimal("0.00"), "why": why}),))
    assert why in markdown_of(free).decode()


def test_formats_by_name() -> None:
    assert format_of(" CSV ", None) == "csv"
    assert format_of(None, None) == "md"
