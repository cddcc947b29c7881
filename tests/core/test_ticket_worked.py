"""Work said while a ticket is logged."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.ticket_worked import worked_spans
from oncall_cli.errors import BadValue

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 8, 10, 33, tzinfo=UTC)


@given(minutes=st.integers(1, 7 * 1440), back=st.integers(0, 10**6))
def test_a_length_ends_just_now_or_begins_with_the_call(minutes: int, back: int) -> None:
    (ended,) = worked_spans([f"{minutes}m"], None, NOW, ZONE)
    assert (ended.minutes, ended.end.second) == (minutes, 0)
    assert timedelta() <= NOW - ended.end < timedelta(minutes=1)
    received = NOW - timedelta(minutes=back)
    (begun,) = worked_spans([f"{minutes}m"], received, NOW, ZONE)
    assert begun.minutes == minutes
    assert timedelta() <= received - begun.start < timedelta(minutes=1)


def test_spans_come_in_order_and_lengths_alone() -> None:
    spans = worked_spans(["01:40/01:55", "01:10/10m"], None, NOW, ZONE)
    assert [(span.start.hour, span.start.minute, span.minutes) for span in spans] == [
        (7, 10, 10),
        (7, 40, 15),
    ]
    assert worked_spans(["1h10m"], None, NOW, ZONE)[0].minutes == 70
    assert worked_spans([], None, NOW, ZONE) == []
    for texts in (
        ["25m", "01:10/10m"],
        ["25m", "25m"],
        ["soon"],
        ["0m"],
        ["8d"],
        ["-5m"],
        ["01:10/01:10"],
        [""],
    ):
        with pytest.raises(BadValue):
            worked_spans(texts, None, NOW, ZONE)
