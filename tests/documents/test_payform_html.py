"""Pay forms as HTML, read by a parser of HTML: the figures of the form, and no text that becomes a tag."""

import json
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.text import visible
from oncall_cli.documents.answer_json import json_of
from oncall_cli.documents.payform import document_of, payroll_of
from oncall_cli.documents.payform_html import html_of, payroll_html_of
from tests.documents.forms import HOSTILE, form, line, payroll, signed

VOID = {"meta", "br", "hr", "img", "input", "link"}
ATTACK = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\" onload='x' {{ 7*7 }} <!--"


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, tables in rows, and the text of each element."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.styles: list[str] = []
        self._open: list[str] = []
        self.feed(document.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in VOID:
            return
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            self.styles.append(data)
            return
        for tag in set(self._open):
            self.texts[tag][-1] += data
        if "td" in self._open or "th" in self._open:
            self.tables[-1][-1][-1] += data

    def classes(self, tag: str) -> list[str]:
        return [attributes.get("class") or "" for name, attributes in self.tags if name == tag]


def amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.-]", "", text))


def column(table: list[list[str]], name: str) -> list[str]:
    place = table[0].index(name)
    return [row[place] for row in table[1:]]


def test_the_figures_are_those_of_the_json() -> None:
    big = line(amount="1234567.89", rate="1234567.89", quantity="1234.5", ticket=9)
    made = form("Ana Ruiz", lines=(*form().lines, big), total=Decimal("1234887.89"))
    said = json.loads(json_of(made))
    weeks, standby, work, calls, totals = Page(html_of(made)).tables
    lines = said["lines"]
    for name, key in (("Amount", "amount"), ("Rate", "rate"), ("Quantity", "quantity")):
        shown = [amount(cell) for cell in (*column(standby, name), *column(work, name))]
        assert shown == [Decimal(one[key]) for one in lines]
    assert column(work, "Amount") == ["20.00", "1,234,567.89"]
    assert column(work, "Why") == [one["why"] for one in lines[1:]]
    assert column(weeks, "Week") == ["2026-11-23"]
    assert [amount(cell) for cell in column(calls, "Amount")] == [Decimal(said["calls"][0]["amount"])]
    assert [amount(cell) for cell in column(calls, "Worked")] == [said["calls"][0]["worked"]]
    assert column(calls, "Also worked") == ["cy"]
    assert "Ticket" in work[0]
    assert not {"Ticket", "Note"} & {*standby[0], *calls[0][7:]}  # a column of nothing takes no room
    assert totals[-1] == ["Total", "$1,234,887.89"]
    assert [amount(row[1]) for row in totals[1:-1]] == [Decimal(one["amount"]) for one in said["totals"]]


@pytest.mark.parametrize("text", [HOSTILE, ATTACK], ids=["tables", "script"])
def test_no_text_becomes_a_tag(text: str) -> None:
    calm, wild = Page(html_of(form("Ana"))), Page(html_of(form(text)))
    assert wild.tags == calm.tags
    assert wild.styles == calm.styles
    assert [[len(row) for row in table] for table in wild.tables] == [
        [len(row) for row in table] for table in calm.tables
    ]
    assert column(wild.tables[3], "Caller") == [visible(text.replace("\n", " "))]
    assert visible(text.replace("\n", " ")) in wild.texts["title"][0]


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    page = Page(html_of(form(text, currency="EUR")))
    assert page.texts["h1"] == [f"Pay form: {visible(text.replace(chr(10), ' '))}"]


