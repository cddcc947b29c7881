"""Orders: they are only ever added, and none of them changes what was."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.rotation import (
    Order,
    checked_order,
    holding_from,
    holds_any,
    made_anew,
    order_changes,
    order_for,
    ordered_at,
    still_holding,
    with_ends,
)
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape
from oncall_cli.errors import BadValue

TABLE = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), ((),) * 7)], {})
FIRST = date(2026, 8, 31)
WEEKS = [FIRST + step * WEEK for step in range(20)]
BEGINNING = TABLE.span(FIRST).start

weeks = st.sampled_from(WEEKS)
handles = st.permutations(["ana", "ben", "cy", "dee"]).flatmap(
    lambda all_: st.integers(1, 4).map(lambda count: tuple(all_[:count]))
)
moments = st.one_of(
    st.integers(0, 20 * 7 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes)),
    weeks.map(lambda week: TABLE.span(week).start),
)
orders_in_time = st.lists(st.builds(Order, start=weeks, handles=handles, made=moments), max_size=5).map(
    lambda orders: sorted(orders, key=lambda order: order.made)
)


def owners(orders: list[Order]) -> dict[date, str | None]:
    return {week: ordered_at(week, orders, TABLE) for week in WEEKS}


def test_turns_go_round_from_the_first_week_of_the_order() -> None:
    order = Order(start=FIRST, handles=("ana", "ben", "cy"), made=BEGINNING - timedelta(days=1))
    assert list(owners([order]).values())[:5] == ["ana", "ben", "cy", "ana", "ben"]
    assert ordered_at(FIRST - WEEK, [order], TABLE) is None


@given(orders_in_time, weeks, handles, st.timedeltas(timedelta(), timedelta(days=60)))
def test_another_order_never_changes_a_week_that_has_begun_and_had_an_owner(
    orders: list[Order], start: date, members: tuple[str, ...], later: timedelta
) -> None:
    made = (orders[-1].made if orders else BEGINNING) + later
    before, after = owners(orders), owners([*orders, Order(start=start, handles=members, made=made)])
    begun = [week for week in WEEKS if TABLE.span(week).start <= made and before[week]]
    assert {week: after[week] for week in begun} == {week: before[week] for week in begun}


@given(orders_in_time, weeks, handles, st.timedeltas(timedelta(), timedelta(days=60)))
def test_another_order_fills_every_week_to_come_from_its_start_on_and_no_week_before_it(
    orders: list[Order], start: date, members: tuple[str, ...], later: timedelta
) -> None:
    made = (orders[-1].made if orders else BEGINNING) + later
    new = Order(start=start, handles=members, made=made)
    before, after = owners(orders), owners([*orders, new])
    for week in WEEKS:
        if week < start:
            assert after[week] == before[week]
        elif TABLE.span(week).start > made:
            assert after[week] == members[(week - start).days // 7 % len(members)]
        else:
            assert after[week] is not None


@given(orders_in_time, weeks, handles)
def test_the_changes_shown_are_the_weeks_that_differ(
    orders: list[Order], start: date, members: tuple[str, ...]
) -> None:
    new = Order(start=start, handles=members, made=orders[-1].made if orders else BEGINNING)
    before, after = owners(orders), owners([*orders, new])
    shown = {
        change.week: (change.before, change.after) for change in order_changes([new], orders, WEEKS, TABLE)
    }
    assert shown == {week: (before[week], after[week]) for week in WEEKS if before[week] != after[week]}


@given(
    st.lists(st.builds(Order, start=weeks, handles=handles, made=st.just(BEGINNING - WEEK)), max_size=5),
    weeks,
)
def test_the_orders_that_hold_from_a_week_on_give_what_all_of_them_give(
    orders: list[Order], first: date
) -> None:
    line = holding_from(first, orders)
    found = {
        week: order.handle_at(week)
        for order, end in with_ends(line)
        for week in WEEKS
        if order.start <= week and (end is None or week < end)
    }
    for week in WEEKS:
        if week >= first:
            assert found.get(week) == owners(orders)[week]


def test_what_is_made_anew_is_all_from_where_two_lines_part() -> None:
    made = BEGINNING - WEEK
    one, two, three = (Order(start=week, handles=("ana", "ben"), made=made) for week in WEEKS[:3])
    other = Order(start=WEEKS[1], handles=("cy",), made=made)
    anew = made_anew([one, other, three], [one, two, three], "ben left", BEGINNING)
    assert anew == [
        order.model_copy(update={"made": BEGINNING, "reason": "ben left"}) for order in (other, three)
    ]
    assert made_anew([one, two], [one, two], "nobody left", BEGINNING) == []


def test_a_first_order_may_reach_into_the_past_and_a_second_one_does_not_undo_it() -> None:
    late = TABLE.span(WEEKS[5]).start + timedelta(days=1)
    first = Order(start=FIRST, handles=("ana", "ben"), made=late)
    second = Order(start=FIRST, handles=("cy",), made=late + timedelta(hours=1))
    assert owners([first])[FIRST] == "ana"
    held = owners([first, second])
    assert [held[week] for week in WEEKS[:8]] == ["ana", "ben", "ana", "ben", "ana", "ben", "cy", "cy"]


def test_an_order_made_in_the_minute_a_week_begins_comes_too_late_for_it() -> None:
    begins = TABLE.span(WEEKS[3]).start
    first = Order(start=FIRST, handles=("ana",), made=BEGINNING - WEEK)
    for early, owner in ((timedelta(), "ana"), (timedelta(seconds=1), "ben")):
        second = Order(start=FIRST, handles=("ben",), made=begins - early)
        assert ordered_at(WEEKS[3], [first, second], TABLE) == owner


def test_an_order_names_each_member_once_and_at_least_one() -> None:
    made = datetime(2026, 11, 24, tzinfo=ZoneInfo("UTC"))
    assert checked_order(FIRST, ["ana", "ben"], made).handles == ("ana", "ben")
    with pytest.raises(BadValue, match="at least one member"):
        checked_order(FIRST, [], made)
    with pytest.raises(BadValue, match="ana, cy is in the order twice"):
        checked_order(FIRST, ["cy", "ana", "ben", "ana", "cy"], made)


@given(orders_in_time)
def test_an_order_holds_a_week_or_is_said_to_hold_none(orders: list[Order]) -> None:
    weeks = [FIRST + step * WEEK for step in range(-2, 60)]
    holding = [id(order_for(week, orders, TABLE)) for week in weeks]
    assert [holds_any(order, orders, TABLE) for order in orders] == [id(order) in holding for order in orders]


@given(orders_in_time, weeks)
def test_orders_that_can_hold_nothing_any_more_are_left_out_and_no_week_changes(
    orders: list[Order], first: date
) -> None:
    kept = list(still_holding(dict(enumerate(orders)), first).values())
    for week in WEEKS:
        if week >= first:
            assert ordered_at(week, kept, TABLE) == ordered_at(week, orders, TABLE)


def test_of_many_orders_made_long_ago_only_the_last_is_read() -> None:
    made = [Order(start=FIRST, handles=("ana",), made=BEGINNING + number * WEEK) for number in range(10)]
    assert list(still_holding(dict(enumerate(made)), FIRST + 12 * WEEK)) == [9]
