"""Tables: nothing is lost for want of room, numbers stay whole, and lines keep to the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from oncall_cli.render.screen import GAP, LEAST, Screen

WORDS = st.text(st.sampled_from("ab é日-"), max_size=60).map(lambda text: " ".join(text.split()))
COLUMNS = ("No.", "Name", "Why", "More")


def drawn(rows: list[list[str]], width: int = 80, **kinds: tuple[str, ...]) -> list[str]:
    screen = Screen(width=width)
    screen.table(COLUMNS, rows, **kinds)
    return screen.text().splitlines()


def test_a_table_is_as_wide_as_what_it_holds() -> None:
    assert drawn([["7", "日本", "x", ""], ["12", "ana", "a\nb", "c"]], right=("No.",)) == [
        "No.  Name  Why  More",
        "────────────────────",
        "  7  日本  x",
        " 12  ana   a    c",
        "           b",
    ]


@given(st.lists(st.lists(WORDS, min_size=4, max_size=4), max_size=6), st.integers(60, 120))
def test_lines_keep_to_the_width_and_every_letter_is_there(rows: list[list[str]], width: int) -> None:
    lines = drawn(rows, width)
    assert max(cell_len(line) for line in lines) <= width
    letters = sorted("".join("".join(row) for row in rows).replace(" ", ""))
    assert sorted("".join(lines[2:]).replace(" ", "")) == letters


@pytest.mark.parametrize("kind", ["whole", "right"])
def test_a_column_that_is_kept_whole_is_there_on_a_narrow_terminal(kind: str) -> None:
    lines = drawn([["1" * 30, "a word or two more", "", ""]], 40, **{kind: ("No.",)})
    assert "1" * 30 in lines[2]
    assert max(map(len, lines)) <= 30 + GAP + 3 * (GAP + LEAST)


def test_a_column_that_can_be_cut_gives_way_before_others_are_wrapped() -> None:
    lines = drawn([["1", "n" * 20, "y" * 40, "m" * 40]], cut=("More",))
    assert len(lines) == 3
    assert lines[2] == f"1    {'n' * 20}  {'y' * 40}  {'m' * 10}…"


def test_of_columns_that_are_wrapped_the_widest_gives_way() -> None:
    assert drawn([["1", "name", "y" * 60, "m" * 30]], 60)[2:] == [
        f"1    name  {'y' * 23}  {'m' * 24}",
        f"{' ' * 11}{'y' * 23}  {'m' * 6}",
        f"{' ' * 11}{'y' * 14}",
    ]
