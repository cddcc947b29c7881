"""A company's own PDF form, filled and read again by another program: every text in its place, nothing left
to edit, and one sentence for whatever does not fit."""

import tomllib
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from oncall_cli.answers.payform import PayForm, Signature
from oncall_cli.documents.payform_fields import template_of
from oncall_cli.documents.payform_map import map_of
from oncall_cli.documents.payform_map_start import map_start
from oncall_cli.documents.payform_template import filled_all
from oncall_cli.documents.payform_values import Scope, faults_of, text_of
from oncall_cli.errors import BadValue, Refused
from tests.documents.pdf_forms import FormMaker
from tests.documents.test_payform import form, line

DEALER = Path(__file__).parents[2] / "examples" / "dealer-desk"
SIGNED = datetime(2026, 11, 30, 15, tzinfo=UTC)
LEFT, MIDDLE, RIGHT = (60, 700, 300, 720), (60, 600, 300, 620), (320, 700, 540, 720)


def made(maker: FormMaker, layout: str, tmp_path: Path, *forms: PayForm, **root: Any) -> bytes:
    """The form filled by a map of this text, for one form or several."""
    template = template_of(maker.made(**root), "claim.pdf")
    file = tmp_path / "map.toml"
    file.write_text(layout, encoding="utf-8")
    return filled_all(forms or [form("Ana Ruiz")], template, map_of(file, template))


def said(document: bytes, rect: tuple[float, ...], page: int = 0) -> str:
    """What another program reads inside a rectangle of a page."""
    with pypdfium2.PdfDocument(document) as opened:
        return " ".join(opened[page].get_textpage().get_text_bounded(*rect).split())


def all_said(document: bytes) -> list[str]:
    with pypdfium2.PdfDocument(document) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def dark(document: bytes, rect: tuple[int, int, int, int], height: int = 842) -> int:
    """How many points of a rectangle are black, as another program draws the first page."""
    with pypdfium2.PdfDocument(document) as opened:
        page = opened[0].render(scale=1).to_pil().convert("L")
    left, bottom, right, top = rect
    return sum(page.crop((left, height - top, right, height - bottom)).histogram()[:90])


@pytest.mark.parametrize(
    "name", ["Łukasz Żółć", "Nguyễn Thị Việt", "李小龍", "Ana Ruiz", "δοκιμή Њ", "a*b_c #x [y] $z$ =1+1 @w"]
)
def test_a_text_stands_in_its_field_whatever_its_alphabet(tmp_path: Path, name: str) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT)
    maker.field("Pay", RIGHT)
    document = made(maker, '[fields]\nName = "{name}"\nPay = "{total:money}"', tmp_path, form(name))
    assert said(document, LEFT) == name
    assert said(document, RIGHT) == "$320.00"


def test_arabic_letters_are_there(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT)
    document = made(maker, '[fields]\nName = "{name}"', tmp_path, form("محمد"))
    assert set(said(document, LEFT)) == set("محمد")


def test_a_character_without_a_glyph_is_named(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT)
    with pytest.raises(BadValue, match=r"Ana .*.*U\+F0000"):
        made(maker, '[fields]\nName = "{name}"', tmp_path, form("Ana \U000f0000"))


def test_nothing_is_left_to_edit_or_to_run_and_links_stay(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT, V=TextStringObject("old value"))
    maker.field("Push", RIGHT, kind="Btn", Ff=NumberObject(1 << 16))
    link = {"/Type": "/Annot", "/Subtype": "/Link"}
    noted = DictionaryObject({NameObject(key): NameObject(value) for key, value in link.items()})
    noted[NameObject("/Rect")] = ArrayObject([FloatObject(side) for side in MIDDLE])
    maker.writer.pages[0]["/Annots"].append(maker.writer._add_object(noted))
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    )
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), script])})
    root = maker.writer.root_object
    root[NameObject("/OpenAction")] = script
    root[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})
    document = made(maker, '[fields]\nName = "{name}"', tmp_path)
    reader = PdfReader(BytesIO(document))
    assert "/AcroForm" not in reader.root_object
    assert [note.get_object()["/Subtype"] for note in reader.pages[0]["/Annots"]] == ["/Link"]
    whole = str([reader.get_object(number) for number in range(1, len(reader.xref[0]))])
    assert "old value" not in whole
    assert "/Widget" not in whole
    assert "/JavaScript" not in whole


