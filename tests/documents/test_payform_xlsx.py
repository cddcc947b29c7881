"""Pay forms as workbooks, read again by openpyxl: numbers of the JSON, texts as texts, sums that add up."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from oncall_cli.answers.payform import PayForm, PeriodShown, totals_of
from oncall_cli.core.text import visible
from oncall_cli.documents.answer_json import json_of
from oncall_cli.documents.cells import FIRST_DAY, TEXT_LIMIT, cell_text, lines_in
from oncall_cli.documents.payform import document_of, payroll_of
from oncall_cli.documents.payform_xlsx import payroll_xlsx_of, xlsx_of
from oncall_cli.documents.workbook import Book, Column
from oncall_cli.errors import BadValue
from tests.documents.forms import HOSTILE, form, line, payroll, signed

TRICKS = (
    *(
        "=1+1",
        "@SUM(A1)",
        "+1",
        "-1",
        "[red]",
        "{=1}",
        "http://example.com",
        "0123",
        "1e5",
        "TRUE",
        "2026-11-29",
    ),
    *(
        "李小龍",
        "علي بن أبي",
        "Łukasz",
        "😀",
        "a\nb",
        "a\r\x00\x1b[31m",
        "\ud800",
        "_x0041_",
        "\ufffe",
        "\u202e",
    ),
    *("<r><t>x</t></r>", "&P &D &L", " between ", HOSTILE),
)


def opened(document: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(document), data_only=values)


def table(sheet: Worksheet, first: str) -> list[dict[str, Any]]:
    """The rows under the head that begins with `first`, by their heads, up to an empty first cell."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == first)
    under = []
    for row in rows[start + 1 :]:
        if row[0] is None:
            break
        under.append(dict(zip(rows[start], row, strict=True)))
    return under


def moment(text: str) -> datetime:
    """A wall-clock time, as a workbook has it."""
    return datetime.fromisoformat(text)


def formulas(sheet: Worksheet) -> list[Cell]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def told(sheet: Worksheet, label: str) -> Any:
    """What stands to the right of a label."""
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == label]
    return found[0].offset(column=1).value


def reckoned(book: Workbook, cell: Cell) -> Decimal:
    """What a formula comes to, worked out here from the cells it names."""
    said = re.fullmatch(r"=ROUND\((.*),(\d)\)", str(cell.value))
    assert said
    formula, sheet = said[1], cell.parent

    def of(place: str) -> list[Any]:
        name, _, there = place.rpartition("!")
        found = (book[name] if name else sheet)[there.replace("$", "")]
        column = [one for (one,) in found] if isinstance(found, tuple) else [found]
        return [reckoned(book, one) if one.data_type == "f" else one.value for one in column]

    if plain := re.fullmatch(r"SUM\(([^)]*)\)", formula):
        amounts = of(plain[1])
    elif chosen := re.fullmatch(r"SUMIF\((.*),(.*),(.*)\)", formula):
        (wanted,) = of(chosen[2])
        amounts = [amount for key, amount in zip(of(chosen[1]), of(chosen[3]), strict=True) if key == wanted]
    elif both := re.fullmatch(r"SUMPRODUCT\(\((.*)=(.*)\)\*\((.*)=(.*)\),(.*)\)", formula):
        rows = zip(of(both[1]), of(both[3]), of(both[5]), strict=True)
        chosen_by = [*of(both[2]), *of(both[4])]
        amounts = [amount for one, other, amount in rows if [one, other] == chosen_by]
    else:
        amounts = of(formula)
    return sum((Decimal(str(amount or 0)) for amount in amounts), Decimal(0))


def several() -> PayForm:
    """A form with every kind of line, and amounts that binary numbers do not hold."""
    kinds = ("standby", "holiday_addon", "call_out", "call_fee", "guarantee")
    lines = tuple(
        line(
            kind=kind,
            amount=f"{step}.{step % 9 + 1}0",
            rate="0.123456",
            quantity="0.3333",
            ticket=step or None,
        )
        for step, kind in enumerate(kinds * 3)
    )
    total = sum((one.amount for one in lines), Decimal(0))
    return form("Ana Ruiz", lines=lines, totals=totals_of(lines), total=total)


