"""The pages of a company's form, each drawn with what fills it, as a new file without fields or scripts.

Of what could be pressed, links to a place in the file or to an address of the web, mail or telephone stay;
all other actions go, with bookmarks and files packed into the form. Marks on a page stay as they look.

The form's own page becomes one picture, below what its fields show and the texts laid over them; so nothing
that the page does to its own drawing reaches what is drawn on it.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from oncall_cli.documents.payform_fields import (
    OFF,
    Place,
    Template,
    kind_of,
    name_of,
    on_state,
    opened,
    rectangle,
    resolved,
    widgets_of,
)
from oncall_cli.documents.payform_overlay import Page, Said
from oncall_cli.documents.payform_sheets import Sheet
from oncall_cli.documents.pdf_pages import Drawn, PdfPages, said

_HIDDEN = 1 << 1 | 1 << 5
"""Flags of a place that nobody sees."""

_GONE = (
    *("/AcroForm", "/StructTreeRoot", "/MarkInfo", "/NeedsRendering", "/Perms", "/DSS", "/AA"),
    *("/OpenAction", "/Outlines", "/Threads", "/Collection", "/AF"),
)
_GONE_OF_PAGES = ("/AA", "/AF", "/PresSteps", "/StructParents", "/Tabs", "/B")
_MARKS = (
    *("/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Watermark", "/PrinterMark"),
)
"""What stands on a page without playing, opening or running anything."""

_ACTING = ("/A", "/AA", "/PA", "/Popup", "/IRT", "/AF")
"""What such a mark does, or leads to."""

_AIMS = {"/URI": "/URI", "/GoTo": "/D"}
"""The actions that links keep, and what says where each leads."""

_ADDRESSES = ("http:", "https:", "mailto:", "tel:")
_PAINT = {1: "g", 3: "rg", 4: "k"}


class TemplatePages:
    """A company's form, opened to be filled once."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._reader = opened(template.content, template.source)
        root = self._reader.root_object
        self._shared = resolved((resolved(root.get("/AcroForm")) or {}).get("/DR"))
        self._widgets = [list(widgets_of(page)) for page in self._reader.pages]

    def page(self, number: int) -> Page:
        """The rectangles of a page, and how it is turned."""
        page = self._reader.pages[number]
        whole, seen = rectangle(page.mediabox), rectangle(page.cropbox)
        return Page(whole, seen, page.rotation % 360)

    def left_out(self, number: int, sheet: Sheet) -> list[Said]:
        """Values that the form brings in fields that the map leaves out, where it has no picture of them."""
        found = []
        for widget in self._widgets[number]:
            field = self._template.fields.get(name_of(widget))
            mapped = field is None or field.name in sheet.texts or field.name in sheet.checks
            if mapped or field is None or not field.value or _is_hidden(widget) or _picture(widget):
                continue
            place = next(one for one in field.places if _is_at(widget, one, number))
            found.append(Said(field, place, field.value))
        return found

    def stamped(self, sheets: Sequence[Sheet], overlay: bytes) -> bytes:
        """The whole file: the form once for each sheet, with the overlay's pages on it in order."""
        from pypdf import PdfReader, PdfWriter

        self._strip()
        writer = PdfWriter(clone_from=self._reader)
        writer.pdf_header = "%PDF-1.7"
        over = PdfReader(BytesIO(overlay)).pages
        originals = list(writer.pages)
        file = PdfPages(writer, self._shared)
        grounds = [file.ground(page) for page in originals]
        copies = [originals, *([file.copy(page) for page in originals] for _ in sheets[1:])]
        for place, (sheet, pages) in enumerate(zip(sheets, copies, strict=True)):
            for number, page in enumerate(pages):
                laid = file.laid(over[place * len(pages) + number], self.page(number).whole)
                file.draw(page, [grounds[number], *self._shown(file, number, sheet), laid])
        file.set_pages(page for pages in copies for page in pages)
        written = BytesIO()
        writer.write(written)
        return written.getvalue()

    def _strip(self) -> None:
        """Takes out of the form what could be edited or run: fields, scripts, and what belongs to them."""
        from pypdf.generic import ArrayObject, NameObject

        root = self._reader.root_object
        for key in _GONE:
            root.pop(NameObject(key), None)
        names = resolved(root.get("/Names")) or {}
        for key in [one for one in names if one != "/Dests"]:
            names.pop(key)
        for one in self._reader.pages:
            page = resolved(one.indirect_reference)  # what the reader gives as a page is a copy of it
            for key in _GONE_OF_PAGES:
                page.pop(NameObject(key), None)
            if "/Annots" in page:
                kept = [note for note in resolved(page["/Annots"]) or () if _disarmed(note)]
                page[NameObject("/Annots")] = ArrayObject(kept)

    def _shown(self, file: PdfPages, number: int, sheet: Sheet) -> list[Drawn]:
        """What the places of fields on a page show beside the texts laid over them."""
        return [
            one
            for widget in self._widgets[number]
            if not _is_hidden(widget) and kind_of(widget) != "button"
            for one in _drawn(file, widget, name_of(widget), sheet)
        ]


