"""A page of terminal text: tables and lines that stay readable at 80 columns and without colour."""

import io
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime

from rich.box import SIMPLE_HEAD, SQUARE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from oncall_cli.core.said import ClockStyle, clock_said, moment_said
from oncall_cli.core.text import visible

Cell = str | Text

GAP = 2
"""Spaces between two columns."""

LEAST = 8
"""The narrowest that a column of words can be."""


class Screen:
    """Collects what a person is shown; every text from outside is made harmless on its way in."""

    def __init__(self, *, clock: ClockStyle = "24h", width: int | None = None) -> None:
        self.clock = clock
        self._buffer = io.StringIO()
        terminal = sys.stdout.isatty()
        columns = width or (
            shutil.get_terminal_size((80, 24)).columns if terminal or "COLUMNS" in os.environ else 80
        )
        self._console = Console(
            file=self._buffer,
            width=columns,
            force_terminal=terminal and not os.environ.get("NO_COLOR"),
            no_color=bool(os.environ.get("NO_COLOR")) or not terminal,
            markup=False,
            highlight=False,
            emoji=False,
        )

    @property
    def width(self) -> int:
        """Characters in a line."""
        return self._console.width

    @property
    def has_styles(self) -> bool:
        """Whether bold and colours are seen, so that nothing else has to stand for them."""
        return self._console.is_terminal

    @property
    def has_colours(self) -> bool:
        """Whether colours are seen; a terminal may have none."""
        return self.has_styles and self._console.color_system is not None

    def text(self) -> str:
        """The whole page, without spaces at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._buffer.getvalue().split("\n"))

    def line(self, text: Cell = "", style: str = "") -> None:
        """A line of text, wrapped where it is too long."""
        self._console.print(_cell(text, style), soft_wrap=False)

    def raw(self, text: str) -> None:
        """Text as it is, neither wrapped nor styled; for what other programs read."""
        self._buffer.write(visible(text, lines=True))

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        title: str | None = None,
        right: Sequence[str] = (),
        whole: Sequence[str] = (),
        cut: Sequence[str] = (),
        styles: Sequence[str] = (),
    ) -> None:
        """A table. Columns named in `right` are numbers, those in `whole` are never wrapped, and those in
        `cut` stay on one line and end in an ellipsis where there is no room."""
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
        if title:
            self.line(title, "bold")
        cells = [[_cell(cell) for cell in row] for row in rows]
        for column in columns:
            table.add_column(
                column,
                justify="right" if column in right else "left",
                no_wrap=column in whole or column in cut,
                overflow="ellipsis" if column in cut else "fold",
                max_width=self._left_for(column, columns, cells) if column in cut else None,
            )
        for number, row in enumerate(cells):
            table.add_row(*row, style=styles[number] if number < len(styles) else "")
        console_width = self._console.width
        self._console.width = max(console_width, self._least_width(columns, cells, [*whole, *right]))
        self._console.print(table)
        self._console.width = console_width

    def grid(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> None:
        """Boxes of one width in rows; a line in them that is too long ends in an ellipsis. On a narrower
        terminal the lines run over."""
        table = Table(box=SQUARE, padding=0, show_lines=True)
        for column in columns:
            table.add_column(column, width=width, no_wrap=True, overflow="ellipsis")
        for row in rows:
            table.add_row(*(_cell(cell) for cell in row))
        console_width = self._console.width
        self._console.width = max(console_width, (width + 1) * len(columns) + 1)
        self._console.print(table)
        self._console.width = console_width

    def _least_width(
        self, columns: Sequence[str], cells: Sequence[Sequence[Text]], kept: Sequence[str]
    ) -> int:
        """How wide a table has to be for the columns in `kept` to be there whole. On a narrower terminal its
        lines run over: a number that is cut would be another number."""
        widths = [
            max([cell_len(column), *(row[number].cell_len for row in cells)]) if column in kept else LEAST
            for number, column in enumerate(columns)
        ]
        return sum(widths) + GAP * len(columns)

    def _left_for(self, cut: str, columns: Sequence[str], cells: Sequence[Sequence[Text]]) -> int:
        """How wide a column can be once the others have what they need."""
        others = 0
        for number, column in enumerate(columns):
            if column != cut:
                widths = [cell_len(column), *(row[number].cell_len for row in cells)]
                others += max(widths) + GAP
        return max(self._console.width - others, LEAST)

    def pairs(self, pairs: Sequence[tuple[str, Cell | None]]) -> None:
        """Names and what they are, one below the other; what is nothing is left out."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, cell in pairs:
            if cell is not None and cell != "":
                table.add_row(name, _cell(cell))
        self._console.print(table)

    def time(self, moment: datetime) -> str:
        """A time of day as the team reads it: 18:01 or 6:01 PM."""
        return clock_said(moment, self.clock)

    def moment(self, moment: datetime) -> str:
        """A day and time: Mon 2026-11-23 18:01."""
        return moment_said(moment, self.clock)


def _cell(cell: Cell, style: str = "") -> Text:
    if isinstance(cell, Text):
        return cell
    return Text(visible(cell, lines=True), style=style)
