"""A roster's entries: what is a handle, a role, an address, a number."""

import pytest

from oncall_cli.core.member import Member, email_of, handle_of, member_of, phone_of, role_of
from oncall_cli.errors import BadValue


def test_a_member_is_made_of_what_somebody_typed() -> None:
    typed = member_of(" Ana ", " Ana Ruiz ", role="Manager", email="ana@example.com", phone="", login=None)
    assert typed == Member(handle="ana", name="Ana Ruiz", role="manager", email="ana@example.com")


@pytest.mark.parametrize("text", ["a", "ana-maria", "a_1", "A" * 32])
def test_handles(text: str) -> None:
    assert handle_of(text) == text.lower()


@pytest.mark.parametrize(
    "text", ["", " ", "1ana", "-ana", "ana b", "ana,b", "añа", "a" * 33, "an\na", "ana\x1b[0m", "../x", "a@b"]
)
def test_what_is_no_handle(text: str) -> None:
    with pytest.raises(BadValue, match="is not a handle") as refused:
        handle_of(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    "text",
    ["ana", "a@b@c", "a b@c", "@c", "a@", "a@b,c@d", "<a@b>", "a@b\r\nBcc: x@y", "", '"a"b"@c', '""@c'],
)
def test_what_is_no_email_address(text: str) -> None:
    with pytest.raises(BadValue, match="email address"):
        email_of(text)


@pytest.mark.parametrize("text", ["ana@example.com", '"x y"@x.org', '"a@b.c, d"@d.e', r'"q\"q"@b.c'])
def test_email_addresses(text: str) -> None:
    assert email_of(f" {text} ") == text


@pytest.mark.parametrize("text", ["+1 (555) 010-0100", "555.0100 x12", "0100", "ext 4711", "*55#"])
def test_phone_numbers(text: str) -> None:
    assert phone_of(f" {text} ") == text


@pytest.mark.parametrize("text", ["", "call me", "()", "xxx", "555\n0100", "5" * 41, "55"])
def test_what_is_no_phone_number(text: str) -> None:
    with pytest.raises(BadValue, match="phone number"):
        phone_of(text)


def test_a_role_is_one_of_three() -> None:
    assert role_of(" Administrator ") == "administrator"
    with pytest.raises(BadValue, match="'boss' is not a role") as refused:
        role_of("boss")
    assert refused.value.hint == "one of technician, manager, administrator"
