"""Pay forms as PDF, read again by pypdfium2: the numbers of the JSON, any names, and the same each time."""

import io
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.answers.payform import PayForm, totals_of
from oncall_cli.documents import typst_page
from oncall_cli.documents.payform import document_of
from oncall_cli.documents.payform_pdf import paper_of, payroll_pdf_of, pdf_of
from oncall_cli.errors import BadValue
from tests.documents.forms import HOSTILE, form, line, payroll, signed


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def text_of(pdf: bytes) -> str:
    """What all pages say, with lines joined as a reader joins them."""
    return " ".join(" ".join(pages_of(pdf)).split())


def busy(many: int, **fields: Any) -> PayForm:
    """A form of that many calls, each of an amount of its own."""
    base = form("Nguyễn Việt", **fields)
    days = [date(2026, 11, 24) + timedelta(days=number % 6) for number in range(many)]
    amounts = [Decimal("1007.25") + 13 * number for number in range(many)]
    lines = base.lines[:1] + tuple(
        line(ticket=100 + number, date=day, amount=amount, why=f"why {number}")
        for number, (day, amount) in enumerate(zip(days, amounts, strict=True))
    )
    calls = tuple(
        base.calls[0].model_copy(
            update={"ticket": 100 + number, "date": day, "amount": amount, "worked": 14 + number}
            | {"summary": f"Der Server {number} antwortet nicht, und das seit Stunden " * 3}
        )
        for number, (day, amount) in enumerate(zip(days, amounts, strict=True))
    )
    total = sum((one.amount for one in lines), Decimal(0))
    return base.model_copy(
        update={"lines": lines, "calls": calls, "totals": totals_of(lines), "total": total}
    )


