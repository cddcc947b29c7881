"""Texts set over the fields of a form: a page for each of its pages, each text inside its field's rectangle.

A text begins at the size that the form asks for and shrinks until it fits, down to 5 points; what does not
fit even then is refused, by the field's name, for it would be cut off.
"""

import re
from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

from oncall_cli.core.text import visible
from oncall_cli.documents.payform_fields import Place, TemplateField
from oncall_cli.documents.typst_page import check_glyphs, need_pdf, typeset
from oncall_cli.errors import Refused

LONGEST = 20_000
"""Characters of the longest text that is set into a field."""

_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_INKS = {"g": 1, "rg": 3, "k": 4}
"""What sets a colour, and of how many numbers."""

_UNFIT = re.compile(r"does not fit: ([0-9,]+)")


class Page(NamedTuple):
    """A page to lay over: its whole rectangle and the one of it that is seen, in points (left, bottom, right,
    top), and how far it is turned with the clock when it is shown."""

    whole: tuple[float, float, float, float]
    seen: tuple[float, float, float, float]
    turned: int

    def shows(self, place: Place) -> bool:
        """Whether at least a point of a place, across and up, is on what is seen of the page. Where no part
        of the page is said to be seen, viewers show all of it."""
        seen = _common(self.whole, self.seen)
        left, bottom, right, top = _common(
            seen if seen[0] < seen[2] and seen[1] < seen[3] else self.whole,
            (place.left, place.bottom, place.right, place.top),
        )
        return right - left >= 1 and top - bottom >= 1


class Said(NamedTuple):
    """A text for a field, at one of its places."""

    field: TemplateField
    place: Place
    text: str


def _common(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def overlay_of(pages: Sequence[tuple[Page, Sequence[Said], bool]], locale: str, source: str) -> bytes:
    """A PDF with a page for each of these, the texts on it and DRAFT across where it is one.

    BadValue where a text has a character that no font here has; Refused names every field that its text does
    not fit in.
    """
    need_pdf()
    from typst import TypstError

    said = [one for _, texts, _ in pages for one in texts]
    check_glyphs(dict.fromkeys(one.text for one in said))
    items, numbers = _items(said)
    told = iter(numbers)
    laid = [_page(page, [(next(told), one) for one in texts], is_draft) for page, texts, is_draft in pages]
    try:
        return typeset(_source(), {"items": items, "pages": laid}, locale=locale, tagged=False)
    except TypstError as error:
        if found := _UNFIT.search(error.message):
            unfit = {int(place) for place in found[1].split(",")}
            raise _unfit(
                [one for one, number in zip(said, numbers, strict=True) if number in unfit], source
            ) from error
        raise


def _source() -> str:
    """How the texts are set, in Typst."""
    return (resources.files("oncall_cli.documents") / "templates" / "overlay.typ").read_text("utf-8")


def _items(said: Sequence[Said]) -> tuple[list[dict[str, object]], list[int]]:
    """What is set, each once, however many pages have it; and which of them each text is."""
    known: dict[str, int] = {}
    items: list[dict[str, object]] = []
    numbers = []
    for one in said:
        item = _item(one)
        number = known.setdefault(repr(item), len(items))
        if number == len(items):
            items.append(item)
        numbers.append(number)
    return items, numbers


def _item(one: Said) -> dict[str, object]:
    field, place = one.field, one.place
    width, height = place.right - place.left, place.top - place.bottom
    if place.turned in (90, 270):
        width, height = height, width
    font, size = _font(field.look)
    natural = 10.0 if field.lines else max(5.0, min(12.0, height * 0.68))
    return {
        "w": round(width, 2),
        "h": round(height, 2),
        "text": _cut(one.text if field.lines else " ".join(one.text.split())),
        "size": min(size, max(5.0, height)) or natural,
        "bold": "bold" in font or font in ("hebo", "tibo", "cobo"),
        "colour": _colour(field.look),
        "align": field.align if field.align in (0, 1, 2) else 0,
        "lines": field.lines,
        "comb": field.comb,
    }


def _page(page: Page, items: Sequence[tuple[int, Said]], is_draft: bool) -> dict[str, object]:
    left, bottom, right, top = page.whole
    seen = page.seen
    return {
        "w": right - left,
        "h": top - bottom,
        "items": [
            {
                "item": number,
                "x": one.place.left - left,
                "y": top - one.place.top,
                "turned": one.place.turned,
            }
            for number, one in items
        ],
        "draft": {
            "x": seen[0] - left,
            "y": top - seen[3],
            "w": seen[2] - seen[0],
            "h": seen[3] - seen[1],
            "turned": page.turned,
        }
        if is_draft
        else None,
    }


def _words(look: str) -> list[str]:
    return look.replace("/", " /").split()


def _font(look: str) -> tuple[str, float]:
    """The font that a form writes a field in, in small letters, and its size in points: 0 where the form
    leaves the size to whoever fills it, or says what is no number."""
    words = _words(look)
    at = words.index("Tf") if "Tf" in words[2:] else 0
    if at < 2 or not words[at - 2].startswith("/"):
        return "", 0.0
    size = _real(words[at - 1])
    return words[at - 2][1:].lower(), abs(size or 0.0)


def _colour(look: str) -> str:
    """The colour that a form writes a field in, as #rrggbb; black where it says none, or in what is no
    number."""
    words = _words(look)
    parts = [0.0]
    for at, word in enumerate(words):
        said = [_real(one) for one in words[max(0, at - _INKS.get(word, 0)) : at]]
        numbers = [max(0.0, min(1.0, one)) for one in said if one is not None]
        if word in _INKS and len(numbers) == _INKS[word]:
            parts = numbers
    if len(parts) == 4:
        ink = 1 - parts[3]
        parts = [(1 - part) * ink for part in parts[:3]]
    red, green, blue = parts if len(parts) == 3 else [parts[0]] * 3
    return "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))


def _real(word: str) -> float | None:
    """The number that a form says; nothing where it is none (1.2.3)."""
    return float(word) if _REAL.fullmatch(word) else None


def _cut(text: str) -> str:
    return text[:LONGEST]


def _unfit(said: Sequence[Said], source: str) -> Refused:
    fields = dict.fromkeys(f"{one.field.name}: {_room(one)}" for one in said)
    if len(fields) == 1:
        return Refused(f"a text does not fit into a field of {source}: {next(iter(fields))}", hint=_SHORTER)
    return Refused(
        f"{len(fields)} texts do not fit into fields of {source}", hint=_SHORTER, details=list(fields)
    )


_SHORTER = "map something shorter to it, or make the field larger"


def _room(one: Said) -> str:
    said = " ".join(one.text.split())
    short = visible(said if len(said) <= 60 else said[:59] + "…")
    most = f", which has {one.field.comb} places" if one.field.comb else ""
    return f"'{short}'{most}"
