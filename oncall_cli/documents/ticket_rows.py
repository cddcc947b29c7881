"""A past log of tickets read from CSV: its rows with the lines they stand on, each cell as it was written.

UTF-8 with or without a byte order mark; a comma, a semicolon or a tab between cells. An apostrophe that our
own exports put before a formula is taken off again.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from oncall_cli.core.near import nearest
from oncall_cli.core.text import visible
from oncall_cli.documents.payform_csv import text_cell
from oncall_cli.errors import BadValue

LONGEST_CELL = 4_000_000
"""Characters; a text of a ticket is refused from a million on, in a sentence of its own."""
_ZIP = b"PK\x03\x04"
_SAID = 40


class Row(NamedTuple):
    """A row by the line it begins on: its cells by column, those that say nothing left out, or its fault."""

    line: int
    cells: dict[str, str]
    fault: str | None = None


def rows_of(data: bytes, source: str, columns: Sequence[str]) -> list[Row]:
    """The rows under the head line, empty ones left out. BadValue where the file is no text or no table, or
    where its head line names a column that is not one of `columns`, or one twice."""
    text = _text(data, source)
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=first.count)
    most = csv.field_size_limit(LONGEST_CELL)
    try:
        return list(_rows(text, source, separator, columns))
    finally:
        csv.field_size_limit(most)


def _text(data: bytes, source: str) -> str:
    if data.startswith(_ZIP):
        raise BadValue(f"{source} is a spreadsheet or a zip file", hint="save it as CSV in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadValue(
            f"{source} is not UTF-8 text: see line {line}", hint="save it as CSV in UTF-8"
        ) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise BadValue(f"{source} is no text: line {line} holds a zero byte", hint="save it as CSV in UTF-8")
    return text


def _rows(text: str, source: str, separator: str, columns: Sequence[str]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    head: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = _head(cells, source, columns)
            elif len(cells) != len(head):
                why = f"it has {_counted(len(cells))}, and the head line names {len(head)}"
                yield Row(line, {}, why)
            else:
                said = zip(head, cells, strict=True)
                yield Row(line, {name: _plain(cell) for name, cell in said if cell.strip()})
    except csv.Error as error:
        long = "field limit" in str(error)
        why = f"a cell has over {LONGEST_CELL:,} characters" if long else "its quotes do not match"
        raise BadValue(
            f"{source}, line {before + 1}: {why}",
            hint='a cell with quotes in it is written "like ""this"" one"',
        ) from None
    if not head:
        raise BadValue(f"{source} is empty", hint=f"its first line names columns: {', '.join(columns)}")


def _head(cells: Sequence[str], source: str, columns: Sequence[str]) -> list[str]:
    head = ["_".join(_plain(cell).lower().replace("-", " ").replace("_", " ").split()) for cell in cells]
    faults = [_unknown(name, columns) for name in dict.fromkeys(head) if name not in columns]
    faults += [f"the column '{name}' is there twice" for name in columns if head.count(name) > 1]
    if faults:
        raise BadValue(f"{source}: {'; '.join(faults)}", hint=f"its first line names {', '.join(columns)}")
    return head


def _unknown(name: str, columns: Sequence[str]) -> str:
    if not name:
        return "a column has no name"
    near = nearest(name, columns)
    said = visible(name[:_SAID]) + ("…" if len(name) > _SAID else "")
    return f"there is no column '{said}'" + (f"; is it '{near}'?" if near else "")


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    rest = cell[1:]
    is_guarded = cell.startswith("'") and not rest.startswith("'") and text_cell(rest).startswith("'")
    return rest if is_guarded else cell


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
