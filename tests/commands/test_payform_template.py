"""A company's own form through the program: its fields, a map to start from, and the form filled."""

import tomllib
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.commands.test_payform import desk
from tests.documents.pdf_forms import FormMaker

__all__ = ["desk"]

DEALER = Path(__file__).parents[2] / "examples" / "dealer-desk"
CLAIM, MAP = DEALER / "claim-form.pdf", DEALER / "payform-map.toml"
BEN = ("payform", "export", "--person", "ben", "--week", "2026-11-23")


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    """A small form of one field."""
    maker = FormMaker()
    maker.field("Employees", (60, 700, 300, 720))
    path = tmp_path / "claim.pdf"
    path.write_bytes(maker.made())
    return path


def words(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path.read_bytes()) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def test_the_sample_desk_s_form_is_filled_for_a_week(desk: Any, tmp_path: Path) -> None:
    out = tmp_path / "claim.pdf"
    told = desk(*BEN, "--template", CLAIM, "--map", MAP, "--out", out)
    assert told.out.startswith(f"Wrote the pay form of ben, 2026-11-23 to 2026-11-30, to {out}.")
    [page] = words(out)
    for text in (
        "Ben Okafor",
        "Dealer desk, after hours",
        "$300.00",
        "$25.00",
        "$35.00",
        "$360.00",
        "1 of 1",
    ):
        assert text in page
    for text in ("Tue 24 Nov", "Cara", "22:10", "22:24", "Sun 29 Nov", "Dan", "$20.00", "DRAFT"):
        assert text in page


def test_a_signed_form_names_who_signed_and_never_changes(desk: Any, tmp_path: Path) -> None:
    desk("payform", "submit", "--person", "cy", "--week", "2026-11-30", "--as", "cy")
    desk("payform", "approve", "1", "--as", "dee")
    cy = ("payform", "export", "--form", "1", "--template", CLAIM, "--map", MAP, "--out")
    desk(*cy, tmp_path / "one.pdf")
    desk.at("2027-02-01T09:00:00-06:00")(*cy, tmp_path / "two.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    [page] = words(tmp_path / "one.pdf")
    assert "Cy Young 2026-12-18 09:00" in page
    assert "Dee Park 2026-12-18 09:00" in page
    assert "DRAFT" not in page


def test_everybody_s_forms_are_one_file(desk: Any, tmp_path: Path) -> None:
    out = tmp_path / "all.pdf"
    month = ("--all", "--period", "2026-11-01/2026-11-30", "--by", "period")
    answer = desk("payform", "export", *month, "--template", CLAIM, "--map", MAP, "--out", out, "--json").json
    pages = words(out)
    assert len(pages) == len(answer["forms"]) == 3
    for page, form in zip(pages, answer["forms"], strict=True):
        assert form["name"] in page
        assert f"${form['total']}" in page


def test_fields_are_listed_and_a_map_to_start_from_is_written(cli: Any, tmp_path: Path) -> None:
    told = cli("payform", "fields", CLAIM).out
    assert max(map(len, told.splitlines())) <= 80
    assert told.splitlines()[-1] == "With --out MAP.toml, a map to start from is written."
    assert ["Approved", "box", "to", "tick", "1"] in [row.split() for row in told.splitlines()]
    answer = cli("payform", "fields", CLAIM, "--json").json
    assert answer["fields"][0] == {"name": "Employee", "kind": "text", "pages": [1], "choices": []}
    start = tmp_path / "start.toml"
    assert cli("payform", "fields", CLAIM, "--out", start).out.startswith("Wrote a map for ")
    assert start.read_text("utf-8") == answer["map"]
    assert tomllib.loads(answer["map"])["last"]["Total"] == "{total:money}"
    assert not cli.path.exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--template", CLAIM), 2, "--template needs a map"),
        (("--map", MAP), 2, "--map says what goes into a form, and there is none"),
        (("--template", CLAIM, "--map", MAP, "--format", "xlsx"), 2, "is filled as a PDF, not as xlsx"),
        (("--template", CLAIM, "--map", MAP, "--out", "claim.html"), 2, "is filled as a PDF, not as html"),
        (
            ("--template", CLAIM, "--map", MAP, "--format", "pdf", "--out", "claim.xlsx"),
            2,
            "is filled as a PDF, not as xlsx",
        ),
        (("--template", MAP, "--map", MAP), 2, "payform-map.toml is not a PDF"),
        (("--template", CLAIM, "--map", CLAIM), 2, "claim-form.pdf is not UTF-8 text"),
        (("--template", "nowhere.pdf", "--map", MAP), 3, "there is no form file at nowhere.pdf"),
        (("--template", CLAIM, "--map", "nowhere.toml"), 3, "there is no map file at nowhere.toml"),
    ],
)
def test_options_that_do_not_go_together_are_one_sentence(
    desk: Any, options: tuple[object, ...], code: int, said: str
) -> None:
    err = desk(*BEN, *options, code=code).err
    assert said in err.splitlines()[0]


def test_a_map_for_another_form_names_every_field_it_lacks(desk: Any, tmp_path: Path, claim: Path) -> None:
    err = desk(*BEN, "--template", claim, "--map", MAP, "--out", tmp_path / "x.pdf", code=2).err
    assert "claim.pdf has no field 'Employee' (did you mean 'Employees'?)" in err
    assert "claim.pdf has none of the fields 'Amount 1' to 'Amount 10'" in err
    assert not (tmp_path / "x.pdf").exists()


def test_a_form_that_is_too_large_is_not_read(cli: Any, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    assert "large.pdf is larger than a form can be (20 MB)" in cli("payform", "fields", large, code=2).err


def test_without_the_extra_it_says_what_to_install(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oncall_cli.documents.typst_page.find_spec", lambda _: None)
    err = cli("payform", "fields", CLAIM, code=2).err
    assert "not installed" in err.splitlines()[0]
    assert err.splitlines()[1] == "hint: pip install 'oncall-cli[pdf]'"
