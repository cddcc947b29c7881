"""Work on a ticket: what can be told, and what kind it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.span import Span
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.core.ticket_work import (
    check_new_work,
    check_work,
    form_week,
    kind_of,
    overlapping,
    worked_spans,
)
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WeekShape
from oncall_cli.errors import Refused

ZONE = ZoneInfo("America/Chicago")
OFFICE = ((time(7), time(18)),)
HOURS = DatedHours(date.min, WeekShape(ZONE), (OFFICE,) * 5 + ((),) * 2)
TIMETABLE = Timetable([HOURS], {})
CAME = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
TICKET = Ticket(
    id=1,
    status="open",
    channel="email",
    received=CAME,
    caller="Jo",
    email="jo@example.com",
    description="down",
    last_step_at=CAME,
)


def span(start: str, end: str) -> Span:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (start, end))
    return Span(first.astimezone(UTC), last.astimezone(UTC))


def work(start: str, end: str, person: str = "ana") -> Work:
    worked = span(start, end)
    return Work(ticket=1, person=person, start=worked.start, end=worked.end)


@given(first=st.integers(-20000, 20000), minutes=st.integers(1, 20000))
def test_work_begins_after_the_call_and_is_told_when_it_is_over(first: int, minutes: int) -> None:
    start = CAME + timedelta(minutes=first)
    worked, now = Span(start, start + timedelta(minutes=minutes)), CAME + timedelta(minutes=15000)
    if first >= 0 and first + minutes <= 15000 and minutes <= 7 * 24 * 60:
        check_work(worked, TICKET, now)
    else:
        with pytest.raises(Refused):
            check_work(worked, TICKET, now)


def test_the_same_span_twice_is_a_slip_and_an_overlap_is_not() -> None:
    told = [work("2026-11-24 02:10", "2026-11-24 02:40"), work("2026-11-24 02:10", "2026-11-24 02:30", "ben")]
    with pytest.raises(Refused, match="there already"):
        check_new_work(work("2026-11-24 02:10", "2026-11-24 02:40"), told)
    longer = work("2026-11-24 02:30", "2026-11-24 02:50")
    check_new_work(longer, told)
    assert overlapping(longer, told) == told[:1]
    assert overlapping(work("2026-11-24 02:40", "2026-11-24 02:50"), told) == []


@pytest.mark.parametrize(
    ("start", "end", "kind", "week"),
    [
        ("2026-11-24 02:10", "2026-11-24 02:40", "call_out", date(2026, 11, 23)),
        ("2026-11-24 07:00", "2026-11-24 18:01", "office", None),
        ("2026-11-24 06:59", "2026-11-24 07:30", "call_out", date(2026, 11, 23)),
        ("2026-11-24 18:00", "2026-11-24 18:02", "call_out", date(2026, 11, 23)),
        ("2026-11-23 07:00", "2026-11-23 18:01", "office", None),
        ("2026-11-23 06:30", "2026-11-23 09:00", "call_out", date(2026, 11, 16)),
    ],
)
def test_one_minute_after_hours_makes_a_call_out(start: str, end: str, kind: str, week: date | None) -> None:
    worked = span(start, end)
    assert kind_of(worked, TIMETABLE) == kind
    assert form_week([worked], TIMETABLE) == week


def test_a_call_stands_on_the_form_of_the_first_week_it_was_worked_in() -> None:
    early, late = span("2026-11-23 06:30", "2026-11-23 06:45"), span("2026-11-23 18:30", "2026-11-23 19:00")
    assert form_week([late, early], TIMETABLE) == date(2026, 11, 16)
    assert form_week([], TIMETABLE) is None


def test_spans_that_share_minutes_are_one_and_those_that_touch_stay_two() -> None:
    told = [
        work("2026-11-24 02:30", "2026-11-24 02:50"),
        work("2026-11-24 02:10", "2026-11-24 02:40"),
        work("2026-11-24 02:15", "2026-11-24 02:20"),
        work("2026-11-24 02:50", "2026-11-24 03:00"),
        work("2026-11-24 02:20", "2026-11-24 02:30", "ben"),
        work("2026-11-24 02:10", "2026-11-24 02:20").model_copy(update={"ticket": 2}),
    ]
    assert worked_spans(told) == {
        ("ana", 1): [
            span("2026-11-24 02:10", "2026-11-24 02:50"),
            span("2026-11-24 02:50", "2026-11-24 03:00"),
        ],
        ("ben", 1): [span("2026-11-24 02:20", "2026-11-24 02:30")],
        ("ana", 2): [span("2026-11-24 02:10", "2026-11-24 02:20")],
    }


@given(told=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8))
def test_no_minute_of_a_ticket_counts_twice_and_none_is_lost(told: list[tuple[int, int]]) -> None:
    minute = timedelta(minutes=1)
    spans = [Span(CAME + first * minute, CAME + (first + length) * minute) for first, length in told]
    whole = worked_spans(Work(ticket=1, person="ana", start=one.start, end=one.end) for one in spans)
    counted = [
        one.start + number * minute for one in whole.get(("ana", 1), []) for number in range(one.minutes)
    ]
    assert sorted(
        {CAME + (first + number) * minute for first, length in told for number in range(length)}
    ) == (sorted(counted))