def amounts_in(text: str) -> Counter[Decimal]:
    """Every number with two decimals, as often as it stands there."""
    return Counter(Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.\d\d(?!\d)", text))


def test_every_amount_is_that_of_the_json() -> None:
    paid = busy(25, state="submitted", missing=(), notes=())
    answer = json.loads(document_of(paid, "json"))
    rows = [*answer["lines"], *answer["calls"], *answer["totals"]]
    said = Counter(Decimal(row["amount"]) for row in rows)
    said += Counter([Decimal(answer["total"])] * 2)
    said += Counter(Decimal(row["rate"]) for row in answer["lines"])
    said += Counter(Decimal(row["quantity"]) for row in answer["lines"] if "." in row["quantity"])
    said[Decimal("300.00")] += 1  # its own words say it: "at 300.00"
    assert amounts_in(text_of(pdf_of(paid))) == said


def test_everything_that_a_form_has_is_on_it() -> None:
    paper = text_of(pdf_of(signed("Łukasz Nowak", payroll="4711")))
    for said in (
        *("Pay form 8", "Łukasz Nowak (ana)", "Payroll number", "4711", "$320.00 (USD)"),
        "Approved, replaced by pay form 9",
        *("2026-11-23 to 2026-11-30", "America/Chicago", "policy 2 (Łukasz Nowak)", "Mon 2026-11-30 07:30"),
        *("Mon 2026-11-23 18:01 Mon 2026-11-30 06:59 Łukasz Nowak (ana)", "swap 3, was ben"),
        *("Standby, whole week", "the whole week of 2026-11-23, at 300.00", "1 week 300.00 300.00"),
        *("Call-out, Sunday", "14 min, minimum 30, Sunday ×2 at 20.00", "7 0.50 hour 40.00 20.00"),
        *("2026-11-29 02:00–02:14 7 (Łukasz Nowak) Łukasz Nowak", "Also worked: cy", "14 min 30 min 20.00"),
        *("Standby 300.00", "Call-outs 20.00", "Total $320.00", "Replaces pay form 3 of $334.00: -$14.00"),
        *("Łukasz Nowak (ana), 2026-11-30 07:12, by ben", "Dee Park (dee), 2026-11-30 09:40", "Page 1 of 1"),
    ):  # fmt: skip
        assert said in paper, said
    assert "DRAFT" not in paper
    assert "Missing" not in paper


def test_a_draft_says_so_across_every_page_and_what_is_missing() -> None:
    pages = pages_of(pdf_of(busy(25)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert Counter(re.findall("DRAFT|D R A F T", page))["DRAFT"] >= 2, page
        assert f"Page {number} of {len(pages)}" in page
    assert "Ticket 7: work order is not filed" in pages[0]
    submitted = pages_of(pdf_of(busy(25, state="submitted", missing=())))
    assert not any("DRAFT" in page for page in submitted)
    assert all("Turned in, not signed" in page for page in submitted)


def test_the_heads_of_tables_stand_on_every_page_that_a_table_reaches() -> None:
    pages = pages_of(pdf_of(busy(60, state="submitted")))
    assert all(re.search(r"Worked\s+Paid\s+Amount", page) for page in pages if "antwortet" in page)
    assert sum("antwortet" in page for page in pages) > 2


@pytest.mark.parametrize("text", [HOSTILE, '#eval("1") $x$ @a *b* \\ \u202e <l> // "q"', "Ω" * 300])
def test_what_people_wrote_is_text_and_stays_on_the_page(text: str) -> None:
    pdf = pdf_of(form(text))
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as opened:
        for page in opened:
            inside = page.get_textpage()
            width, height = page.get_size()
            for number in range(inside.count_chars()):
                left, bottom, right, top = inside.get_charbox(number)
                assert left >= 0
                assert right <= width
                assert bottom >= 0
                assert top <= height
    shown = text.replace("\n", " ").replace("\r", "\\r").replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    paper = "".join("".join(pages_of(pdf)).split()).replace("\ufffe", "")
    assert "".join(shown.split()) in paper


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cn", "Co"]), min_size=1, max_size=12))
@settings(max_examples=15)
def test_any_text_is_drawn_or_named(text: str) -> None:
    def said() -> str:
        try:
            return text_of(pdf_of(form(text)))
        except BadValue as refused:
            return refused.message

    assert re.search(r"Page 1 of 1|has a character that no font here can draw", said())


def test_the_same_form_is_the_same_bytes_in_any_process() -> None:
    code = (
        "import sys; from tests.documents.forms import signed;"
        "from oncall_cli.documents.payform_pdf import pdf_of;"
        "sys.stdout.buffer.write(pdf_of(signed('李小龍')))"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=root).stdout
    assert other == pdf_of(signed("李小龍"))
    assert other != pdf_of(signed("李小龍", form=6))


def test_title_and_author_say_whose_it_is_and_no_date() -> None:
    with pypdfium2.PdfDocument(io.BytesIO(pdf_of(signed("Ana Ruiz", team="Dealer desk")))) as opened:
        told = opened.get_metadata_dict(skip_empty=True)
    assert told["Title"] == "Pay form 8 of Ana Ruiz (ana), 2026-11-23 to 2026-11-30: approved"
    assert told["Author"] == "Dealer desk"
    assert not any("Date" in name for name in told)


@pytest.mark.parametrize(
    ("locale", "paper"),
    [
        *((locale, "us-letter") for locale in ("en", "en_US", "fr-CA", "es_MX")),
        *((locale, "a4") for locale in ("en_GB", "de", "zh_Hant_TW", "es")),
    ],
)
def test_the_paper_is_that_of_the_place(locale: str, paper: str) -> None:
    assert paper_of(locale) == paper
    with pypdfium2.PdfDocument(io.BytesIO(pdf_of(form(locale=locale)))) as opened:
        assert round(opened[0].get_width()) == {"us-letter": 612, "a4": 595}[paper]


def test_money_is_written_as_the_place_writes_it() -> None:
    assert "1.007,25" in text_of(pdf_of(busy(1, locale="de_DE")))


def test_payroll_has_its_sums_first_and_each_form_pages_of_its_own() -> None:
    forms = [signed("Ana Ruiz"), busy(25, person="viet", state="submitted"), signed("李小龍", person="li")]
    pages = pages_of(payroll_pdf_of(payroll(*forms, notes=("one form is not signed",))))
    numbers = [re.findall(r"Page (\d+) of (\d+)", page) for page in pages]
    long = len(pages) - 3
    assert numbers == [
        [("1", "1")], [("1", "1")], *([(str(one + 1), str(long))] for one in range(long)), [("1", "1")],
    ]  # fmt: skip
    assert long > 2
    first = " ".join(pages[0].split())
    assert "3 forms, 1 not signed" in first
    assert "one form is not signed" in first
    for own in forms:
        assert f"{own.name} ({own.person}) {own.payroll} 1 " in first
        assert f"${own.total:,.2f}" in first
    assert f"${sum(own.total for own in forms):,.2f} (USD)" in first


def test_payroll_with_a_draft_in_it_is_no_final_file() -> None:
    final = pages_of(payroll_pdf_of(payroll(signed("Ana Ruiz"), signed("Ben Okafor", person="ben"))))
    assert not any("DRAFT" in page for page in final)
    mixed = pages_of(payroll_pdf_of(payroll(signed("Ana Ruiz"), form("Ben Okafor", person="ben"))))
    assert ["DRAFT" in page for page in mixed] == [True, False, True]
    assert "None." in text_of(payroll_pdf_of(payroll()))


def test_a_name_that_no_font_draws_is_named() -> None:
    for tried in (lambda: pdf_of(form("Ana \ue000")), lambda: payroll_pdf_of(payroll(form("Ana \ue000")))):
        with pytest.raises(BadValue, match=r"no font here can draw: U\+E000") as refused:
            tried()
        assert refused.value.hint == "write it otherwise, or export html"


def test_without_the_extra_nothing_is_written(
    team: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("payform", "export", "--person", "ben", "--week", "2026-11-23", "--out", tmp_path / "form.pdf")
    monkeypatch.setattr(typst_page, "find_spec", lambda name: None if name == "typst" else find_spec(name))
    err = team(*asked, code=2).err
    assert err.splitlines()[0].endswith("PDF needs typst: not installed")
    assert "pip install 'oncall-cli[pdf]'" in err
    assert not (tmp_path / "form.pdf").exists()
