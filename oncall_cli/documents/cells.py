"""What a spreadsheet's cell holds: texts that stay texts, real numbers and dates, sums as formulas.

What would steer a reader's program is written out of a text. A spreadsheet's numbers are binary and hold 15
digits: an amount of ten trillion or more is a number too, and may lose its cents. Sums are rounded to their
own decimals, so that working them out again gives the very number that is stored beside them.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from oncall_cli.core.text import visible

TEXT_LIMIT = 32_767
"""UTF-16 units that a cell holds."""

FIRST_DAY = date(1900, 3, 1)
"""The first date that every spreadsheet counts alike; what is before it is written as text."""

_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_PLACES = 15
_SHORT = 1_000
_NO_CHARACTERS = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}


class Sum(NamedTuple):
    """A formula, and the number that it comes to."""

    formula: str
    value: Decimal


Value = str | int | Decimal | date | Sum | None
"""What a cell holds; a moment is a wall-clock time without a zone, and None is an empty cell."""


def cell_text(text: str) -> str:
    """A text as a cell shows it: cut to what a cell holds, nothing in it that steers a program."""
    if len(text) < _SHORT and text.isascii() and text.isprintable():
        shown = text
    else:
        shown = shortened(visible(text, lines=True).translate(_NO_CHARACTERS), TEXT_LIMIT - 1)
    # Text in these tags would be taken for markup by the library, and not be escaped.
    return f" {shown}" if shown.startswith("<r>") and shown.endswith("</r>") else shown


def shortened(text: str, units: int) -> str:
    """A text of at most so many UTF-16 units, with `…` where some is cut."""
    units_of = text.encode("utf-16-le")
    if len(units_of) <= 2 * units:
        return text
    return units_of[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"


@lru_cache(maxsize=4096)
def lines_in(text: str, width: int) -> int:
    """How many lines a text takes, broken between words, where `width` letters go on one; letters of the east
    count twice."""
    if 2 * len(text) <= width and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines, left = lines + 1, width
        for word in paragraph.split(" "):
            long = sum(2 if east_asian_width(char) in "WF" else 1 for char in word)
            if long > left and left < width:
                lines, left = lines + 1, width
            lines += max(0, long - 1) // width
            left -= long % width + 1
    return lines


def cells(column: int, first: int, last: int, sheet: str = "") -> str:
    """The cells of a column from row to row, as a formula names them wherever it is copied to."""
    letter = xl_col_to_name(column, col_abs=True)
    place = f"{letter}${first + 1}:{letter}${max(first, last) + 1}"
    return f"{sheet}!{place}" if sheet else place


def cell(row: int, column: int) -> str:
    """A cell as a formula names it: `B7`."""
    name: str = xl_rowcol_to_cell(row, column)
    return name


def summed(formula: str, value: Decimal) -> Sum:
    """A sum of money, rounded to the decimals of the value it has to come to."""
    return Sum(f"=ROUND({formula},{_places(value)})", value)


def money_shape(currency: str, like: Decimal) -> str:
    """The number format of money with its currency's code behind it."""
    return f'{_number_shape(_places(like))} "{currency}"'


def shape_of(value: Value) -> str:
    """The number format that shows a value as it is: numbers with the decimals they have."""
    if isinstance(value, Sum):
        return _number_shape(_places(value.value))
    if isinstance(value, Decimal):
        return _number_shape(_places(value))
    if isinstance(value, int):
        return "0"
    if isinstance(value, datetime):
        return _MOMENT
    return _DAY if isinstance(value, date) else ""


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return min(max(-exponent, 0), _PLACES) if isinstance(exponent, int) else 0


def _number_shape(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")
