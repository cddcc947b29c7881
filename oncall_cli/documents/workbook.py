"""A workbook of sheets, made in memory. The same sheets give the same bytes: nothing here reads a clock."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter import Workbook

from oncall_cli.documents.cells import FIRST_DAY, Sum, Value, cell, cell_text, lines_in, shape_of, shortened
from oncall_cli.errors import BadValue

_NO_GUESSING = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_TITLE_LIMIT = 100
_HIGHEST = 400
_LINE = 15
_POINTS = {"title": 21, "loud": 21, "sign": 32}
"""How high a row is, in points: for each line of text, and for styles that need more."""

_BIG: dict[str, object] = {"bold": True, "font_size": 14, "text_wrap": False}
_HEAD: dict[str, object] = {"bold": True, "bg_color": "#E4E7EB", "bottom": 1, "valign": "vcenter"}
_STYLES: dict[str, dict[str, object]] = {
    "": {},
    "title": _BIG,
    "loud": {**_BIG, "font_color": "#FFFFFF", "bg_color": "#B00020"},
    "name": {"bold": True, "text_wrap": False},
    "plain": {"text_wrap": False},
    "left": {"align": "left", "indent": 1, "text_wrap": False},
    "head": {**_HEAD, "indent": 1},
    "head right": {**_HEAD, "align": "right"},
    "sum": {"bold": True, "top": 1},
    "sign": {"bottom": 1, "valign": "bottom"},
    "sign name": {"bold": True, "valign": "bottom"},
}
_LEFT = {"align": "left", "indent": 1}
_NO_LEFT = frozenset({"title", "loud", "name", "sign", "sign name"})


class Column(NamedTuple):
    """A column of a table: its head, its width in characters, and whether it holds numbers."""

    name: str
    width: int
    number: bool = False


class Sheet:
    """One sheet, written cell by cell; rows and columns are counted from 0. A row is as high as the longest
    of its texts needs in the width of its column."""

    def __init__(self, book: "Book", name: str, columns: Sequence[Column]) -> None:
        """An empty sheet at the end of the book."""
        self._book = book
        self._page = book.file.add_worksheet(name)
        self._name = name
        self._widths = [column.width for column in columns]
        self._heights: dict[int, int] = {}
        for place, width in enumerate(self._widths):
            self._page.set_column(place, place, width)

    def put(
        self,
        row: int,
        column: int,
        value: Value,
        style: str = "",
        *,
        shape: str = "",
        last: int | None = None,
    ) -> None:
        """Writes a cell: numbers with the decimals they have, days and moments as such. `shape` shows a
        number or moment in another way; up to column `last` the cells become one; an empty text has a look
        alone. BadValue where the sheet has no room for it."""
        if value is None:
            return
        if isinstance(value, date) and date(value.year, value.month, value.day) < FIRST_DAY:
            value, shape = str(value), ""
        shape = shape or shape_of(value)
        look = self._book.look(style, shape, is_number=isinstance(value, Sum | int | Decimal))
        if last is not None:
            self._page.merge_range(row, column, row, last, "", look)
        if value == "":
            refused = self._page.write_blank(row, column, None, look)
        elif isinstance(value, str):
            text = cell_text(value)
            refused = self._page.write_string(row, column, text, look)
            if _STYLES[style].get("text_wrap", True):
                width = self._widths[column] if last is None else sum(self._widths[column : last + 1])
                self._heighten(row, _LINE * lines_in(text, width))
        elif isinstance(value, Sum):
            refused = self._page.write_formula(row, column, value.formula, look, float(value.value))
        elif isinstance(value, int | Decimal):
            refused = self._page.write_number(row, column, float(value), look)
        else:
            moment = value if isinstance(value, datetime) else datetime.combine(value, time(0))
            refused = self._page.write_datetime(row, column, moment, look)
        if refused:
            raise BadValue(
                f"the sheet '{self._name}' has no room for row {row + 1:,}",
                hint="export a shorter period, or --format csv",
            )
        if style in _POINTS:
            self._heighten(row, _POINTS[style])

    def put_row(self, row: int, values: Sequence[Value], style: str = "") -> None:
        """Writes a row of cells from the first column on."""
        for column, value in enumerate(values):
            self.put(row, column, value, style)

    def put_head(self, row: int, columns: Sequence[Column]) -> None:
        """Writes the head of a table; numbers have theirs at the right."""
        for place, column in enumerate(columns):
            self.put(row, place, column.name, "head right" if column.number else "head")

    def _heighten(self, row: int, points: int) -> None:
        if points > self._heights.get(row, _LINE):
            self._heights[row] = min(points, _HIGHEST)

    def printed(
        self,
        title: str,
        *,
        head: tuple[int, int],
        last: tuple[int, int],
        mark: str = "",
        filtered: bool = False,
    ) -> None:
        """How the sheet is printed and scrolled: all columns on a page across, the rows of `head` on each of
        them and never scrolled away, `title` and `mark` above and page numbers below. `last` is the last
        cell; `filtered` lets people choose and sort the rows under the head."""
        page = self._page
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        page.print_area(0, 0, *last)
        page.repeat_rows(*head)
        page.freeze_panes(head[1] + 1, 0)
        page.set_header(f'&L{_steerless(title)}&R{self._name} &"-,Bold"{mark}')
        page.set_footer("&RPage &P of &N")
        page.ignore_errors({"number_stored_as_text": f"A1:{cell(*last)}"})
        if filtered:
            page.autofilter(head[1], 0, *last)
        for row, points in self._heights.items():
            page.set_row(row, points)


class Book:
    """A workbook; `made` is the date it bears instead of today's."""

    def __init__(self, title: str, made: date) -> None:
        """A workbook without sheets."""
        self._bytes = io.BytesIO()
        self.file = Workbook(self._bytes, {"in_memory": True, **_NO_GUESSING})
        self.file.set_properties({"title": cell_text(title), "created": datetime.combine(made, time(0))})
        self._looks: dict[tuple[str, str, bool], object] = {}

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet behind those there are, with columns of these widths."""
        return Sheet(self, name, columns)

    def look(self, style: str, shape: str, *, is_number: bool) -> object:
        """How a cell looks that holds a value of a shape (a number format); all but numbers stand at the
        left, with a gap to what is before them."""
        aside = is_number or style in _NO_LEFT or "align" in _STYLES[style]
        key = (style, shape, aside)
        if key not in self._looks:
            said = {"valign": "top", "text_wrap": not shape, **({} if aside else _LEFT), **_STYLES[style]}
            self._looks[key] = self.file.add_format(said | ({"num_format": shape} if shape else {}))
        return self._looks[key]

    def bytes(self) -> bytes:
        """The file; nothing can be written to the book after it."""
        self.file.close()
        return self._bytes.getvalue()


def _steerless(text: str) -> str:
    """A text for the top of a page, where `&` begins an order to the printer."""
    return shortened(cell_text(text), _TITLE_LIMIT).replace("\n", " ").replace("&", "&&")