def test_what_the_map_leaves_out_stays_as_the_form_shows_it(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT)
    shown = DictionaryObject({NameObject("/N"): maker.picture(b"BT /F1 4 Tf 0 3 Td (kept) Tj ET")})
    maker.field("Picture", RIGHT, AP=shown)
    maker.field("Value", MIDDLE, V=TextStringObject("Büro Łódź"))
    maker.field("Hidden", (60, 500, 300, 520), V=TextStringObject("unseen"), F=NumberObject(2))
    document = made(maker, '[fields]\nName = "{name}"', tmp_path)
    assert (said(document, RIGHT), said(document, MIDDLE)) == ("kept", "Büro Łódź")
    assert "unseen" not in all_said(document)[0]
    assert "Printed page 1" in all_said(document)[0]


def test_a_field_without_a_value_is_emptied(tmp_path: Path) -> None:
    maker = FormMaker()
    shown = DictionaryObject({NameObject("/N"): maker.picture(b"BT /F1 4 Tf 0 3 Td (fill in) Tj ET")})
    maker.field("Number", LEFT, AP=shown)
    maker.field("Manager", RIGHT, V=TextStringObject("sign here"))
    layout = '[fields]\nNumber = "{payroll}"\nManager = "{approved.name}"'
    document = made(maker, layout, tmp_path, form("Ana", payroll=None))
    assert (said(document, LEFT), said(document, RIGHT)) == ("", "")


def test_boxes_and_choices_are_ticked_as_the_form_draws_it(tmp_path: Path) -> None:
    boxes = {name: (60 + 40 * place, 500, 80 + 40 * place, 520) for place, name in enumerate("abcdef")}
    maker = FormMaker()
    for name, rect in boxes.items():
        if name in "ab":
            maker.box(name, rect)
    maker.field("c", boxes["c"], kind="Btn")
    maker.field("d", boxes["d"], kind="Btn")
    group = DictionaryObject(
        {NameObject("/FT"): NameObject("/Btn"), NameObject("/T"): TextStringObject("kind")}
    )
    group[NameObject("/Ff")] = NumberObject(1 << 15)
    parent = maker.writer._add_object(group)
    for name, choice in (("e", "one"), ("f", "two")):
        button = maker.box(name, boxes[name], choice, Parent=parent)
        del button["/T"]
        del button["/FT"]
    layout = """
    fields = { kind = "two" }
    [checks]
    a = { when = "{state}", is = "approved" }
    b = { when = "{state}", is = "submitted" }
    c = "{calls.worked}"
    d = "{totals.call_fee}"
    """
    document = made(maker, layout, tmp_path, form("Ana", state="approved"))
    points = {name: dark(document, rect) for name, rect in boxes.items()}
    ticked = [name for name in "abef" if points[name] > min(points[one] for one in "abef") + 10]
    assert ticked == ["a", "f"]
    assert points["c"] > 10
    assert points["d"] == 0


def test_a_turned_page_with_another_corner_and_a_margin_cut_off(tmp_path: Path) -> None:
    sides = {"MediaBox": (-50, 100, 350, 700), "CropBox": (0, 150, 300, 650)}
    page = {key: ArrayObject([FloatObject(one) for one in box]) for key, box in sides.items()}
    maker = FormMaker(**page, Rotate=NumberObject(90))
    look = DictionaryObject({NameObject("/R"): NumberObject(90)})
    maker.field("Up", (20, 200, 40, 400), MK=look)
    maker.field("Along", (60, 200, 260, 220))
    document = made(maker, '[fields]\nUp = "{name}"\nAlong = "{total}"', tmp_path)
    assert said(document, (20, 200, 40, 400)) == "Ana Ruiz"
    assert said(document, (60, 200, 260, 220)) == "320.00"


def test_lines_combs_sides_and_fields_on_several_pages(tmp_path: Path) -> None:
    maker = FormMaker(pages=2)
    maker.field("Notes", (60, 500, 200, 560), Ff=NumberObject(1 << 12))
    maker.field("Comb", (60, 400, 260, 420), Ff=NumberObject(1 << 24), MaxLen=NumberObject(10))
    maker.field("Right", (60, 300, 460, 320), Q=NumberObject(2))
    maker.field("Both", LEFT)
    maker.field("Both", LEFT, page=1)
    layout = """
    [fields]
    Notes = "{lines.1.why}\\n{lines.2.why}"
    Comb = "{payroll}"
    Right = "x{total}"
    Both = "b"
    """
    document = made(maker, layout, tmp_path, form("Ana", payroll="1234", state="submitted"))
    assert "300.00" in said(document, (60, 500, 200, 560))
    assert said(document, (60, 400, 140, 420)).replace(" ", "") == "1234"
    assert said(document, (60, 300, 260, 320)) == ""
    assert said(document, (400, 300, 460, 320)) == "x320.00"
    assert [said(document, LEFT, page) for page in (0, 1)] == ["b", "b"]