def _drawn(file: PdfPages, widget: Any, name: str, sheet: Sheet) -> list[Drawn]:
    box = rectangle(widget.get("/Rect"))
    if name in sheet.texts and kind_of(widget) != "choice":
        return [Drawn(_frame(widget, box))]
    if name in sheet.texts:
        ticked = on_state(widget) == sheet.texts[name]
    elif name in sheet.checks:
        ticked = sheet.checks[name]
    else:
        picture = _picture(widget)
        own = str(widget.get("/AS", OFF)) != OFF and kind_of(widget) in ("check", "choice")
        return (
            [file.picture(picture, box)] if picture else [Drawn(_frame(widget, box) + _tick(box, ticked=own))]
        )
    picture = _picture(widget, f"/{on_state(widget)}" if ticked else OFF)
    if picture:
        return [file.picture(picture, box)]
    return [Drawn(_frame(widget, box) + _tick(box, ticked=ticked))]


def _picture(widget: Any, state: str | None = None) -> Any:
    """The form's own picture of a field; of a box, that of a state, or as it is where none is named."""
    normal = resolved((resolved(widget.get("/AP")) or {}).get("/N"))
    if normal is None or hasattr(normal, "get_data"):
        return normal
    return resolved(normal.get(state or str(widget.get("/AS", OFF))))


def _frame(widget: Any, box: tuple[float, float, float, float]) -> str:
    """The ground and the border that a form asks for around a field, which its picture would have had."""
    look = resolved(widget.get("/MK")) or {}
    left, bottom, right, top = box
    ground, border = _numbers(look.get("/BG")), _numbers(look.get("/BC"))
    style = resolved(widget.get("/BS")) or {}
    width = float(resolved(style.get("/W", 1)))
    painted = ""
    if len(ground) in _PAINT:
        painted += (
            f"{said(ground)} {_PAINT[len(ground)]} {said((left, bottom, right - left, top - bottom))} re f\n"
        )
    if len(border) in _PAINT and width > 0:
        inner = (left + width / 2, bottom + width / 2, right - left - width, top - bottom - width)
        painted += f"{said(border)} {_PAINT[len(border)].upper()} {said((width,))} w {said(inner)} re S\n"
    return f"q\n{painted}Q\n" if painted else ""


def _tick(box: tuple[float, float, float, float], *, ticked: bool) -> str:
    """A check mark, as large as the box lets it be."""
    if not ticked:
        return ""
    left, bottom, right, top = box
    side = min(right - left, top - bottom)
    x, y = (left + right - side) / 2, (bottom + top - side) / 2
    points = [(x + across * side, y + up * side) for across, up in ((0.2, 0.5), (0.42, 0.26), (0.82, 0.78))]
    first, second, third = (said(point) for point in points)
    return f"q 0 G {said((side * 0.11,))} w 1 J 1 j {first} m {second} l {third} l S Q\n"


def _is_at(widget: Any, place: Place, number: int) -> bool:
    at = (place.left, place.bottom, place.right, place.top)
    return place.page == number and rectangle(widget.get("/Rect")) == at


def _is_hidden(widget: Any) -> bool:
    return bool(int(resolved(widget.get("/F", 0))) & _HIDDEN)


def _disarmed(annotation: Any) -> bool:
    """Takes from what stands on a page whatever it does, but for where a link leads; and whether it stays."""
    from pypdf.generic import DictionaryObject, NameObject

    found = resolved(annotation)
    if not found or found.get("/Subtype") not in _MARKS:
        return False
    action = resolved(found.get("/A")) or {}
    for key in _ACTING:
        found.pop(NameObject(key), None)
    if not action:
        return True
    kind = str(resolved(action.get("/S")))
    aim = resolved(action.get(_AIMS.get(kind, "")))
    if aim is None or (kind == "/URI" and not str(aim).lower().startswith(_ADDRESSES)):
        return bool(found["/Subtype"] != "/Link")
    kept = {"/S": NameObject(kind), _AIMS[kind]: aim}
    found[NameObject("/A")] = DictionaryObject({NameObject(key): value for key, value in kept.items()})
    return True


def _numbers(value: Any) -> tuple[float, ...]:
    return tuple(float(resolved(one)) for one in resolved(value) or ())