@pytest.mark.parametrize(
    "made", [form("Ana Ruiz"), signed("Ana Ruiz"), several()], ids=["draft", "signed", "kinds"]
)
def test_every_number_is_that_of_the_json(made: PayForm) -> None:
    said = json.loads(json_of(made))
    sheets = opened(xlsx_of(made), values=True)
    lines = table(sheets["Pay form"], "Date")
    names = {"For": "label", "Ticket": "ticket", "Unit": "unit", "Why": "why"}
    minutes = {"Worked, min": "worked", "Paid, min": "paid"}
    for head, name in (names | minutes).items():
        assert [row[head] for row in lines] == [one[name] for one in said["lines"]]
    assert [str(row["Date"].date()) for row in lines] == [one["date"] for one in said["lines"]]
    for name in ("quantity", "rate", "amount"):
        assert [Decimal(str(row[name.capitalize()])) for row in lines] == [
            Decimal(one[name]) for one in said["lines"]
        ]
    (call,), (shown,) = said["calls"], table(sheets["Calls"], "From")
    for name, there in (("start", "From"), ("end", "To")):
        assert shown[there] == datetime.fromisoformat(call[name]).replace(tzinfo=None)
    assert (shown["Worked, min"], shown["Paid, min"], shown["Ticket"]) == (14, 30, 7)
    assert Decimal(str(shown["Amount"])) == Decimal(call["amount"])
    assert (shown["Caller"], shown["Reference"], shown["Also worked"]) == ("Ana Ruiz", "Ana Ruiz", "cy")
    assert Decimal(str(told(sheets["Pay form"], "Total"))) == Decimal(said["total"])


def test_totals_are_formulas_over_the_lines() -> None:
    made = several()
    book, cached = opened(xlsx_of(made)), opened(xlsx_of(made), values=True)
    cells = formulas(book["Pay form"])
    assert len(cells) == 2 + len(made.totals)
    worked_out = [reckoned(book, cell) for cell in cells]
    assert worked_out == [made.total, made.total, *(kind.amount for kind in made.totals)]
    stored = [cached["Pay form"][cell.coordinate].value for cell in cells]
    assert [Decimal(str(number)) for number in stored] == worked_out
    assert book["Calls"].max_row == 4


def test_numbers_show_their_own_decimals() -> None:
    yen = line(amount="1000", rate="1000", quantity="1")
    sheet = opened(
        xlsx_of(form("Ana", lines=(yen,), totals=totals_of((yen,)), total=Decimal(1000), currency="JPY"))
    )
    shapes = {cell.number_format for row in sheet["Pay form"].iter_rows() for cell in row}
    assert '#,##0 "JPY"' in shapes
    assert "#,##0.00" not in shapes
    rate = opened(xlsx_of(several()))["Pay form"]["F7"]
    assert (rate.value, rate.number_format) == (0.123456, "#,##0.000000")