def test_a_long_text_shrinks_and_one_that_cannot_is_refused_by_its_field(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.field("Name", (60, 700, 130, 715))
    maker.field("Number", RIGHT, Ff=NumberObject(1 << 24), MaxLen=NumberObject(3))
    layout = '[fields]\nName = "{name}"\nNumber = "{payroll}"'
    document = made(maker, layout, tmp_path, form("Maximiliana Ruiz", payroll="123"))
    assert said(document, (60, 700, 130, 715)) == "Maximiliana Ruiz"
    with pytest.raises(Refused, match="2 texts do not fit into fields of") as error:
        made(maker, layout, tmp_path, form("Maximiliana Ruiz " * 4, payroll="1234"))
    assert [detail.partition(":")[0] for detail in error.value.details] == ["Name", "Number"]
    assert error.value.details[1] == "Number: '1234', which has 3 places"


ROWS = '[[rows]]\nof = "calls"\nrows = 2\n{more}\n[rows.fields]\n"Ticket{{n}}" = "{{n}}: {{ticket}}"\n'


def with_calls(count: int) -> PayForm:
    one = form("Ana")
    return one.model_copy(
        update={"calls": tuple(one.calls[0].model_copy(update={"ticket": 70 + n}) for n in range(count))}
    )


def rows_maker() -> FormMaker:
    maker = FormMaker()
    maker.field("Ticket1", LEFT)
    maker.field("Ticket2", MIDDLE)
    maker.field("Sheet", RIGHT)
    return maker


def test_rows_go_on_in_another_copy_where_the_map_says_so(tmp_path: Path) -> None:
    layout = '[fields]\nSheet = "{sheet} of {sheets}"\n' + ROWS.format(more='overflow = "sheet"')
    document = made(rows_maker(), layout, tmp_path, with_calls(3), with_calls(1), with_calls(0))
    shown = [[said(document, rect, page) for rect in (LEFT, MIDDLE, RIGHT)] for page in range(4)]
    assert shown == [
        ["1: 70", "2: 71", "1 of 2"],
        ["3: 72", "", "2 of 2"],
        ["1: 70", "", "1 of 1"],
        ["", "", "1 of 1"],
    ]


def test_what_is_paid_and_who_signed_stand_on_the_last_sheet_alone() -> None:
    template = template_of((DEALER / "claim-form.pdf").read_bytes(), "claim-form.pdf")
    layout = map_of(DEALER / "payform-map.toml", template)
    signed = with_calls(25).model_copy(
        update={
            "state": "approved",
            "submitted": Signature(person="ana", name="Ana Ruiz", moment=SIGNED, by=None),
            "approved": Signature(person="dee", name="Dee Park", moment=SIGNED, by=None),
        }
    )
    pages = all_said(filled_all([signed, with_calls(1)], template, layout))
    payable = ("$300.00", "$320.00", "Ana Ruiz 2026", "Dee Park 2026")
    shown = [[text in page for text in payable] for page in pages]
    assert shown == [[False] * 4, [False] * 4, [True] * 4, [True, True, False, False]]
    assert [f"{sheet} of 3" in page for sheet, page in enumerate(pages[:3], 1)] == [True] * 3
    assert all("2026" in page and "Ana" in page for page in pages)


def test_a_field_of_the_last_sheet_is_empty_before_it_and_known_to_the_map(tmp_path: Path) -> None:
    maker = rows_maker()
    maker.field("Total", (60, 500, 300, 520), V=TextStringObject("999.00"))
    layout = '[last]\nTotal = "{total}"\n' + ROWS.format(more='overflow = "sheet"')
    signed = with_calls(3).model_copy(update={"state": "submitted"})
    document = made(maker, layout, tmp_path, signed)
    assert [said(document, (60, 500, 300, 520), page) for page in (0, 1)] == ["", "320.00"]
    wrong = '[fields]\nSheet = "x"\n[last]\nSheet = "{totl}"\nTotl = "x"'
    with pytest.raises(BadValue) as error:
        made(maker, wrong, tmp_path)
    assert error.value.details == (
        "Sheet: a pay form has no value 'totl' (did you mean total?)",
        "claim.pdf has no field 'Totl' (did you mean 'Total'?)",
        "'Sheet' is filled twice",
    )


def test_a_map_to_start_from_guesses_what_a_claim_form_asks_for() -> None:
    template = template_of((DEALER / "claim-form.pdf").read_bytes(), "claim-form.pdf")
    start = tomllib.loads(map_start(template))
    assert start["fields"]["Sheet"] == "{sheet} of {sheets}"
    assert start["last"] == {
        "Standby": "{totals.standby:money}",
        "Holidays": "{totals.holiday_addon:money}",
        "Call-outs": "{totals.call_out:money}",
        "Total": "{total:money}",
        "Employee signature": "{submitted.name}",
        "Manager signature": "{approved.name}",
    }


@pytest.mark.parametrize(
    "layout",
    [ROWS.format(more=""), '[fields]\nTicket1 = "{calls.2.ticket}{calls.1.ticket}"'],
    ids=["rows", "places"],
)
def test_a_call_without_room_is_never_left_out(tmp_path: Path, layout: str) -> None:
    made(rows_maker(), layout, tmp_path, with_calls(2))
    with pytest.raises(Refused, match="has 5 calls, and the map has room for 2: 3 would be left out"):
        made(rows_maker(), layout, tmp_path, with_calls(5))


def test_lines_of_some_kinds_have_rows_of_their_own(tmp_path: Path) -> None:
    layout = (
        '[[rows]]\nof = "lines"\nkinds = ["standby"]\nrows = 1\nfields = { "Ticket{n}" = "{label}" }\n'
        '[[rows]]\nof = "lines"\nkinds = ["call_out"]\nrows = 1\nfirst = 2\n'
        'fields = { "Ticket{n}" = "{why}" }\n'
    )
    document = made(rows_maker(), layout, tmp_path)
    assert (said(document, LEFT), said(document, MIDDLE)) == ("Standby, whole week", line().why)


def test_everything_wrong_with_a_map_is_named_at_once(tmp_path: Path) -> None:
    maker = rows_maker()
    maker.box("Signed", (10, 10, 20, 20))
    layout = """
    [fields]
    Tickett1 = "{nmae}"
    Sheet = "{period.form:%d} {total:mony} {name!r}"
    Signed = "{state"
    [checks]
    Ticket2 = "{calls.1.worker}"
    [[rows]]
    of = "calls"
    rows = 2
    fields = { "Ticket{n}" = "{caler} {due:%Q}" }
    """
    with pytest.raises(BadValue) as error:
        made(maker, layout, tmp_path)
    assert error.value.details == (
        "Tickett1: a pay form has no value 'nmae' (did you mean name?)",
        "Sheet: '{period.form:%d} {total:mony} {name!r}': a value is written {name} or {name:format};"
        " a brace that is meant is written twice",
        "Signed: '{state': expected '}' before end of string; a brace that is meant is written twice",
        "Ticket2: a pay form has no value 'calls.1.worker' (did you mean calls.1.worked?)",
        "Ticket{n}: a pay form has no value 'caler' (did you mean caller?)",
        "Ticket{n}: 'due:%Q': a date is written like %Y-%m-%d, %d.%m.%y or %a %-d %b %H:%M",
        "claim.pdf has no field 'Tickett1' (did you mean 'Ticket1'?)",
        "'Signed' is a box to tick: it belongs under [checks]",
        "'Ticket2' is no box to tick: it belongs under [fields]",
        "'Ticket2' is filled twice",
    )


@pytest.mark.parametrize(
    ("layout", "fault"),
    [
        ("fields = 5", "fields: expected a table"),
        ("[fields]\nSheet = 5", "fields.Sheet: expected text"),
        ("[checks]\nSheet = 5", "checks.Sheet: expected text"),
        ('[checks]\nSheet = { wen = "x" }', "checks.Sheet.wen is not a key of a map (did you mean when?)"),
        ('[field]\nSheet = "x"', "field is not a key of a map (did you mean fields?)"),
        ('[[rows]]\nof = "call"\nrows = 1\nfields = {}', "rows.1.of: expected 'calls', 'lines' or 'weeks'"),
        ('[[rows]]\nof = "calls"\nrows = 1\nfields = { Sheet = "x" }', "expected {n}"),
        ('[[rows]]\nof = "calls"\nrows = 999999999\nfields = {}', "rows.1.rows: expected"),
        ("", "it fills no field"),
        ("fields = {", "is not TOML"),
    ],
)
def test_a_map_that_is_none_is_told_by_its_key(tmp_path: Path, layout: str, fault: str) -> None:
    with pytest.raises(BadValue) as error:
        made(rows_maker(), layout, tmp_path)
    assert fault in "\n".join([error.value.message, *error.value.details])


def test_a_choice_that_is_none_names_those_there_are(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.box("Kind", LEFT, "one", Ff=NumberObject(1 << 15))
    with pytest.raises(BadValue, match="'Kind' can be one, not 'draft'"):
        made(maker, '[fields]\nKind = "{state}"', tmp_path)


@pytest.mark.parametrize(("state", "drafts"), [("draft", 2), ("submitted", 0), ("approved", 0)])
def test_a_draft_says_so_on_every_page(tmp_path: Path, state: str, drafts: int) -> None:
    maker = FormMaker(pages=2)
    maker.field("Name", LEFT)
    document = made(maker, '[fields]\nName = "{name}"', tmp_path, form("Ana", state=state))
    assert sum("DRAFT" in text for text in all_said(document)) == drafts


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    maker = rows_maker()
    layout = '[fields]\nSheet = "{name} 李"\n' + ROWS.format(more="")
    assert made(maker, layout, tmp_path, with_calls(2)) == made(maker, layout, tmp_path, with_calls(2))


def plain_pdf() -> bytes:
    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = BytesIO()
    writer = PdfWriter(clone_from=BytesIO(rows_maker().made()))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a PDF"),
        (b"[fields]\n", "is not a PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "is damaged"),
        (plain_pdf(), "has no fields to fill"),
        (locked_pdf(), "is locked: it is encrypted"),
        (FormMaker().made(XFA=TextStringObject("x")), "is an XFA form"),
        (FormMaker(pages=51).made(), "has 51 pages; a form has 50 at most"),
    ],
    ids=["empty", "text", "noise", "no fields", "locked", "XFA", "pages"],
)
def test_a_form_that_cannot_be_filled_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(BadValue) as error:
        template_of(content, "claim.pdf")
    assert error.value.message.startswith("claim.pdf ")
    assert sentence in error.value.message


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=40))
def test_a_form_with_any_bytes_changed_is_read_or_fails_in_a_sentence(place: int, junk: bytes) -> None:
    content = _SMALL
    at = place % len(content)
    broken = content[:at] + junk + content[at + len(junk) :]
    with suppress(BadValue):
        assert template_of(broken, "claim.pdf").fields


