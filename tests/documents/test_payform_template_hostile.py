"""Forms and maps of ill will, or of odd programs: nothing of theirs runs, stalls or goes unseen."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from oncall_cli.documents.payform_fields import template_of
from oncall_cli.documents.payform_map import map_of
from oncall_cli.errors import BadValue
from tests.documents.pdf_forms import FormMaker
from tests.documents.test_payform_template import LEFT, MIDDLE, RIGHT, dark, made, said, with_calls

NAME = '[fields]\nName = "{name}"'


def dictionary(**keys: Any) -> DictionaryObject:
    """A PDF's dictionary; a word that begins with a stroke is a name."""
    return DictionaryObject(
        {
            NameObject(f"/{key}"): value
            if not isinstance(value, str)
            else NameObject(value)
            if value.startswith("/")
            else TextStringObject(value)
            for key, value in keys.items()
        }
    )


def box(*sides: float) -> ArrayObject:
    return ArrayObject([FloatObject(side) for side in sides])


@pytest.mark.parametrize(
    "look",
    [
        "/Helv 1.2.3 Tf 0 g",
        "/Helv . Tf 0 g",
        "/Helv 10 Tf 1.2.3 g",
        "/Helv 10 Tf . . . rg",
        "Tf",
        "/Helv Tf g",
    ],
)
def test_numbers_that_are_none_count_as_left_out(tmp_path: Path, look: str) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT, DA=TextStringObject(look))
    document = made(maker, NAME, tmp_path)
    assert said(document, LEFT) == "Ana Ruiz"
    assert dark(document, LEFT) > 10


@pytest.mark.parametrize(
    ("look", "is_dark"),
    [("1 g /Helv 10 Tf", False), ("0 g/Helv 10 Tf 1 1 0 rg", False), ("/Helv 10 Tf 0 0 0 1 k", True)],
)
def test_the_colour_is_the_one_that_is_set_last(tmp_path: Path, look: str, is_dark: bool) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT, DA=TextStringObject(look))
    document = made(maker, NAME, tmp_path)
    assert said(document, LEFT) == "Ana Ruiz"
    assert (dark(document, LEFT) > 10) is is_dark


def noted(maker: FormMaker, kind: str = "/Link", **keys: Any) -> None:
    """Something that stands on the first page."""
    note = dictionary(Type="/Annot", Subtype=kind, Rect=box(*MIDDLE), **keys)
    maker.writer.pages[0]["/Annots"].append(maker.writer._add_object(note))


def whole(document: bytes) -> str:
    reader = PdfReader(BytesIO(document))
    return str([reader.get_object(number) for number in range(1, len(reader.xref[0]))])


SCRIPT = dictionary(S="/JavaScript", JS="evil")
ACTIONS = [
    SCRIPT,
    dictionary(S="/Launch", F="evil"),
    dictionary(S="/SubmitForm", F="evil"),
    dictionary(S="/URI", URI="javascript:evil"),
    dictionary(S="/GoToR", F="evil", D="there"),
    dictionary(S="evil"),
]


@pytest.mark.parametrize("sheets", [1, 2])
def test_of_links_those_to_a_place_or_an_address_stay_and_nothing_runs(tmp_path: Path, sheets: int) -> None:
    maker = FormMaker()
    maker.field("Ticket1", LEFT)
    noted(maker, Contents="kept mark", AA=dictionary(E=SCRIPT), PA=ACTIONS[1])
    noted(maker, "/Stamp", Contents="kept stamp", A=SCRIPT)
    noted(maker, A=dictionary(S="/URI", URI="https://desk.example", Next=SCRIPT))
    noted(maker, A=dictionary(S="/GoTo", D="there", Next=SCRIPT))
    for kind in ("/Screen", "/FileAttachment", "/RichMedia", "/Movie"):
        noted(maker, kind, Contents="evil")
    for action in ACTIONS:
        noted(maker, A=action)
    root = maker.writer.root_object
    root[NameObject("/OpenAction")] = dictionary(S="/GoTo", D="there", Next=SCRIPT)
    root[NameObject("/AA")] = dictionary(WC=SCRIPT)
    root[NameObject("/Outlines")] = dictionary(First=dictionary(Title="x", A=SCRIPT))
    tree = dictionary(Names=ArrayObject([TextStringObject("a"), SCRIPT]))
    root[NameObject("/Names")] = dictionary(
        JavaScript=tree, EmbeddedFiles=tree, Dests=dictionary(Names=box())
    )
    layout = '[[rows]]\nof = "calls"\nrows = 1\noverflow = "sheet"\nfields = { "Ticket{n}" = "x" }'
    document = made(maker, layout, tmp_path, with_calls(sheets))
    everything = whole(document)
    for word in ("evil", "/JavaScript", "/Launch", "/AA", "/Next", "/OpenAction"):
        assert word not in everything
    pages = PdfReader(BytesIO(document)).pages
    assert len(pages) == sheets
    for page in pages:
        notes = [note.get_object() for note in page["/Annots"]]
        assert [note.get("/Contents") for note in notes] == ["kept mark", "kept stamp", None, None]
        assert [note.get("/A") for note in notes[2:]] == [
            {"/S": "/URI", "/URI": "https://desk.example"},
            {"/S": "/GoTo", "/D": "there"},
        ]


def mapped(tmp_path: Path, maker: FormMaker, layout: str) -> BadValue:
    file = tmp_path / "map.toml"
    file.write_text(layout, encoding="utf-8")
    with pytest.raises(BadValue) as error:
        map_of(file, template_of(maker.made(), "claim.pdf"))
    return error.value


def rows(fields: int) -> str:
    named = "\n".join(f'"a{place}{{n}}" = "x"' for place in range(fields))
    return f'[[rows]]\nof = "calls"\nrows = 500\n[rows.fields]\n{named}'


def test_a_map_of_more_fields_than_a_form_can_have_is_one_sentence(tmp_path: Path) -> None:
    maker = FormMaker()
    maker.field("Name", LEFT)
    assert mapped(tmp_path, maker, rows(11)).message.endswith(
        "map.toml fills more than 5,000 fields, which no form has"
    )
    error = mapped(tmp_path, maker, rows(10))
    assert error.details[0] == "claim.pdf has none of the fields 'a01' to 'a0500'"


@pytest.mark.parametrize(
    "rect", [(60, 700, 60, 720), (60, 700, 300, 700), (-90, 700, -10, 720), (60, 60, 90, 90)]
)
@pytest.mark.parametrize("kind", ["text", "check"])
def test_a_mapped_field_that_nobody_would_see_is_named(
    tmp_path: Path, rect: tuple[float, ...], kind: str
) -> None:
    maker = FormMaker(CropBox=box(0, 100, 595, 9000))
    maker.field("Seen", RIGHT)
    if kind == "text":
        maker.field("Name", rect)
    else:
        maker.box("Name", rect)
    layout = NAME if kind == "text" else '[checks]\nName = "{name}"'
    with pytest.raises(BadValue, match=r"^claim\.pdf: 'Name' is out of sight"):
        made(maker, layout, tmp_path)
    assert made(maker, '[fields]\nSeen = "{name}"', tmp_path)


def test_one_place_that_is_seen_is_enough_and_a_view_beside_the_page_is_none(tmp_path: Path) -> None:
    maker = FormMaker(CropBox=box(900, 900, 901, 901))
    maker.field("Name", LEFT)
    maker.field("Name", (-90, 700, -10, 720))
    assert "Ana Ruiz" in said(made(maker, NAME, tmp_path), (-1000, -1000, 2000, 2000))
