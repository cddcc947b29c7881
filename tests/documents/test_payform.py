"""Pay forms as files, read again by other programs: whatever names and texts hold, rows stay rows."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from oncall_cli.documents.payform import document_of, format_of
from oncall_cli.documents.payform_csv import COLUMNS, csv_of, text_cell
from oncall_cli.documents.payform_markdown import markdown_of, payroll_markdown_of
from oncall_cli.documents.payform_said import status_said
from oncall_cli.errors import BadValue
from tests.documents.forms import HOSTILE, form, line, payroll, signed

GOLDEN = """\
**DRAFT** — not submitted: something is missing

# Pay form: Ana Ruiz

- Technician: Ana Ruiz (ana)
- Payroll number: Ana Ruiz
- Team: Ana Ruiz
- Period: 2026-11-23 to 2026-11-30
- Timezone: America/Chicago
- Policy: policy 2 (Ana Ruiz)
- Due: Mon 2026-11-30 07:30
- Total: $320.00 (USD)

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
| Total | $320.00 |

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
    assert format_of("pdf", Path("form.PDF")) == format_of("pdf", Path("form.2026")) == "pdf"


def test_a_name_that_ends_in_another_format_is_refused() -> None:
    with pytest.raises(BadValue, match=r"--format says pdf, and k\.XLSX ends in \.xlsx"):
        format_of("pdf", Path("k.XLSX"))


def test_a_form_that_was_signed_says_by_whom() -> None:
    text = markdown_of(signed("Ana Ruiz")).decode()
    assert text.startswith("**Approved, replaced by pay form 9**\n")
    assert "DRAFT" not in text
    assert text.endswith(
        "## Notes\n\n"
        "- Replaces pay form 3 of $334.00: -$14.00, because a call was counted twice\n"
        "- Pay form 5 was sent back by Dee Park (dee), 2026-11-30 08:00: the call on Friday is missing\n"
        "- Ana Ruiz\n\n"
        "## Signatures\n\n"
        "Technician: Ana Ruiz (ana), 2026-11-30 07:12, by ben\n\n"
        "Manager: Dee Park (dee), 2026-11-30 09:40\n"
    )


def test_a_form_that_was_sent_back_says_so_above() -> None:
    back = signed("Ana", state="draft", form=5, approved=None, replaced_by=None)
    assert markdown_of(back).decode().startswith("**DRAFT** — sent back\n")
    assert status_said(back) == "DRAFT, sent back"
    waiting = signed("Ana", state="submitted", approved=None, replaced_by=None)
    text = markdown_of(waiting).decode()
    assert text.startswith("**Turned in, not signed**\n")
    assert "Manager: ____" in text


def test_payroll_has_what_everybody_gets_and_then_each_form() -> None:
    """The forms are the same as alone, a heading lower."""
    alone, other = form("Ana|Ruiz"), form("Łukasz", person="luk", currency="EUR", locale="de_DE")
    text = payroll_markdown_of(payroll(alone, other, notes=("ben has no form",))).decode()
    people = cells_of(text.encode())[0]
    assert people == [
        ["Member", "Payroll number", "Forms", "Not signed", "Total"],
        ["Ana|Ruiz (ana)", "Ana|Ruiz", "1", "1", "$320.00"],
        ["Łukasz (luk)", "Łukasz", "1", "1", "€320.00"],
    ]
    assert "- Total: $320.00 (USD); €320.00 (EUR)\n" in text
    assert "- Forms: 2 forms, 2 not signed\n" in text
    assert "## Notes\n\n- ben has no form\n" in text
    assert cells_of(text.encode())[1:] == [
        *cells_of(markdown_of(alone)), *cells_of(markdown_of(other)),
    ]  # fmt: skip
    headings = [row for row in text.splitlines() if row.startswith(("# ", "## Pay", "### "))]
    assert [row[:12] for row in headings[:3]] == ["# Pay forms:", "## Pay form:", "### Weeks"]
    assert len([row for row in headings if row.startswith("### Signatures")]) == 2