_SMALL = rows_maker().made(NeedAppearances=BooleanObject(True))


@given(st.text())
def test_a_text_without_values_is_written_as_it_is(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert faults_of(escaped) == []
    assert text_of(escaped, Scope(form("Ana"))) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{period.from:%d.%m.%Y} / {period.to:%-d %b %y}", "23.11.2026 / 30 Nov 26"),
        ("{due} {due:%H:%M}", "2026-11-30 07:30 07:30"),
        ("{total} {total:money} {total:number}", "320.00 $320.00 320.00"),
        ("{calls} {calls.worked} {calls.paid:hours} {calls.paid:h:mm}", "1 14 0.50 0:30"),
        ("{totals.call_out} {totals.guarantee} {lines} {missing}", "20.00 0.00 2 1"),
        ("{calls.1.others} {calls.1.start:%H:%M} {calls.9.date}.", "cy 02:00 ."),
        ("{approved.name}{submitted.moment:%d}{payroll}", ""),
        ("{form} {weeks.1.holidays}", " Ana"),
    ],
)
def test_what_values_look_like(text: str, shown: str) -> None:
    assert faults_of(text) == []
    assert text_of(text, Scope(form("Ana", payroll=None))) == shown


def test_a_map_to_start_from_is_one_that_fits_the_form(tmp_path: Path) -> None:
    maker = rows_maker()
    maker.field('Employee "name" \\ é', (60, 300, 300, 320))
    maker.box("Signed", (10, 10, 20, 20))
    for number in range(4, 9):
        maker.field(f"Date {number} of call", (60, 20 * number, 300, 20 * number + 18))
    template = template_of(maker.made(), "claim.pdf")
    file = tmp_path / "map.toml"
    file.write_text(map_start(template), encoding="utf-8")
    assert {key: value for key, value in tomllib.loads(file.read_text("utf-8")).items() if value} == {
        "fields": {"Sheet": "{sheet} of {sheets}", 'Employee "name" \\ é': "{name}"},
        "rows": [{"of": "calls", "rows": 5, "first": 4, "fields": {"Date {n} of call": "{date}"}}],
    }
    assert filled_all([form("Ana")], template, map_of(file, template))
