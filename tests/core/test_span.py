"""Spans: elapsed time in UTC, and what is shared, left over and joined."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.span import MINUTE, Span, overlap, total_minutes, whole_minute, without

ZERO = datetime(2026, 11, 23, tzinfo=UTC)


def span(first: int, last: int) -> Span:
    return Span(ZERO + first * MINUTE, ZERO + last * MINUTE)


def minutes_of(spans: list[Span]) -> list[int]:
    """Every minute that a list of spans holds, as often as it holds it."""
    return [
        minute for one in spans for minute in range((one.start - ZERO) // MINUTE, (one.end - ZERO) // MINUTE)
    ]


some_span = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: span(pair[0], sum(pair)))
some_spans = st.lists(some_span, max_size=6)


def test_a_night_in_which_clocks_change_is_an_hour_longer_or_shorter_than_the_wall_says() -> None:
    zone = ZoneInfo("America/Chicago")
    for month, day, hours in ((11, 1, 7), (3, 8, 5), (6, 8, 6)):
        midnight, morning = (datetime(2026, month, day, hour, tzinfo=zone).astimezone(UTC) for hour in (0, 6))
        assert Span(midnight, morning).minutes == hours * 60


@pytest.mark.parametrize("second", [0, 59])
def test_a_moment_is_taken_to_its_whole_minute(second: int) -> None:
    moment = datetime(2026, 11, 30, 6, 59, second, 999_999, tzinfo=ZoneInfo("America/Chicago"))
    assert whole_minute(moment) == datetime(2026, 11, 30, 12, 59, tzinfo=UTC)
    assert whole_minute(moment).tzinfo is UTC


@given(some_span, some_span)
def test_the_overlap_of_two_spans_is_every_minute_in_both(one: Span, other: Span) -> None:
    shared = overlap(one, other)
    assert set(minutes_of([shared] if shared else [])) == set(minutes_of([one])) & set(minutes_of([other]))


def test_spans_that_only_touch_share_nothing() -> None:
    assert overlap(span(0, 5), span(5, 9)) is None


@given(some_span, some_spans)
def test_what_is_left_without_holes_is_every_minute_outside_them_once_and_in_order(
    whole: Span, holes: list[Span]
) -> None:
    left, outside = without(whole, holes), set(minutes_of([whole])) - set(minutes_of(holes))
    assert minutes_of(left) == sorted(outside)
    assert total_minutes(left) == len(outside)


def test_minutes_are_whole_ones() -> None:
    assert Span(ZERO, ZERO + timedelta(seconds=119)).minutes == 1
