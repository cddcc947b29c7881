"""Laws of joining: the first turn follows somebody's, and no turn before it moves."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from oncall_cli.core.joining import first_open, orders_with
from oncall_cli.core.rotation import Order, holding_from, ordered_at
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused
from tests.core.lineup import FIRST, PEOPLE, TABLE, WEEKS, lineups, member, owners, then, turn, weeks

BEFORE = TABLE.span(FIRST).start - WEEK
THREE = Order(start=FIRST, handles=("ana", "ben", "cy"), made=BEFORE)
FAY = member("fay")


def plain(*orders: Order, published: int = 0) -> Schedule:
    bare = Schedule(timetable=TABLE, orders=orders, turns={})
    turns = {week: turn(week, bare.owner(week) or "ana") for week in WEEKS[:published]}
    return replace(bare, turns=turns)


def said(orders: list[Order]) -> list[tuple[int, tuple[str, ...], str | None]]:
    return [((order.start - FIRST) // WEEK, order.handles, order.reason) for order in orders]


@pytest.mark.parametrize(
    ("start", "first", "handles"),
    [
        (2, 2, ("fay", "cy", "ana", "ben")),
        (3, 5, ("fay", "cy", "ana", "ben")),
        (5, 5, ("fay", "cy", "ana", "ben")),
    ],
)
def test_the_first_turn_is_the_next_week_after_one_of_theirs(
    start: int, first: int, handles: tuple[str, ...]
) -> None:
    found, orders = orders_with(FAY, "ben", WEEKS[start], plain(THREE), BEFORE)
    assert found == WEEKS[first]
    assert said(orders) == [(first, handles, "fay joined")]


def test_the_first_week_that_can_change_has_not_begun_and_is_not_published() -> None:
    schedule = plain(THREE, published=6)
    now = TABLE.span(WEEKS[2]).start
    assert first_open(WEEKS[0], schedule, now) == WEEKS[6]
    assert first_open(WEEKS[0], plain(THREE), now) == WEEKS[3]
    assert first_open(WEEKS[9], schedule, now) == WEEKS[9]


def test_a_later_order_gets_the_joiner_after_the_same_member() -> None:
    later = Order(start=WEEKS[12], handles=("cy", "ben", "ana"), made=BEFORE)
    _, orders = orders_with(FAY, "ben", WEEKS[1], plain(THREE, later), BEFORE)
    assert said(orders) == [
        (2, ("fay", "cy", "ana", "ben"), "fay joined"),
        (12, ("cy", "ben", "fay", "ana"), "fay joined"),
    ]


def test_an_order_that_ends_before_the_longer_round_does_costs_nobody_a_turn() -> None:
    later = Order(start=WEEKS[4], handles=("ben", "ana", "cy"), made=BEFORE)
    first, orders = orders_with(FAY, "ben", WEEKS[1], plain(THREE, later), BEFORE)
    assert (first, said(orders)) == (WEEKS[5], [(5, ("fay", "ana", "cy", "ben"), "fay joined")])
    without = Order(start=WEEKS[4], handles=("ana", "cy"), made=BEFORE)
    first, orders = orders_with(FAY, "ben", WEEKS[1], plain(THREE, without), BEFORE)
    assert (first, said(orders)[1][:2]) == (WEEKS[2], (4, ("ana", "cy")))


@pytest.mark.parametrize(
    ("joiner", "after", "orders", "why"),
    [
        ("fay", "dan", (THREE,), "dan is not in the order"),
        ("ana", "ben", (THREE,), "ana is in the order from week"),
        ("fay", "ben", (), "no order yet"),
    ],
)
def test_who_cannot_join(joiner: str, after: str, orders: tuple[Order, ...], why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        orders_with(member(joiner), after, WEEKS[1], plain(*orders), BEFORE)
    assert refused.value.hint


def test_who_leaves_before_the_first_turn_ends_cannot_join() -> None:
    for leaves, works in ((WEEKS[3], True), (WEEKS[2], False)):
        joiner = member("fay", leaves)
        if works:
            assert orders_with(joiner, "ben", WEEKS[1], plain(THREE), BEFORE)[0] == WEEKS[2]
        else:
            with pytest.raises(Refused, match=f"fay's last date is {leaves}"):
                orders_with(joiner, "ben", WEEKS[1], plain(THREE), BEFORE)


@settings(max_examples=60)
@given(lineups(), st.sampled_from(PEOPLE), weeks)
def test_nothing_before_the_first_turn_changes_and_the_first_turn_follows(
    lineup: tuple[Schedule, datetime], after: str, start: date
) -> None:
    schedule, now = lineup
    open_ = first_open(start, schedule, now)
    try:
        first, orders = orders_with(FAY, after, open_, schedule, now)
    except Refused:
        assert after not in schedule.orders[-1].handles
        reject()
    before, now_ = owners(schedule), owners(then(schedule, orders))
    assert open_ <= first
    assert first not in schedule.turns
    assert ordered_at(first - WEEK, [*schedule.orders, *orders], TABLE) == after
    for week in WEEKS:
        if week < first or week in schedule.turns:
            assert now_[week] == before[week]
    assert now_[first] == "fay"


@settings(max_examples=60)
@given(lineups(), st.sampled_from(PEOPLE), weeks)
def test_in_the_end_everybody_has_as_many_turns_and_the_joiner_follows(
    lineup: tuple[Schedule, datetime], after: str, start: date
) -> None:
    schedule, now = lineup
    last = holding_from(WEEKS[-1], schedule.orders)[-1].handles
    assume(after in last)
    _, orders = orders_with(FAY, after, first_open(start, schedule, now), schedule, now)
    joined = then(schedule, orders)
    tail = [joined.owner(week) for week in WEEKS[-4 * (len(last) + 1) :]]
    assert Counter(tail) == dict.fromkeys([*last, "fay"], 4)
    assert {one for one, following in pairwise(tail) if following == "fay"} == {after}
