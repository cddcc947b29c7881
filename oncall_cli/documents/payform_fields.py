"""The fields of a company's own PDF form: what each is called, what kind it is, and where it stands.

What cannot be filled is one sentence: no PDF, a damaged or locked one, one without fields.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from oncall_cli.documents.typst_page import need_pdf
from oncall_cli.errors import BadValue, OncallError

if TYPE_CHECKING:
    from pypdf import PdfReader

SIZE_LIMIT = 20_000_000
PAGES_LIMIT = 50
FIELDS_LIMIT = 5_000
DEEPEST = 40
OFF = "/Off"

FieldKind = Literal["text", "check", "choice", "list", "signature", "button"]
"""What a field is: `choice` is a group of radio buttons, `list` one to pick from, `button` one to press."""

_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_RADIO, _PUSH = 1 << 15, 1 << 16


@dataclass(frozen=True)
class Place:
    """Where a field is drawn: which page (from 0), the rectangle in points of that page (left, bottom, right,
    top), and how far what stands in it is turned against the clock. `on` is what a box is when ticked."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    turned: int = 0
    on: str | None = None


@dataclass(frozen=True)
class TemplateField:
    """A field, and how its form wants it written: `look` is what the form says of font, size and colour."""

    name: str
    kind: FieldKind
    places: tuple[Place, ...]
    look: str = ""
    align: int = 0
    lines: bool = False
    comb: int = 0
    value: str = ""

    @property
    def choices(self) -> list[str]:
        """What a group of radio buttons can be."""
        return list(dict.fromkeys(place.on for place in self.places if place.on))


@dataclass(frozen=True)
class Template:
    """A company's form: its bytes, what to call it, its fields by name, in the order of the pages."""

    content: bytes
    source: str
    pages: int
    fields: dict[str, TemplateField]


def template_of(content: bytes, source: str) -> Template:
    """The form in a PDF. BadValue where the extra is missing, it is no PDF, cannot be opened, or has no field
    that could be filled."""
    reader = opened(content, source)
    with readable(source):
        pages = len(reader.pages)
        if pages > PAGES_LIMIT:
            raise BadValue(f"{source} has {pages} pages; a form has {PAGES_LIMIT} at most")
        form = _dictionary(reader.root_object.get("/AcroForm"))
        fields = _fields(reader, form, source)
        dynamic = reader.root_object.get("/NeedsRendering")
    if form and "/XFA" in form and (not fields or dynamic):
        raise BadValue(
            f"{source} is an XFA form, which only Adobe's own programs can fill",
            hint="print it to a PDF there, and add ordinary fields to that",
        )
    if not fields:
        raise BadValue(
            f"{source} has no fields to fill",
            hint="LibreOffice and most PDF editors add fields to a document",
        )
    return Template(content, source, pages, fields)


def opened(content: bytes, source: str) -> "PdfReader":
    """A reader of the PDF; BadValue where it is none, is locked, or cannot be read."""
    need_pdf()
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends by itself is nobody's concern
    if b"%PDF-" not in content[:1024]:
        raise BadValue(f"{source} is not a PDF")
    with readable(source):
        reader = PdfReader(BytesIO(content))
        locked = reader.is_encrypted
    if locked:
        raise BadValue(
            f"{source} is locked: it is encrypted", hint="save it without a password or restrictions"
        )
    return reader


@contextmanager
def readable(source: str) -> Iterator[None]:
    """BadValue in place of whatever a PDF that is not as it should be makes of being read."""
    try:
        yield
    except OncallError:
        raise
    except Exception as error:
        raise BadValue(
            f"{source} is damaged: it cannot be read as a PDF",
            hint="save it again in the program it came from",
        ) from error


def widgets_of(page: Any) -> Iterator[Any]:
    """The places of fields on a page, in its own order."""
    for annotation in resolved(page.get("/Annots")) or ():
        one = resolved(annotation)
        if one and one.get("/Subtype") == "/Widget":
            yield one


