"""A page set by typst, from a source of ours and data that is only ever text.

The same source and data give the same bytes on every machine: no date, no file of the machine's, and only the
Noto fonts that the extra `[pdf]` installs. What none of them can draw is an error that names it, never a box.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from oncall_cli.core.text import visible
from oncall_cli.errors import BadValue

if TYPE_CHECKING:
    from typst import Fonts

PARTS = ("typst", "pypdf", "fontTools", "manimgx_fonts", "manimgx_fonts_cjk")
"""What the extra `[pdf]` installs."""

_PREAMBLE = """\
#let d = json(bytes(sys.inputs.data))
#set document(title: d.at("title", default: "oncall"), date: none)
#set text(font: json(bytes(sys.inputs.fonts)), fallback: false, lang: "en", number-width: "tabular")
"""
_HAN = {"ja": "JP", "ko": "KR", "zh_TW": "TC", "zh_Hant": "TC", "zh_HK": "HK"}
"""Whose forms of the Han characters are drawn, where not the simplified Chinese ones."""

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_PLAIN = re.compile("[\x00-\x7e]*")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNDRAWN = re.compile(r'the text `"(?P<text>.*)"` could not be displayed')
_AROUND = 30


def typeset(source: str, data: Mapping[str, object], *, locale: str = "en", tagged: bool = True) -> bytes:
    """A PDF of the Typst `source`, in which `d` is `data`; its `title` is the document's.

    `locale` says whose Han characters are drawn. `tagged` makes it a document that can be read aloud
    (PDF/UA-1); a page that is laid over another is not. BadValue where the extra is not installed or a text
    cannot be drawn.
    """
    need_pdf()
    from typst import Compiler, TypstError

    inputs = {"data": json.dumps(data), "fonts": json.dumps(families(locale))}
    with TemporaryDirectory(prefix="oncall-") as nothing:
        compiler = Compiler(
            (_PREAMBLE + source).encode(),
            root=nothing,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            package_path=nothing,
            package_cache_path=nothing,
        )
        try:
            page = compiler.compile(
                format="pdf", pdf_standards="ua-1" if tagged else [], pdf_tags=tagged, timestamp=0
            )
        except TypstError as error:
            if found := _UNDRAWN.search(error.message):
                raise _cannot_draw(found["text"]) from error
            raise
    if not isinstance(page, bytes):
        raise TypeError(f"typst gave {type(page).__name__}, not a document")
    return page


def need_pdf() -> None:
    """BadValue where the extra that makes PDF is not installed, or not all of it."""
    lacks = [part for part in PARTS if find_spec(part) is None]
    if lacks:
        raise BadValue(f"PDF needs {', '.join(lacks)}: not installed", hint="pip install 'oncall-cli[pdf]'")


def check_glyphs(texts: Iterable[str]) -> None:
    """BadValue for the first text that holds a character no font here has, with its code point.

    What is not seen (line breaks, joiners, marks of direction, variation selectors) needs no glyph; the marks
    on a letter do.
    """
    need_pdf()
    wanted = {text: frozenset(filter(_needs_glyph, text)) for text in texts if not _PLAIN.fullmatch(text)}
    undrawn = _undrawn(frozenset().union(*wanted.values()))
    for text, chars in wanted.items():
        if chars & undrawn:
            place = next(place for place, char in enumerate(text) if char in undrawn)
            raise _cannot_draw(text[max(0, place - _AROUND) : place + _AROUND].strip(), text[place])


def families(locale: str = "en") -> list[str]:
    """The fonts in the order a character is looked for in: Noto Sans, Han as `locale` writes it, and the
    rest by name."""
    han = next((code for start, code in _HAN.items() if locale.startswith(start)), "SC")
    first = ["Noto Sans", f"Noto Sans CJK {han}"]
    return first + sorted(set(_fonts().families()) - set(first))


def _cannot_draw(text: str, char: str = "") -> BadValue:
    which = f": U+{ord(char):04X}{_named(char)}" if char else ""
    shown = "".join(_written(one) for one in visible(text))
    return BadValue(
        f"'{shown}' has a character that no font here can draw{which}",
        hint="write it otherwise, or export html",
    )


def _written(char: str) -> str:
    """The character, or its code where no screen shows it either."""
    unknown = unicodedata.category(char) in ("Cn", "Co")
    return char.encode("unicode_escape").decode() if unknown else char


def _named(char: str) -> str:
    name = unicodedata.name(char, "")
    return f" ({name.lower()})" if name else ""


def _needs_glyph(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN and not _SELECTORS.match(char)


def _undrawn(chars: frozenset[str]) -> frozenset[str]:
    """Those that no font has; a letter with accents can also be drawn as the letter and its accents."""
    left = chars
    for path in _font_files():
        if not left:
            break
        drawn = _drawn_by(path)
        left = frozenset(char for char in left if ord(char) not in drawn and not _composed(char, drawn))
    return left


def _composed(char: str, drawn: frozenset[int]) -> bool:
    parts = unicodedata.normalize("NFD", char)
    return len(parts) > 1 and all(ord(part) in drawn for part in parts)


@cache
def _drawn_by(path: Path) -> frozenset[int]:
    """The code points of a font; of a collection those of its first font, for its fonts are of one set."""
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=0, lazy=True) as font:
        font.setGlyphOrder([""] * font["maxp"].numGlyphs)  # else the names of 65,000 glyphs are worked out
        return frozenset(font.getBestCmap())


@cache
def _font_files() -> Sequence[Path]:
    """The fonts, the one that has most of what is written first, and the smaller before the larger."""
    files = [
        file for folder in _font_folders() for file in folder.iterdir() if file.suffix in (".ttf", ".ttc")
    ]
    return sorted(files, key=lambda file: (not file.name.startswith("NotoSans["), file.stat().st_size))


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in _font_folders()],
    )


def _font_folders() -> list[Path]:
    specs = [find_spec(part) for part in PARTS if part.startswith("manimgx")]
    return [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
