"""A past log of tickets read from CSV: its rows with the lines they stand on, each cell as it was written.

UTF-8 with or without a byte order mark; a comma, a semicolon or a tab between cells. Columns may be passed
over, as those of our own exports that a log cannot say. An apostrophe that an export put before a formula is
taken off again. A steering character that it wrote out (\\x1b) stays so: it could be somebody's own letters.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from oncall_cli.core.near import nearest
from oncall_cli.core.text import visible
from oncall_cli.documents.tickets_csv import is_guarded
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


class Rows(NamedTuple):
    """The rows under a head line, empty ones left out; what is wrong with the head line; and the columns
    that say something and were passed over."""

    rows: list[Row]
    faults: list[str]
    passed: list[str]


def rows_of(data: bytes, source: str, columns: Sequence[str], passing: Collection[str] = ()) -> Rows:
    """What a table says in those of its columns that are one of `columns`; it may have those in `passing`
    besides. BadValue where the file is no text or no table."""
    text = _text(data, source)
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=first.count)
    most = csv.field_size_limit(LONGEST_CELL)
    try:
        return _rows(_lines(text, source, separator), source, columns, passing)
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


def _lines(text: str, source: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that says anything, by the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield line, cells
    except csv.Error as error:
        long = "field limit" in str(error)
        why = f"a cell has over {LONGEST_CELL:,} characters" if long else "its quotes do not match"
        raise BadValue(
            f"{source}, line {before + 1}: {why}",
            hint='a cell with quotes in it is written "like ""this"" one"',
        ) from None


def _rows(
    lines: Iterator[tuple[int, list[str]]], source: str, columns: Sequence[str], passing: Collection[str]
) -> Rows:
    first = next(lines, None)
    if first is None:
        raise BadValue(f"{source} is empty", hint=f"its first line names columns: {', '.join(columns)}")
    number, cells = first
    names = ["_".join(_plain(cell).lower().replace("-", " ").replace("_", " ").split()) for cell in cells]
    faults, head = _head(names, columns, passing)
    rows = [_row(line, cells, head) for line, cells in lines]
    said = {name for row in rows for name in row.cells}
    return Rows(
        rows=rows,
        faults=[f"line {number}: {fault}" for fault in faults],
        passed=[name for name in dict.fromkeys(head) if name in said and name not in columns],
    )


def _row(line: int, cells: Sequence[str], head: Sequence[str]) -> Row:
    if len(cells) != len(head):
        return Row(line, {}, f"it has {_counted(len(cells))}, and the head line names {len(head)}")
    said = zip(head, cells, strict=True)
    return Row(line, {name: _plain(cell) for name, cell in said if cell.strip()})


def _head(
    names: Sequence[str], columns: Sequence[str], passing: Collection[str]
) -> tuple[list[str], list[str]]:
    """What is wrong with the head line, and its columns as the rows are to be read all the same: one that is
    unknown as the one it seems to mean, so that the rows are not said to lack it."""
    faults: list[str] = []
    head: list[str] = []
    for name in names:
        near = None if name in columns or name in passing else nearest(name, columns)
        if name not in columns and name not in passing:
            faults.append(_unknown(name, near))
        head.append(near if near and near not in (*names, *head) else name)
    faults += [f"the column '{name}' is there twice" for name in columns if names.count(name) > 1]
    return list(dict.fromkeys(faults)), head


def _unknown(name: str, near: str | None) -> str:
    if not name:
        return "a column has no name"
    said = visible(name[:_SAID]) + ("…" if len(name) > _SAID else "")
    return f"there is no column '{said}'" + (f"; is it '{near}'?" if near else "")


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if is_guarded(cell) else cell


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
