"""A member's colour: their own while there are colours, and the same whoever joins or is shown."""

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.render.colours import COLOURS, colours_of

HANDLES = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


@given(st.lists(HANDLES, unique=True, max_size=len(COLOURS)))
def test_no_two_members_share_a_colour_while_there_are_enough(roster: list[str]) -> None:
    found = colours_of(roster)
    assert list(found) == roster
    assert len(set(found.values())) == len(roster)


@given(st.lists(HANDLES, unique=True, max_size=40), HANDLES)
def test_one_who_comes_last_changes_nobodys_colour(roster: list[str], joiner: str) -> None:
    before = [handle for handle in roster if handle != joiner]
    after = colours_of([*before, joiner])
    assert {handle: after[handle] for handle in before} == colours_of(before)
    assert set(after.values()) <= set(COLOURS)


def test_a_colour_comes_from_the_handle_and_not_from_its_place() -> None:
    assert colours_of(["ana", "ben", "cy"]) == {
        handle: colours_of([handle])[handle] for handle in ("cy", "ben", "ana")
    }