@pytest.mark.parametrize("text", TRICKS, ids=ascii)
def test_text_stays_text(text: str) -> None:
    for document in (xlsx_of(form(text)), payroll_xlsx_of(payroll(signed(text)))):
        book = opened(document)
        calls = book["Calls"]
        place = [
            cell.column for cell in calls[1 if calls["A1"].value == "No." else 3] if cell.value == "Caller"
        ]
        caller = calls.cell(calls.max_row, place[0])
        assert caller.data_type == "s"
        assert caller.value.strip(" ") == cell_text(text).strip(" ")
        assert all(str(cell.value).startswith("=ROUND(") for sheet in book for cell in formulas(sheet))
        assert all(not cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_leaves_the_workbook_whole(text: str) -> None:
    sheets = opened(xlsx_of(form(text)))
    assert sheets.sheetnames == ["Pay form", "Calls"]
    caller = sheets["Calls"]["E4"].value
    assert caller == cell_text(text)
    assert visible(caller, lines=True) == caller


def test_a_text_is_cut_to_what_a_cell_holds() -> None:
    for text in ("x" * 50_000, "😀" * 20_000):
        shown = opened(xlsx_of(form(text)))["Calls"]["E4"].value
        assert shown.endswith("…")
        assert TEXT_LIMIT - 3 <= len(shown.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    assert cell_text("<r>" + "x" * 50_000 + "</r>").startswith("<r>x")


def test_a_form_is_printed_on_pages_as_wide_as_paper() -> None:
    sheets = opened(xlsx_of(signed("Ana & Co, 50% " + "long " * 40)))
    for sheet, titles in ((sheets["Pay form"], "$1:$6"), (sheets["Calls"], "$1:$3")):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == titles
        assert sheet.print_area == f"'{sheet.title}'!$A$1:$K${sheet.max_row}"
        assert sheet.freeze_panes == f"A{int(titles[-1]) + 1}"
        assert "Ana && Co" in sheet.oddHeader.left.text
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_draft_says_so_on_every_page_and_a_signed_form_says_who_signed() -> None:
    draft, done = opened(xlsx_of(form("Ana " * 40))), opened(xlsx_of(signed("Ana Ruiz")))
    assert draft["Pay form"]["J1"].value == "DRAFT, not turned in"
    assert draft["Pay form"]["J1"].fill.fgColor.rgb == "FFB00020"
    assert all(sheet.oddHeader.right.text.endswith("DRAFT") for sheet in draft)
    assert not any("DRAFT" in str(cell.value) for sheet in done for row in sheet.iter_rows() for cell in row)
    assert not any("DRAFT" in sheet.oddHeader.right.text for sheet in done)
    signatures = (told(done["Pay form"], "Technician"), told(done["Pay form"], "Manager"))
    assert signatures[0] == "Ana Ruiz (ana)"
    assert signatures[1] == "Dee Park (dee), 2026-11-30 09:40"
    assert told(draft["Pay form"], "Manager") is None


def test_the_head_of_a_form() -> None:
    sheet = opened(xlsx_of(signed("Ana Ruiz")))["Pay form"]
    assert sheet["A1"].value == "Pay form 8 of Ana Ruiz (ana)"
    assert told(sheet, "Payroll number") == "Ana Ruiz"
    assert told(sheet, "Policy") == "policy 2 (Ana Ruiz)"
    assert told(sheet, "Due") == moment("2026-11-30 07:30")
    assert [told(sheet, "From"), told(sheet, "To")] == [moment("2026-11-23"), moment("2026-11-30")]
    (week,) = table(sheet, "Week")
    assert (week["Week"], week["Whose"]) == (moment("2026-11-23"), "Ana Ruiz (ana)")
    assert (week["From"], week["Until"]) == (moment("2026-11-23 18:01"), moment("2026-11-30 06:59"))
    assert "swap 3, was ben" in week["Holidays and changes"]


def test_times_are_those_of_the_forms_own_clock() -> None:
    """The form's zone is asked, whatever offset a moment is kept with."""
    in_utc = datetime.fromisoformat("2026-11-29T08:00:30+00")
    (call,) = form().calls
    made = form(calls=(call.model_copy(update={"start": in_utc, "end": in_utc}),))
    assert opened(xlsx_of(made))["Calls"]["A4"].value == moment("2026-11-29 02:00:30")


def test_the_same_form_gives_the_same_bytes_and_bears_no_date_of_today() -> None:
    for once, again in (
        (xlsx_of(signed("Ana")), xlsx_of(signed("Ana"))),
        (payroll_xlsx_of(payroll(form())), payroll_xlsx_of(payroll(form()))),
    ):
        assert once == again
        book = opened(once)
        assert book.properties.created == book.properties.modified == moment("2026-11-30")
        with zipfile.ZipFile(io.BytesIO(once)) as files:
            assert {one.date_time[:3] for one in files.infolist()} == {(1980, 1, 1)}


def test_a_form_of_nothing_is_still_a_form() -> None:
    empty = form("Ana", lines=(), totals=(), total=Decimal("0.00"), calls=(), weeks=(), missing=(), notes=())
    book = opened(document_of(empty, "xlsx"))
    assert [reckoned(book, cell) for cell in formulas(book["Pay form"])] == [0, 0]
    assert book["Calls"]["A4"].value == "None."
    assert told(book["Pay form"], "Total") == "=ROUND(I8,2)"


def test_a_date_that_spreadsheets_count_differently_is_a_text() -> None:
    old = PeriodShown(first=date(1899, 12, 31), last=FIRST_DAY)
    sheet = opened(xlsx_of(form("Ana", period=old)))["Pay form"]
    assert [told(sheet, "From"), told(sheet, "To")] == ["1899-12-31", moment("1900-03-01")]


def test_a_sheet_that_is_full_takes_no_row_silently() -> None:
    sheet = Book("full", date(2026, 11, 30)).sheet("Lines", [Column("A", 9)])
    sheet.put(1_048_575, 0, 1)
    for value in (1, "text", date(2026, 11, 30)):
        with pytest.raises(BadValue, match="no room for row 1,048,577"):
            sheet.put(1_048_576, 0, value)


def test_a_row_is_as_high_as_its_longest_text() -> None:
    assert lines_in("a few words", 20) == 1
    assert lines_in("one two three", 5) == 3
    assert lines_in("x" * 21, 10) == 3
    assert lines_in("李小龍" * 5, 10) == 3
    assert lines_in("a\nb\n\nc", 10) == 4
    sheet = opened(xlsx_of(form("word " * 60)))["Calls"]
    assert sheet.row_dimensions[4].height > 60


def rows_of(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return (dict(zip(head, row, strict=True)) for row in rows)


def test_payroll_has_every_line_of_every_form_and_sums_of_them() -> None:
    yen = form("Bo", person="may-5", currency="JPY", form=2, state="submitted")
    forms = (
        signed("Ana Ruiz"),
        several(),
        yen,
        form("Cy", person="cy", lines=(), totals=(), total=Decimal("0.00")),
    )
    made = payroll(*forms)
    document = payroll_of(made, "xlsx")
    book, cached = opened(document), opened(document, values=True)
    assert book.sheetnames == ["Payroll", "Forms", "Lines", "Calls"]
    said = json.loads(json_of(made))
    every = [(number, one) for number, of in enumerate(said["forms"], 1) for one in of["lines"]]
    assert [
        (row["No."], str(row["Date"].date()), Decimal(str(row["Amount"])), row["Why"])
        for row in rows_of(cached["Lines"])
    ] == [(number, one["date"], Decimal(one["amount"]), one["why"]) for number, one in every]
    totals = [reckoned(book, cell) for cell in formulas(book["Forms"])]
    assert totals == [one.total for one in forms]
    assert [Decimal(str(row["Total"])) for row in rows_of(cached["Forms"])] == totals
    assert [(row["Form"], row["State"]) for row in rows_of(cached["Forms"])] == [
        (8, "approved"), (None, "DRAFT"), (2, "submitted"), (None, "DRAFT"),
    ]  # fmt: skip
    people = table(cached["Payroll"], "Name")
    assert [(row["Member"], row["Currency"], row["Forms"], row["Not signed"]) for row in people] == [
        (one.person, one.currency, one.forms, one.unsigned) for one in made.people
    ]
    sums = [*(one.total for one in made.people), *(one.total for one in made.totals)]
    assert [reckoned(book, cell) for cell in formulas(book["Payroll"])] == sums
    stored = [cached["Payroll"][cell.coordinate].value for cell in formulas(book["Payroll"])]
    assert [Decimal(str(number)) for number in stored] == sums


def test_a_correction_says_what_it_replaces_and_by_how_much() -> None:
    (row,) = rows_of(opened(payroll_xlsx_of(payroll(signed("Ana Ruiz"))), values=True)["Forms"])
    assert (row["Replaces"], row["Difference"]) == (3, -14)
    assert (row["Turned in"], row["Turned in by"]) == (moment("2026-11-30 07:12"), "ben")
    assert (row["Approved"], row["Approved by"]) == (moment("2026-11-30 09:40"), "dee")
    assert "a call was counted twice" in row["Notes"]


def test_rows_of_payroll_can_be_chosen_and_sorted() -> None:
    book = opened(payroll_xlsx_of(payroll(form("Ana"), signed("Ana"), notes=("Cy has no form",))))
    for name in ("Forms", "Lines", "Calls"):
        sheet = book[name]
        assert sheet.auto_filter.ref == sheet.dimensions
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert book["Payroll"]["A2"].value == "2 forms, 1 not signed"
    assert book["Payroll"].cell(book["Payroll"].max_row, 1).value == "Cy has no form"


def test_payroll_of_nothing() -> None:
    book = opened(payroll_xlsx_of(payroll()))
    assert book["Lines"].max_row == 1
    assert book["Payroll"]["A2"].value == "0 forms, all signed"
