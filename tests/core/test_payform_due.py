"""Which forms are owed: what nobody's form holds, until it is turned in, week by week or for other dates."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.cover import Cover
from oncall_cli.core.pay.model import Call
from oncall_cli.core.payform_due import calls_by_person, draft_state, due_moment, owed, spoken_for
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span
from oncall_cli.core.ticket import Work
from oncall_cli.core.week import DAY, WEEK
from tests.core.lineup import PEOPLE, TABLE, WEEKS, lineups, turn

WEEK_1, WEEK_2, WEEK_3 = WEEKS[4:7]


def form(number: int, person: str, span: Span, **more: Any) -> TurnedIn:
    """A form that was turned in for every instant of a span."""
    first, last = TABLE.local_day(span.start), TABLE.local_day(span.end - timedelta(minutes=1))
    return TurnedIn(
        id=number,
        person=person,
        **{"week": None, "first": first, "last": last, "state": "submitted", **more},
        start=span.start,
        end=span.end,
        currency="USD",
        total=Decimal("1.00"),
        form="{}",
        submitted=span.end,
    )


def of_week(number: int, person: str, week: date, **more: Any) -> TurnedIn:
    """A form for an on-call week."""
    return form(number, person, TABLE.held(week), **{"week": week, **more})


def call(start: datetime, ticket: int = 1) -> Call:
    """Half an hour of work."""
    return Call(start=start, end=start + timedelta(minutes=30), ticket=ticket)


def held_by(*people: str) -> Schedule:
    """A schedule that gives each a week in turn, from the first of three."""
    turns = {WEEK_1 + step * WEEK: turn(WEEK_1 + step * WEEK, who) for step, who in enumerate(people)}
    return Schedule(timetable=TABLE, orders=[], turns=turns)


def rows(found: Any) -> list[tuple[date, str]]:
    return [(one.week, one.person) for one in found]


@given(lineups(), st.data())
def test_what_is_turned_in_is_owed_no_more_and_everything_else_still_is(
    lineup: tuple[Schedule, datetime], data: st.DataObject
) -> None:
    schedule, _ = lineup
    weeks = WEEKS[2:7]
    hours = st.integers(0, 24 * 6)
    calls = {
        person: [call(TABLE.held(week).start + timedelta(hours=hour))]
        for person in data.draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3))
        for week, hour in [(data.draw(st.sampled_from(weeks)), data.draw(hours))]
    }
    left = owed(weeks, schedule, calls, [])
    assert {(week, schedule.owner(week)) for week in weeks if schedule.owner(week)} <= set(rows(left))
    turned_in = [one for one in left if data.draw(st.booleans())]
    forms = [of_week(number, one.person, one.week) for number, one in enumerate(turned_in, 1)]
    assert owed(weeks, schedule, calls, forms) == [one for one in left if one not in turned_in]


@given(st.integers(0, 20), st.integers(1, 30))
def test_a_form_for_other_dates_holds_the_weeks_in_it_and_a_part_of_those_at_its_edges(
    first: int, length: int
) -> None:
    schedule = held_by("ana", "ana", "ana")
    weeks = [WEEK_1, WEEK_2, WEEK_3]
    start = TABLE.held(WEEK_1).start + first * DAY
    dates = Span(start, start + length * DAY)
    left = {one.week: one for one in owed(weeks, schedule, {}, [form(7, "ana", dates)])}
    for week in weeks:
        held = TABLE.held(week)
        outside = held.start < dates.start or dates.end < held.end
        assert (week in left) is outside
        if outside:
            shares = held.start < dates.end and dates.start < held.end
            assert left[week].partly_in == ((7,) if shares else ())
            assert all(not (dates.start < span.end and span.start < dates.end) for span in left[week].left)


def test_two_forms_for_other_dates_hold_a_week_between_them() -> None:
    schedule = held_by("ana", "ana")
    middle = TABLE.held(WEEK_1).start + 3 * DAY
    forms = [
        form(1, "ana", Span(middle - 20 * DAY, middle)),
        form(2, "ana", Span(middle, middle + 20 * DAY)),
    ]
    assert rows(owed([WEEK_1], schedule, {}, forms)) == []
    assert rows(owed([WEEK_1], schedule, {}, forms[:1])) == [(WEEK_1, "ana")]


def test_whoever_covers_owes_their_part_and_so_does_whoever_only_had_a_call() -> None:
    held = TABLE.held(WEEK_1)
    night = Cover(
        id=1,
        week=WEEK_1,
        person="ben",
        start=held.start + 2 * DAY,
        end=held.start + 3 * DAY,
        reason="ill",
        recorded=held.start,
    )
    covered = Schedule(TABLE, [], held_by("ana").turns, {WEEK_1: [night]})
    calls = {"cy": [call(held.start + DAY, 4), call(held.start + DAY, 3)], "dan": [call(held.end + DAY)]}
    found = owed([WEEK_1], covered, calls, [])
    assert rows(found) == [(WEEK_1, "ana"), (WEEK_1, "ben"), (WEEK_1, "cy")]
    assert [one.tickets for one in found] == [(), (), (3, 4)]
    assert found[1].left == (Span(night.start, night.end),)


def test_a_call_belongs_to_the_week_and_the_form_it_began_in() -> None:
    start = TABLE.held(WEEK_1).start + 3 * DAY
    calls = {"cy": [call(start - timedelta(minutes=10))]}
    nobody = Schedule(TABLE, [], {})
    for dates, is_owed in ((Span(start, start + 9 * DAY), True), (Span(start - 9 * DAY, start), False)):
        assert bool(owed([WEEK_1], nobody, calls, [form(1, "cy", dates)])) is is_owed


def test_a_member_s_calls_are_their_work_after_hours() -> None:
    start = TABLE.held(WEEK_1).start
    work = [
        Work(ticket=1, person="ana", start=start - timedelta(minutes=61), end=start + timedelta(minutes=5)),
        Work(ticket=1, person="ben", start=start - timedelta(minutes=61), end=start - timedelta(minutes=31)),
    ]
    calls = calls_by_person(work, TABLE)
    assert [(one.start, one.ticket) for one in calls["ana"]] == [(start, 1)]
    assert calls["ben"] == []


def test_it_is_due_the_morning_on_which_the_week_ends_and_late_a_minute_after() -> None:
    held = TABLE.held(WEEK_1)
    due = due_moment(WEEK_1 + WEEK, held.end, TABLE, lambda _: time(7, 30))
    assert due.astimezone(TABLE.on(WEEK_1).shape.zone).strftime("%a %F %H:%M") == f"Mon {WEEK_2} 07:30"
    assert draft_state(held.end, due, held.end - timedelta(seconds=1)) == "running"
    assert draft_state(held.end, due, held.end) == "due"
    assert draft_state(held.end, due, due + timedelta(seconds=59)) == "due"
    assert draft_state(held.end, due, due + timedelta(seconds=60)) == "late"


def test_dates_are_due_the_first_morning_that_is_not_before_their_end() -> None:
    tuesday = WEEK_2 + DAY
    end = datetime.combine(tuesday + DAY, time(5), UTC)
    due = due_moment(tuesday, end, TABLE, lambda _: time(7, 30))
    assert TABLE.local_day(due) == WEEK_3


@pytest.mark.parametrize(
    ("states", "speaks", "sent_back"),
    [
        (["submitted"], 1, None),
        (["approved"], 1, None),
        (["replaced", "submitted"], 2, None),
        (["approved", "submitted"], 2, None),
        (["approved", "sent_back"], 1, 2),
        (["sent_back"], 1, 1),
        (["sent_back", "submitted"], 2, None),
        (["sent_back", "sent_back"], 2, 2),
        (["replaced", "sent_back"], 2, 2),
        (["approved", "sent_back", "submitted"], 3, None),
    ],
)
def test_one_form_speaks_for_a_period(states: list[str], speaks: int, sent_back: int | None) -> None:
    held = TABLE.held(WEEK_1).end
    became = {
        "approved": {"approved": held},
        "sent_back": {"sent_back": held, "sent_back_because": "no"},
    }
    forms = [
        of_week(number, "ana", WEEK_1, state=state, **became.get(state, {}))
        for number, state in enumerate(states, 1)
    ]
    other = of_week(9, "ben", WEEK_1)
    ana, ben = spoken_for([*forms, other])
    assert (ana.form.id, ana.sent_back.id if ana.sent_back else None) == (speaks, sent_back)
    assert (ben.form.id, ben.sent_back) == (9, None)
    assert spoken_for([*reversed(forms)]) == [ana]
