"""Pages by typst: text is only ever text, the same each time, drawn whole or named."""

import io
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pypdfium2
import pytest

from oncall_cli.documents import typst_page
from oncall_cli.documents.typst_page import check_glyphs, families, need_pdf, typeset
from oncall_cli.errors import BadValue

LIST = "#for text in d.texts [#text \\\n]"
DRAWN = (
    *(
        "Łukasz",
        "Nguyễn Việt",
        "李小龍",
        "محمد بن سلمان",
        "שלום",
        "สวัสดี",
        "हिन्दी",
        "한국어",
        "かな",
        "বাংলা",
        "ไทย",
    ),
    *(
        "Ελληνικά",
        "Русский",
        "ქართული",
        "ትግርኛ",
        "ខ្មែរ",
        "ശ്രീ",
        "e\u0301 q\u0303\u0323",
        "½ € ₹ ☎ ✓ → “”",
        "👩🏽‍🚀 🇩🇪",
    ),
)
MARKUP = (
    *(
        "#let x = 1",
        '#read("/etc/passwd")',
        "$ x^2 $",
        "*bold* _it_",
        "@ref <label>",
        "\\ \\u{41}",
        "= head",
        "- a",
    ),
    *("`raw` // no /* no */", "\"q\" 'q' -- ..."),
)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as opened:
        return "".join(page.get_textpage().get_text_range() for page in opened)


def test_names_of_every_script_are_drawn_tagged_or_not() -> None:
    check_glyphs(DRAWN)
    for tagged in (True, False):
        read = text_of(typeset(LIST, {"texts": DRAWN}, tagged=tagged))
        for name in ("Łukasz", "Nguyễn Việt", "李小龍", "שלום"[::-1], "한국어", "Ελληνικά", "½ € ₹ ☎ ✓ → “”"):
            assert name in read or name[::-1] in read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ana \ue000", "'Ana \\ue000' has a character that no font here can draw: U+E000"),
        ("\U00013000", "'𓀀' has a character that no font here can draw: U+13000 (egyptian hieroglyph a001)"),
        ("ꓤ\u202e", "'ꓤ\\u202e' has a character that no font here can draw: U+A4E4 (lisu letter za)"),
        ("o\U000101fd", "'o\U000101fd' has a character that no font here can draw: "
         "U+101FD (phaistos disc sign combining oblique stroke)"),
    ],
    ids=["private", "hieroglyph", "steered", "mark"],
)  # fmt: skip
def test_what_no_font_draws_is_named_and_never_a_box(text: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        check_glyphs(["Ana Ruiz", "李小龍", text])
    assert (refused.value.message, refused.value.hint) == (said, "write it otherwise, or export html")
    with pytest.raises(BadValue, match="no font here can draw"):
        typeset("#d.text", {"text": text})


def test_of_a_long_text_the_place_is_shown() -> None:
    with pytest.raises(BadValue) as refused:
        check_glyphs(["a" * 5000 + " here \ue000 " + "b" * 5000])
    assert "a here \\ue000 b" in refused.value.message
    assert len(refused.value.message) < 140


def test_what_is_not_seen_needs_no_glyph() -> None:
    check_glyphs(["a\nb\tc", "\u200d\u200e\u2066\ufe0f\U000e0101\u034f", "\u3000\u2009", ""])


def test_markup_in_a_text_is_text() -> None:
    read = text_of(typeset(LIST, {"texts": MARKUP}))
    assert [text.rstrip() for text in read.splitlines()] == list(MARKUP)


def test_a_page_is_the_same_in_another_process() -> None:
    code = (
        "import sys; from oncall_cli.documents.typst_page import typeset;"
        f"sys.stdout.buffer.write(typeset({LIST!r}, {{'texts': {DRAWN!r}, 'title': 'T'}}))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert other == typeset(LIST, {"texts": DRAWN, "title": "T"})
    assert other != typeset(LIST, {"texts": DRAWN, "title": "U"})


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../../../etc/passwd")', "#nothing"])
def test_a_source_reads_no_file_and_its_faults_are_ours(source: str) -> None:
    with pytest.raises(RuntimeError, match=r"not found|escape|unknown variable"):
        typeset(source, {})


def test_han_is_drawn_as_the_place_writes_it() -> None:
    assert families("ja_JP")[:2] == ["Noto Sans", "Noto Sans CJK JP"]
    assert families("zh_TW")[1] == "Noto Sans CJK TC"
    assert families("en")[1] == "Noto Sans CJK SC"
    assert sorted(families("ko")) == sorted(families("en"))
    assert typeset("#d.text", {"text": "直骨"}, locale="ja") != typeset("#d.text", {"text": "直骨"})


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(name: str) -> Any:
        return None if name in ("typst", "manimgx_fonts_cjk") else find_spec(name)

    need_pdf()
    monkeypatch.setattr(typst_page, "find_spec", found)
    for tried in (need_pdf, lambda: check_glyphs(["a"]), lambda: typeset("", {})):
        with pytest.raises(BadValue) as refused:
            tried()
        assert refused.value.message == "PDF needs typst, manimgx_fonts_cjk: not installed"
        assert refused.value.hint == "pip install 'oncall-cli[pdf]'"