def resolved(value: Any) -> Any:
    """What a reference in a PDF leads to."""
    return value.get_object() if hasattr(value, "get_object") else value


def inherited(widget: Any, key: str) -> Any:
    """What a field or one of those above it says."""
    here = widget
    for _ in range(DEEPEST):
        if here is None:
            return None
        if key in here:
            return resolved(here.get(key))
        here = resolved(here.get("/Parent"))
    return None


def name_of(widget: Any) -> str:
    """The whole name of the field that a place belongs to: its own and those above it, with dots."""
    parts: list[str] = []
    here = widget
    for _ in range(DEEPEST):
        if here is None:
            break
        if "/T" in here:
            parts.append(str(resolved(here["/T"])))
        here = resolved(here.get("/Parent"))
    return ".".join(reversed(parts)).encode(errors="replace").decode()


def kind_of(widget: Any) -> FieldKind:
    """What kind of field a place belongs to."""
    kind, flags = inherited(widget, "/FT"), _number(inherited(widget, "/Ff"))
    if kind == "/Btn":
        return "button" if flags & _PUSH else "choice" if flags & _RADIO else "check"
    return "list" if kind == "/Ch" else "signature" if kind == "/Sig" else "text"


def on_state(widget: Any) -> str | None:
    """What a box is called when it is ticked, by the pictures that the form has of it."""
    pictures = resolved((resolved(widget.get("/AP")) or {}).get("/N"))
    states = [str(state) for state in pictures or () if state != OFF] if not _is_stream(pictures) else []
    return states[0].removeprefix("/") if states else None


def _fields(reader: "PdfReader", form: Any, source: str) -> dict[str, TemplateField]:
    found: dict[str, TemplateField] = {}
    count = 0
    for number, page in enumerate(reader.pages):
        for widget in widgets_of(page):
            count += 1
            if count > FIELDS_LIMIT:
                raise BadValue(f"{source} has more than {FIELDS_LIMIT:,} fields")
            name = name_of(widget)
            if not name:
                continue
            place = _place(widget, number)
            known = found.get(name)
            found[name] = (
                replace(known, places=(*known.places, place)) if known else _field(widget, name, place, form)
            )
    return found


def _field(widget: Any, name: str, place: Place, form: Any) -> TemplateField:
    flags = _number(inherited(widget, "/Ff"))
    kind = kind_of(widget)
    longest = _number(inherited(widget, "/MaxLen"))
    comb = longest if flags & _COMB and not flags & (_MULTILINE | _PASSWORD) else 0
    value = inherited(widget, "/V")
    asked = form or {}
    return TemplateField(
        name=name,
        kind=kind,
        places=(place,),
        look=str(inherited(widget, "/DA") or resolved(asked.get("/DA")) or ""),
        align=_number(inherited(widget, "/Q") or resolved(asked.get("/Q"))),
        lines=kind == "text" and bool(flags & _MULTILINE),
        comb=comb if kind == "text" and 0 < comb <= 200 else 0,
        value=str(value)
        if isinstance(value, str) and kind in ("text", "list") and not flags & _PASSWORD
        else "",
    )


def _place(widget: Any, page: int) -> Place:
    left, bottom, right, top = rectangle(widget.get("/Rect"))
    turned = _number(resolved((resolved(widget.get("/MK")) or {}).get("/R"))) % 360
    return Place(page, left, bottom, right, top, turned // 90 * 90, on_state(widget))


def rectangle(value: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a PDF's rectangle, whichever corners it names."""
    first, second, third, fourth = (float(resolved(corner)) for corner in resolved(value))
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _is_stream(value: Any) -> bool:
    return hasattr(value, "get_data")


def _dictionary(value: Any) -> dict[Any, Any] | None:
    found = resolved(value)
    return found if isinstance(found, dict) else None