def test_it_needs_nothing_from_anywhere_else() -> None:
    document = html_of(form(ATTACK)).decode()
    page = Page(document.encode())
    assert {name for name, _ in page.tags} & {"script", "link", "img", "iframe", "object", "base"} == set()
    assert {key for _, attributes in page.tags for key in attributes} & {"src", "href", "style"} == set()
    (rules,) = page.styles
    assert re.findall(r"url\(\W?(.{5})", rules) == ["data:"]
    assert "@import" not in rules
    policy = [one["content"] for name, one in page.tags if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_a_reader_that_speaks_finds_its_way() -> None:
    page = Page(html_of(form("علي حسن")))
    assert ("html", {"lang": "en"}) in page.tags
    assert {one.get("scope") for name, one in page.tags if name == "th"} == {"col", "row"}
    assert ("bdi", {}) in page.tags
    assert {one.get("dir") for name, one in page.tags if name in ("dd", "span", "li")} == {"auto"}
    assert page.texts["title"] == ["Pay form of علي حسن (ana), 2026-11-23 to 2026-11-30: DRAFT"]


def test_draft_stands_across_what_is_not_final_and_nothing_else() -> None:
    draft, final = Page(html_of(form("Ana"))), Page(html_of(signed("Ana")))
    assert draft.classes("section") == ["page draft"]
    assert final.classes("section") == ["page"]
    (rule,) = re.findall(r"\.draft \{[^}]*DRAFT[^}]*\}", draft.styles[0])
    assert "background: url(" in rule
    assert "print-color-adjust: exact" in draft.styles[0]
    assert draft.texts["p"][0] == "DRAFT, not turned in"
    assert final.texts["p"][0] == "Approved, replaced by pay form 9"
    assert "DRAFT" not in "".join(final.texts["body"])


def test_both_places_to_sign_are_open_or_say_who_signed() -> None:
    both = Page(html_of(signed("Ana Ruiz"))).texts["p"]
    assert both[-4:] == [
        "Technician", "Ana Ruiz (ana), 2026-11-30 07:12, by ben",
        "Manager", "Dee Park (dee), 2026-11-30 09:40",
    ]  # fmt: skip
    nobody = Page(html_of(form("Ana Ruiz"))).texts["p"]
    assert nobody[-4:] == ["Technician", "Signature, date", "Manager", "Signature, date"]


def test_what_is_missing_and_what_became_of_it_are_listed() -> None:
    assert Page(html_of(form("note"))).texts["li"] == ["Ticket 7: work order is not filed", "note"]
    assert Page(html_of(signed("note"))).texts["li"] == [
        "Replaces pay form 3 of $334.00: -$14.00, because a call was counted twice",
        "Pay form 5 was sent back by Dee Park (dee), 2026-11-30 08:00: the call on Friday is missing",
        "note",
    ]


def test_a_form_of_nothing_says_so() -> None:
    empty = form("Ana", lines=(), totals=(), total=Decimal("0.00"), calls=(), weeks=(), missing=(), notes=())
    page = Page(html_of(empty))
    assert page.texts["p"][1:6] == ["None.", "None.", "None.", "None.", "Nothing."]
    assert page.tables == [[["USD", "Amount"], ["Total", "$0.00"]]]


def test_payroll_begins_with_what_everybody_gets() -> None:
    """Each form is then the same as alone, on a page of its own, and only drafts have DRAFT across."""
    alone, other = signed("Ana Ruiz"), form("Łukasz", person="luk", currency="EUR", locale="de_DE")
    page = Page(payroll_html_of(payroll(alone, other, notes=(ATTACK,))))
    assert page.tables[0] == [
        ["Member", "Payroll number", "Forms", "Not signed", "Total"],
        ["Ana Ruiz (ana)", "Ana Ruiz", "1", "0", "$320.00"],
        ["Łukasz (luk)", "Łukasz", "1", "1", "€320.00"],
    ]
    assert page.tables[1:] == [*Page(html_of(alone)).tables, *Page(html_of(other)).tables]
    assert page.tables[-1][-1] == ["Total", "320,00\u00a0€"]
    assert page.classes("section") == ["page", "page", "page draft"]
    assert re.search(r"@media print \{.*\.page \+ \.page \{[^}]*break-before: page", page.styles[0], re.S)
    assert page.texts["li"][0] == ATTACK
    assert page.texts["title"] == ["Pay forms of Dealer desk, 2026-11-01 to 2026-11-30"]


def test_the_same_form_gives_the_same_bytes() -> None:
    one, other = signed("Ana"), signed("Ana")
    assert document_of(one, "html") == document_of(other, "html") == html_of(one)
    assert payroll_of(payroll(one), "html") == payroll_of(payroll(other), "html")
