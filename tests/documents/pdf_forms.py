"""PDF forms made for tests: pages with fields, written with pypdf's plain objects."""

from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

HELVETICA = DictionaryObject(
    {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
)


class FormMaker:
    """A form in the making; every field says its page, its rectangle and whatever a PDF can say of it."""

    def __init__(self, *, size: tuple[float, float] = (595, 842), pages: int = 1, **page: Any) -> None:
        self.writer = PdfWriter()
        self.fields = ArrayObject()
        for number in range(pages):
            made = self.writer.add_blank_page(*size)
            made[NameObject("/Annots")] = ArrayObject()
            made[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/F1"): HELVETICA})}
            )
            content = DecodedStreamObject()
            # As careless programs write: a state that is never restored, and everything after it larger.
            content.set_data(
                f"BT /F1 9 Tf 40 20 Td (Printed page {number + 1}) Tj ET q 3 0 0 3 0 0 cm".encode()
            )
            made[NameObject("/Contents")] = self.writer._add_object(content)
            for key, value in page.items():
                made[NameObject(f"/{key}")] = value

    def field(self, name: str, rect: tuple[float, ...], page: int = 0, kind: str = "Tx", **more: Any) -> Any:
        """A field with one place."""
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject(f"/{kind}"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/Rect"): ArrayObject([FloatObject(side) for side in rect]),
                NameObject("/F"): NumberObject(4),
                NameObject("/DA"): TextStringObject("/Helv 0 Tf 0 g"),
            }
        )
        for key, value in more.items():
            field[NameObject(f"/{key}")] = value
        made = self.writer._add_object(field)
        self.writer.pages[page]["/Annots"].append(made)
        self.fields.append(made)
        return field

    def box(self, name: str, rect: tuple[float, ...], on: str = "Yes", page: int = 0, **more: Any) -> Any:
        """A box to tick, with pictures of both its states."""
        states = DictionaryObject(
            {
                NameObject("/Off"): self.picture(b"0 0 10 10 re S"),
                NameObject(f"/{on}"): self.picture(b"0 0 10 10 re S 0 0 m 10 10 l S"),
            }
        )
        pictures = DictionaryObject({NameObject("/N"): states})
        return self.field(name, rect, page, "Btn", AP=pictures, AS=NameObject("/Off"), **more)

    def picture(self, content: bytes, side: float = 10) -> Any:
        """A picture of a field."""
        stream = DecodedStreamObject()
        stream.set_data(content)
        stream[NameObject("/Type")] = NameObject("/XObject")
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/BBox")] = ArrayObject([FloatObject(one) for one in (0, 0, side, side)])
        stream[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): HELVETICA})}
        )
        return self.writer._add_object(stream)

    def made(self, **form: Any) -> bytes:
        """The form's bytes."""
        root = self.writer.root_object
        root[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): self.fields})
        for key, value in form.items():
            root["/AcroForm"][NameObject(f"/{key}")] = value
        out = BytesIO()
        self.writer.write(out)
        return out.getvalue()
