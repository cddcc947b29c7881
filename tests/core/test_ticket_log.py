"""What a new ticket needs, and what is said about whatever is wrong with it."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.ticket import Ticket
from oncall_cli.core.ticket_log import channel_of, check_received, missing_fields, ticket_of, tier_of
from oncall_cli.errors import BadValue, Refused

NOW = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
NEEDED = {"channel": "email", "caller": "Jo", "email": "jo@example.com", "description": "down"}
ALL = dict.fromkeys(
    ("phone", "requester", "tell", "customer", "location", "affected", "reference", "tried", "error")
)


def ticket(**said: str | None) -> Ticket:
    return ticket_of(ALL | NEEDED | said, tier=None, first_time=None, rings=None, received=NOW, on_duty=None)


@pytest.mark.parametrize("count", range(1, 5))
def test_everything_missing_is_named_at_once(count: int) -> None:
    for left_out in combinations(NEEDED, count):
        missing = missing_fields(ALL | NEEDED | dict.fromkeys(left_out, " "))
        assert len(missing) == count
        for name in left_out:
            assert any(f"--{name}" in option for option in missing)


def test_a_phone_number_or_an_email_address_is_enough() -> None:
    assert ticket(email=None, phone="+1 555 0101").phone == "+1 555 0101"
    assert ticket().email == "jo@example.com"
    with pytest.raises(BadValue, match="--phone or --email"):
        ticket(email=None)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"channel": "fax"}, "'fax' is not a channel"),
        ({"caller": "Jo\x1b[31m"}, "caller's name holds"),
        ({"caller": "J" * 201}, "201 characters"),
        ({"phone": "call me"}, "not a phone number"),
        ({"email": "jo"}, "not an email address"),
        ({"description": "a\ud800"}, "not readable text"),
        ({"location": "a\nb"}, "the location holds"),
        ({"tried": "x" * 1_000_001}, "1,000,001 characters"),
    ],
)
def test_whatever_is_wrong_is_said_in_a_sentence(said: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        ticket(**said)


def test_channels_and_tiers_are_known_by_what_people_call_them() -> None:
    assert [channel_of(said) for said in ("Walk_In", "walkin", " walk in ")] == ["walk-in"] * 3
    tiers = {1: "Critical", 4: "Low"}
    assert (tier_of("4", tiers), tier_of(" critical", tiers)) == (4, 1)
    with pytest.raises(BadValue, match="no tier '2'") as caught:
        tier_of("2", tiers)
    assert "1 Critical, 4 Low" in (caught.value.hint or "")


@given(minutes=st.integers(1, 10**6))
def test_nothing_comes_in_from_the_future(minutes: int) -> None:
    away = timedelta(minutes=minutes)
    check_received(NOW, NOW)
    check_received(NOW - away, NOW)
    with pytest.raises(Refused, match="future"):
        check_received(NOW + away, NOW)
    with pytest.raises(BadValue, match="1990"):
        check_received(datetime(1989, 12, 31, tzinfo=UTC), NOW)


@pytest.mark.parametrize("rings", [-1, 100])
def test_rings_are_a_number_that_can_be_counted(rings: int) -> None:
    with pytest.raises(BadValue, match="--rings"):
        ticket_of(ALL | NEEDED, tier=None, first_time=None, rings=rings, received=NOW, on_duty=None)
