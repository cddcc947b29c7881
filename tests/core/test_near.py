"""Slips of the hand."""

import pytest

from oncall_cli.core.near import nearest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("rotaton", "rotation"),
        ("SWAP", "Swap"),
        ("tem", "team"),
        ("escalation", None),
        ("", None),
        ("x", None),
    ],
)
def test_only_a_word_that_is_really_near_is_offered(word: str, meant: str | None) -> None:
    assert nearest(word, ["rotation", "Swap", "team", "calendar"]) == meant


def test_where_nothing_is_known_nothing_is_offered() -> None:
    assert nearest("team", []) is None
