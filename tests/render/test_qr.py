"""Codes to scan: what is drawn is the code of the link, light around it, on any terminal."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from oncall_cli.render.qr import QUIET, code, qr_lines
from oncall_cli.render.screen import Screen

LINK = "webcal://calendars.example.com/oncall/0123456789abcdef0123456789abcdef.ics"
DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def modules(lines: list[str]) -> list[list[int]]:
    """What is drawn, module by module."""
    return [[DARK[char][half] for char in line] for line in lines for half in (0, 1)]


@settings(max_examples=40)
@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789./~%", min_size=1, max_size=150))
def test_what_is_drawn_is_the_code_with_light_around_it(path: str) -> None:
    link = f"webcal://{path}"
    lines = qr_lines(link)
    drawn = modules(lines)
    made = segno.make(link, error="m", micro=False).matrix
    size = len(made)
    middle = [row[QUIET : QUIET + size] for row in drawn[QUIET : QUIET + size]]
    assert middle == [list(row) for row in made]
    assert sum(map(sum, drawn)) == sum(map(sum, middle))
    assert all(len(row) == size + 2 * QUIET for row in drawn)
    assert len(drawn) >= size + 2 * QUIET
    assert cell_len(lines[0]) <= 80


@pytest.mark.parametrize("terminal", [None, "dumb"])
def test_without_colours_the_blocks_are_what_is_light(
    monkeypatch: pytest.MonkeyPatch, terminal: str | None
) -> None:
    if terminal:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("TERM", terminal)
        monkeypatch.delenv("COLORTERM", raising=False)
    screen = Screen(width=80)
    code(screen, LINK)
    drawn = screen.text().rstrip("\n").split("\n")
    dark = [[1 - module for module in row] for row in modules(drawn)]
    assert dark == modules(qr_lines(LINK))


def test_with_colours_it_is_black_on_white_whatever_the_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    screen = Screen(width=80)
    code(screen, LINK)
    drawn = [Text.from_ansi(line) for line in screen.text().rstrip("\n").split("\n")]
    assert [line.plain for line in drawn] == qr_lines(LINK)
    for line in drawn:
        ((start, end, style),) = line.spans
        assert (start, end) == (0, len(line))
        assert str(style) == "#000000 on #ffffff"


def test_where_there_is_no_room_a_sentence_says_so() -> None:
    for width, link in ((80, f"webcal://{'x' * 400}"), (40, LINK)):
        screen = Screen(width=width)
        code(screen, link)
        assert screen.text().startswith("No code to scan: it is ")
        assert len(screen.text().split("\n")) <= 4
