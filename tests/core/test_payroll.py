"""Which forms payroll gets: laws of months that follow each other, and which of several forms is paid."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.payform import Period, dates_period
from oncall_cli.core.payform_life import TurnedIn, TurnedInState
from oncall_cli.core.payroll import corrections_waiting, ends_in, open_periods, payable
from oncall_cli.core.span import Span, overlap

CHICAGO = ZoneInfo("America/Chicago")
NOVEMBER = dates_period(date(2026, 11, 1), date(2026, 11, 30), CHICAGO)
SIGNED = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)


def week_form(number: int, week: date, state: TurnedInState = "submitted", person: str = "ana") -> TurnedIn:
    start = datetime(week.year, week.month, week.day, 18, 1, tzinfo=CHICAGO)
    last = week + timedelta(weeks=1)
    end = datetime(last.year, last.month, last.day, 7, 0, tzinfo=CHICAGO)
    return kept(number, Span(start, end), (week, last), week, state, person)


def month_form(number: int, period: Period, state: TurnedInState = "submitted") -> TurnedIn:
    return kept(number, period.span, (period.first, period.last), None, state, "ana")


def kept(
    number: int, span: Span, dates: tuple[date, date], week: date | None, state: TurnedInState, person: str
) -> TurnedIn:
    return TurnedIn(
        id=number,
        person=person,
        week=week,
        first=dates[0],
        last=dates[1],
        start=span.start,
        end=span.end,
        state=state,
        currency="USD",
        total=Decimal("300.00"),
        form="{}",
        submitted=SIGNED,
        approved=SIGNED if state == "approved" else None,
    )


@given(st.integers(0, 52), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_periods_that_follow_each_other_share_no_week_and_miss_none(step: int, lengths: list[int]) -> None:
    first = date(2026, 1, 1)
    periods = []
    for length in lengths:
        last = first + timedelta(days=length - 1)
        periods.append(dates_period(first, last, CHICAGO))
        first = last + timedelta(days=1)
    form = week_form(1, date(2025, 12, 29) + step * timedelta(weeks=1))
    inside = date(2026, 1, 1) <= form.last < first
    assert sum(ends_in(period, form) for period in periods) == inside


@given(st.sets(st.integers(0, 9), max_size=5), st.integers(0, 40), st.integers(1, 40))
def test_what_no_form_holds_is_left_and_nothing_twice(weeks: set[int], after: int, length: int) -> None:
    forms = [
        week_form(number, date(2026, 10, 12) + number * timedelta(weeks=1), "approved") for number in weeks
    ]
    first = date(2026, 10, 20) + timedelta(days=after)
    period = dates_period(first, first + timedelta(days=length - 1), CHICAGO)
    left = open_periods("ana", period, [*forms, week_form(99, first, person="ben")], CHICAGO)
    assert all(not overlap(part.span, form.span) for part in left for form in forms)
    held = [shared for form in forms if (shared := overlap(form.span, period.span))]
    spans = sorted([*held, *(part.span for part in left)])
    assert (spans[0].start, spans[-1].end) == period.span
    assert all(one.end == other.start for one, other in pairwise(spans))
    for part in left:
        assert part.first == part.span.start.astimezone(CHICAGO).date()
        assert part.last == (part.span.end - timedelta(minutes=1)).astimezone(CHICAGO).date()


def test_what_is_approved_is_paid_until_its_correction_is() -> None:
    week = date(2026, 11, 9)
    old = week_form(1, week, "approved")
    new = week_form(2, week).model_copy(update={"replaces": 1})
    assert payable([old, new]) == [old]
    assert corrections_waiting([old, new], [old]) == [new]
    replaced = old.model_copy(update={"state": "replaced"})
    signed = new.model_copy(update={"state": "approved"})
    assert payable([replaced, signed]) == [signed]
    assert corrections_waiting([replaced, signed], [signed]) == []


def test_a_form_that_waits_is_taken_where_none_is_approved() -> None:
    week = date(2026, 11, 9)
    back, waits = week_form(1, week, "sent_back"), week_form(2, week)
    other = week_form(3, week, person="ben")
    assert payable([back, waits, other]) == [waits, other]
