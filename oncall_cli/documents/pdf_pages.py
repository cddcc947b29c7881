"""Pages of a PDF put together from pictures: their own content, what fields show, a page laid over them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from oncall_cli.documents.payform_fields import rectangle, resolved

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


class Drawn(NamedTuple):
    """Something drawn on a page: what draws it, and the picture that it names `@`, if it needs one."""

    content: str
    picture: Any = None


class PdfPages:
    """The pages of a file that is being written; `shared` is what pictures without fonts of their own use."""

    def __init__(self, writer: "PdfWriter", shared: Any) -> None:
        self._writer = writer
        self._shared = shared
        self._pictures: dict[int, Any] = {}

    def ground(self, page: Any) -> Drawn:
        """A page's own content as one picture."""
        content = page.get_contents()
        data = content.get_data() if content is not None else b""
        picture = self._added(data, rectangle(page["/MediaBox"]), resolved(page.get("/Resources")))
        return Drawn("q @ Do Q\n", picture)

    def laid(self, page: "PageObject", at: Box) -> Drawn:
        """A page of another file, its lower left corner on that of `at`."""
        content = page.get_contents()
        data = content.get_data() if content is not None else b""
        resources = resolved(page.get("/Resources"))
        cloned = resources.clone(self._writer) if resources is not None else None
        picture = self._added(data, rectangle(page.mediabox), cloned)
        return Drawn(f"q 1 0 0 1 {said(at[:2])} cm @ Do Q\n", picture)

    def picture(self, stream: Any, into: Box) -> Drawn:
        """A field's picture of the form, fitted into its rectangle as a viewer does."""
        known = self._pictures.get(id(stream))
        if known is None:
            cloned = stream.clone(self._writer)
            known = self._pictures[id(stream)] = self._as_picture(cloned)
        box = rectangle(stream["/BBox"])
        matrix = [float(resolved(one)) for one in resolved(stream.get("/Matrix")) or (1, 0, 0, 1, 0, 0)]
        a, b, c, d, e, f = matrix
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        if right <= left or top <= bottom:
            return Drawn("")
        wide, high = (into[2] - into[0]) / (right - left), (into[3] - into[1]) / (top - bottom)
        moved = (wide, 0.0, 0.0, high, into[0] - left * wide, into[1] - bottom * high)
        return Drawn(f"q {said(moved)} cm @ Do Q\n", known)

    def copy(self, page: dict[Any, Any]) -> Any:
        """Another page like this one, with links of its own."""
        from pypdf.generic import ArrayObject, DictionaryObject, NameObject

        made: Any = self._added_object(DictionaryObject(page))
        links = [DictionaryObject(resolved(one)) for one in resolved(made.get("/Annots")) or ()]
        for link in links:
            link.pop(NameObject("/P"), None)
        if links:
            made[NameObject("/Annots")] = ArrayObject([self._writer._add_object(link) for link in links])
        return made

    def draw(self, page: Any, parts: Sequence[Drawn]) -> None:
        """Makes these, one above the other, all that the page shows."""
        from pypdf.generic import DictionaryObject, NameObject

        names: dict[int, str] = {}
        pictures = DictionaryObject()
        content = ""
        for part in parts:
            if part.picture is None:
                content += part.content
                continue
            reference = part.picture.indirect_reference
            name = names.setdefault(reference.idnum, f"/Part{len(names)}")
            pictures[NameObject(name)] = reference
            content += part.content.replace("@", name)
        page[NameObject("/Contents")] = self._stream(content.encode(), {}).indirect_reference
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})

    def set_pages(self, pages: Iterable[Any]) -> None:
        """Makes these the pages of the file, in order."""
        from pypdf.generic import ArrayObject, NameObject, NumberObject

        tree: Any = resolved(self._writer.root_object["/Pages"])
        kids = ArrayObject()
        for page in pages:
            page[NameObject("/Parent")] = tree.indirect_reference
            kids.append(page.indirect_reference)
        tree[NameObject("/Kids")] = kids
        tree[NameObject("/Count")] = NumberObject(len(kids))

    def _as_picture(self, stream: Any) -> Any:
        from pypdf.generic import NameObject

        stream[NameObject("/Type")] = NameObject("/XObject")
        stream[NameObject("/Subtype")] = NameObject("/Form")
        if "/Resources" not in stream and self._shared is not None:
            stream[NameObject("/Resources")] = self._shared.clone(self._writer)
        return stream if stream.indirect_reference else self._added_object(stream)

    def _added(self, data: bytes, box: Box, resources: Any) -> Any:
        from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject

        keys = {
            "/Type": NameObject("/XObject"),
            "/Subtype": NameObject("/Form"),
            "/BBox": ArrayObject([FloatObject(side) for side in box]),
            "/Resources": resources if resources is not None else DictionaryObject(),
        }
        return self._stream(data, keys)

    def _stream(self, data: bytes, keys: dict[str, Any]) -> Any:
        from pypdf.generic import DecodedStreamObject, NameObject

        stream = DecodedStreamObject()
        stream.set_data(data)
        packed = stream.flate_encode()
        for key, value in keys.items():
            packed[NameObject(key)] = value
        return self._added_object(packed)

    def _added_object(self, made: Any) -> Any:
        return self._writer._add_object(made).get_object()


def said(numbers: Iterable[float]) -> str:
    """Numbers as a PDF writes them."""
    return " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers)
