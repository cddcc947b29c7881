"""Lengths of time as a policy writes them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.length import length_of, length_or_none_of, length_text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("15m", 15),
        ("15min", 15),
        ("24h", 1440),
        ("5d", 7200),
        ("1h30m", 90),
        ("1d 2h 3m", 1563),
        (" 90m ", 90),
    ],
)
def test_a_length_is_days_hours_and_minutes(text: str, minutes: int) -> None:
    assert length_of(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "0m", "15", "m", "-5m", "5 days", "1.5h", "30m1h", "٣", "1e3m", "99999d1m", 15, None, True]
)
def test_what_is_no_length_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(ValueError, match="expected a length of time like"):
        length_of(text)


@pytest.mark.parametrize(("text", "minutes"), [("0m", 0), ("0h0m", 0), ("1h0m", 60), (" 5d ", 7200)])
def test_a_length_can_be_none_where_that_is_asked_for(text: str, minutes: int) -> None:
    assert length_or_none_of(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", " ", "0", "m", "-0m", "99999d1m"])
def test_what_is_no_length_is_none_of_no_time_either(text: str) -> None:
    with pytest.raises(ValueError, match="expected a length of time like"):
        length_or_none_of(text)


@given(st.integers(1, 99_999 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_length_written_is_read_as_the_same(length: timedelta) -> None:
    assert length_of(length_text(length)) == length


@pytest.mark.parametrize(("minutes", "text"), [(90, "90m"), (60, "1h"), (1440, "24h"), (7200, "5d")])
def test_a_length_is_written_as_people_do(minutes: int, text: str) -> None:
    assert length_text(timedelta(minutes=minutes)) == text
