"""A caller said in one breath with the number or the address."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oncall_cli.core.ticket_caller import email_named, phone_named, reached
from oncall_cli.errors import BadValue

NAMES = st.from_regex(r"[A-Za-zÀ-ž][A-Za-zÀ-ž '\-]{0,20}(, ?[A-Za-zÀ-ž'\-]{1,9}){0,2}", fullmatch=True)
NUMBERS = st.from_regex(r"\+?[0-9][0-9 ()\-]{1,12}[0-9]( x[0-9]{1,4})?", fullmatch=True)


@given(name=NAMES, number=NUMBERS)
def test_a_name_before_a_number_comes_apart_wherever_commas_stand(name: str, number: str) -> None:
    said = phone_named(f"{name}, {number}")
    assert " ".join((said.name or "").split()) == " ".join(name.split())
    assert said.contact == number.strip()


@given(number=NUMBERS, name=NAMES)
def test_a_number_alone_names_nobody_and_a_name_alone_is_no_number(number: str, name: str) -> None:
    assert phone_named(number) == (None, number.strip())
    assume(not any(char in "xet" for char in name.casefold()))
    with pytest.raises(BadValue, match="not a phone number"):
        phone_named(name)


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("555-0100, x12", None, "555-0100, x12"),
        (", 555-0100", None, "555-0100"),
        ("Dana, 555-0100, x12", "Dana", "555-0100, x12"),
        ("Fox, Tex, 555-0100", "Fox, Tex", "555-0100"),
        ("Dana, ext. 12", "Dana", "ext. 12"),
        (" Dana ,+1 (555) 010-0100 ", "Dana", "+1 (555) 010-0100"),
    ],
)
def test_commas_inside_names_and_numbers(text: str, name: str | None, number: str) -> None:
    assert phone_named(text) == (name, number)


@pytest.mark.parametrize("text", ["Dana, call me", "Dana,", ",", "Dana\x1b[31m, 555-0100", "Dana"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        phone_named(text)


def test_an_address_comes_with_a_name_or_alone() -> None:
    assert email_named("Dana Fox <dana@x.org>") == ("Dana Fox", "dana@x.org")
    assert email_named('"Fox, Dana" <dana@x.org>') == ("Fox, Dana", "dana@x.org")
    assert email_named(" <dana@x.org>") == (None, "dana@x.org")
    assert email_named("dana@x.org") == (None, "dana@x.org")
    for wrong in ("Dana <dana>", "Dana <a@x.org> <b@x.org>", "Dana dana@x.org"):
        with pytest.raises(BadValue, match="not an email address"):
            email_named(wrong)


def test_one_caller_is_said_once_or_the_same_each_time() -> None:
    assert reached(None, "Dana, 555 0100", "dana@x.org") == ("Dana", "555 0100", "dana@x.org")
    assert reached("Jo Fox", "555 0100", None) == ("Jo Fox", "555 0100", None)
    assert reached("dana  FOX", None, "Dana Fox <d@x.org>") == ("dana  FOX", None, "d@x.org")
    assert reached("", "Dana, 555 0100", " ").caller == "Dana"
    with pytest.raises(BadValue, match="two callers are named: Jo in --caller and Dana in --phone"):
        reached("Jo", "Dana, 555 0100", None)
    with pytest.raises(BadValue, match="Dana in --phone and Al in --email"):
        reached(None, "Dana, 555 0100", "Al <al@x.org>")
