"""Text from outside: what is taken, and how it is shown without harm."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.text import LINE_LIMIT, TEXT_LIMIT, is_harmful, json_safe, long_text, one_line, visible
from oncall_cli.errors import BadValue

HARMFUL = ["\x1b[31m", "\x07", "\r", "\x9b2J", "\x7f", "\u202e", "\u2066", "\u2028", "\x00", "\x85"]


@pytest.mark.parametrize("bad", HARMFUL)
def test_what_steers_a_terminal_is_written_out_and_refused_in_a_line(bad: str) -> None:
    assert bad[0] not in visible(f"a{bad}b")
    with pytest.raises(BadValue, match=r"the name holds .*, a control character"):
        one_line(f"a{bad}b", "name")


def test_line_breaks_stay_only_where_lines_are_meant() -> None:
    assert visible("a\nb\tc") == "a\\nb\\tc"
    assert visible("a\nb\tc\x1b", lines=True) == "a\nb\tc\\x1b"


@given(st.text(st.characters()))
def test_nothing_harmful_is_left_in_what_is_shown(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown)
    shown.encode()
    assert visible(shown) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_name_is_trimmed_and_composed() -> None:
    assert one_line("  Zoe\u0301 [bold]O'Neil, Jr.  ", "name") == "Zo\u00e9 [bold]O'Neil, Jr."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("x" * (LINE_LIMIT + 1), "has 201 characters; 200 is the most"),
        ("\udcff", "control"),
    ],
)
def test_what_is_no_line_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(BadValue, match=f"the name .*{said}"):
        one_line(text, "name")


def test_a_long_text_keeps_its_lines_and_its_escapes() -> None:
    assert long_text(" a\r\n\x1b[0mb \n", "description") == "a\n\x1b[0mb"


@pytest.mark.parametrize("text", ["", " \n\t", "a\x00b", "a\udc80b", "x" * (TEXT_LIMIT + 1)])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="the description"):
        long_text(text, "description")


def test_json_keeps_names_readable_and_steering_characters_written_out() -> None:
    said = json.dumps({"name": "Łukasz \u202eevil \x9b \x1b[31m"}, ensure_ascii=False)
    safe = json_safe(said)
    assert json.loads(safe) == json.loads(said)
    assert "Łukasz" in safe
    assert not any(is_harmful(char) for char in safe)


@pytest.mark.parametrize("name", ["\u200b", "\ufeff \u00ad", "\u200d\u200c"])
def test_a_name_nobody_can_see_is_no_name(name: str) -> None:
    with pytest.raises(BadValue, match="no letter that can be seen"):
        one_line(name, "name")
