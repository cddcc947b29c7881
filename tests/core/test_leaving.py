"""Laws of leaving: whoever leaves has no week any more, and nobody else's next turn moves because of it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from oncall_cli.core.leaving import in_the_way, is_there, orders_as_before, orders_without_leavers
from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order, holding_from
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused
from tests.core.lineup import (
    FIRST,
    PEOPLE,
    TABLE,
    WEEKS,
    last_dates,
    lineups,
    member,
    owners,
    then,
    turn,
)

BEFORE = TABLE.span(FIRST).start - WEEK
FOUR = Order(start=FIRST, handles=("ana", "ben", "cy", "dan"), made=BEFORE)


def plain(*orders: Order, turns: dict[date, str] | None = None) -> Schedule:
    found = {week: turn(week, person) for week, person in (turns or {}).items()}
    return Schedule(timetable=TABLE, orders=orders, turns=found)


def said(orders: list[Order]) -> list[tuple[int, tuple[str, ...]]]:
    """Orders by how many weeks after the first they begin."""
    return [((order.start - FIRST) // WEEK, order.handles) for order in orders]


def test_a_week_is_the_leavers_if_its_last_minute_is_on_the_last_date_at_the_latest() -> None:
    ends = FIRST + WEEK
    assert [is_there(member("ana", day), FIRST, TABLE) for day in (ends - timedelta(days=1), ends, None)] == [
        False,
        True,
        True,
    ]


def test_the_first_vacated_week_is_an_extra_turn_and_the_round_goes_on_shorter() -> None:
    schedule = plain(FOUR)
    orders = orders_without_leavers([member("ana", WEEKS[3])], schedule, BEFORE)
    assert said(orders) == [(4, ("cy",)), (5, ("ben", "cy", "dan"))]
    assert {order.reason for order in orders} == {"ana left"}
    after = then(schedule, orders)
    assert [after.owner(week) for week in WEEKS[:10]] == [
        *("ana", "ben", "cy", "dan"),
        *("cy", "ben", "cy", "dan", "ben", "cy"),
    ]


def test_why_somebody_leaves_is_said_with_the_orders() -> None:
    leaver = member("ana", WEEKS[3]).model_copy(update={"leaves_because": "new job"})
    assert {order.reason for order in orders_without_leavers([leaver], plain(FOUR), BEFORE)} == {
        "ana left: new job"
    }


def test_an_extra_turn_keeps_its_distance_from_published_weeks_too() -> None:
    schedule = plain(FOUR, turns={WEEKS[2]: "ben", WEEKS[3]: "cy"})
    orders = orders_without_leavers([member("ana", WEEKS[3])], schedule, BEFORE)
    assert then(schedule, orders).owner(WEEKS[4]) == "dan"


def test_who_lost_their_next_turn_to_a_published_week_keeps_the_one_after_it() -> None:
    schedule = plain(FOUR, turns={WEEKS[5]: "cy"})
    after = then(schedule, orders_without_leavers([member("ana", WEEKS[3])], schedule, BEFORE))
    assert [after.owner(week) for week in WEEKS[4:13]] == [
        *("ben", "cy", "cy", "dan"),
        *("cy", "ben", "cy", "dan", "ben"),
    ]


def test_a_round_made_shorter_brings_nobody_a_week_after_their_own_last_date() -> None:
    leaving = [member("ana", WEEKS[9]), member("ben", WEEKS[1])]
    after = then(plain(FOUR), orders_without_leavers(leaving, plain(FOUR), BEFORE))
    assert [after.owner(week) for week in WEEKS[:13]] == [
        *("ana", "dan", "cy", "dan", "ana", "cy", "dan"),
        *("ana", "cy", "dan", "dan", "cy", "dan"),
    ]


def test_an_extra_turn_of_somebody_who_leaves_too_goes_to_another() -> None:
    gone = [member("ana", WEEKS[3])]
    first = then(plain(FOUR), orders_without_leavers(gone, plain(FOUR), BEFORE))
    gone.append(member("cy", WEEKS[4]))
    second = then(first, orders_without_leavers(gone, first, BEFORE))
    assert (first.owner(WEEKS[4]), second.owner(WEEKS[4])) == ("cy", "dan")
    assert [second.owner(week) for week in WEEKS[5:10]] == ["ben", "ben", "dan", "ben", "dan"]


def test_an_order_set_for_later_goes_on_from_its_start_without_the_leaver() -> None:
    later = Order(start=WEEKS[12], handles=("dan", "ana", "cy", "ben"), made=BEFORE)
    schedule = plain(FOUR, later)
    orders = orders_without_leavers([member("ana", WEEKS[3])], schedule, BEFORE)
    assert said(orders) == [
        *[(4, ("cy",)), (5, ("ben", "cy", "dan"))],
        *[(12, ("dan", "ben")), (14, ("cy", "ben", "dan"))],
    ]


def test_who_is_in_no_order_leaves_it_as_it_is_and_the_last_one_in_it_cannot_leave() -> None:
    assert orders_without_leavers([member("eve", FIRST)], plain(FOUR), BEFORE) == []
    assert orders_without_leavers([member("ana", FIRST)], plain(), BEFORE) == []
    alone = plain(Order(start=FIRST, handles=("ana",), made=BEFORE))
    with pytest.raises(Refused, match=f"ana is the only one whom the order can give week {WEEKS[2]}"):
        orders_without_leavers([member("ana", WEEKS[2])], alone, BEFORE)
    both = plain(Order(start=FIRST, handles=("ana", "ben"), made=BEFORE))
    with pytest.raises(Refused, match="is the only one"):
        orders_without_leavers([member("ana", WEEKS[2]), member("ben", WEEKS[2])], both, BEFORE)
    orders = orders_without_leavers([member("ana", WEEKS[2])], both, BEFORE)
    assert said(orders) == [(2, ("ben",))]


def test_begun_and_published_weeks_that_end_after_the_last_date_are_in_the_way() -> None:
    now = TABLE.span(WEEKS[4]).start
    schedule = plain(FOUR, turns={WEEKS[5]: "ana", WEEKS[6]: "ben", WEEKS[12]: "ana"})
    found = in_the_way(member("ana", WEEKS[4]), schedule, now)
    assert [held.week for held in found] == [WEEKS[4], WEEKS[5], WEEKS[12]]
    assert [held.week for held in in_the_way(member("ana", WEEKS[6]), schedule, now)] == [WEEKS[12]]
    assert in_the_way(member("ana"), schedule, now) == []


@settings(max_examples=50)
@given(lineups(), st.sampled_from(PEOPLE), last_dates)
def test_only_weeks_to_come_that_nobody_was_told_of_change_and_none_before_the_first_vacated(
    lineup: tuple[Schedule, datetime], who: str, leaves: date
) -> None:
    schedule, now = lineup
    schedule, orders, vacated = left(schedule, now, who, leaves)
    before, after = owners(schedule), owners(then(schedule, orders))
    for week in WEEKS:
        if week in schedule.turns or TABLE.span(week).start <= now or not vacated or week < vacated[0]:
            assert after[week] == before[week]
        else:
            assert after[week] not in (None, who)
    assert bool(orders) == bool(vacated)


@settings(max_examples=50)
@given(lineups(), st.sampled_from(PEOPLE), last_dates)
def test_everybody_elses_next_turn_stays_theirs(
    lineup: tuple[Schedule, datetime], who: str, leaves: date
) -> None:
    schedule, now = lineup
    schedule, orders, vacated = left(schedule, now, who, leaves)
    assume(vacated)
    before, after = owners(schedule), owners(then(schedule, orders))
    for other in set(PEOPLE) - {who}:
        later = [week for week in WEEKS if week > vacated[0] and before[week] == other]
        open_ = [week for week in later if week not in schedule.turns]
        for week in (*later[:1], *open_[:1]):
            assert after[week] == other


@settings(max_examples=50)
@given(lineups(), st.sampled_from(PEOPLE), last_dates)
def test_in_the_end_everybody_left_has_as_many_turns_as_another(
    lineup: tuple[Schedule, datetime], who: str, leaves: date
) -> None:
    schedule, now = lineup
    schedule, orders, vacated = left(schedule, now, who, leaves)
    assume(vacated)
    last = holding_from(WEEKS[-1], schedule.orders)[-1].handles
    stay = [handle for handle in last if handle != who]
    counts = Counter(then(schedule, orders).owner(week) for week in WEEKS[-5 * len(stay) :])
    assert counts == dict.fromkeys(stay, 5)


@settings(max_examples=50)
@given(lineups(), st.sampled_from(PEOPLE), last_dates)
def test_an_extra_turn_makes_nobody_run_two_weeks_where_another_would_not(
    lineup: tuple[Schedule, datetime], who: str, leaves: date
) -> None:
    schedule, now = lineup
    schedule, orders, vacated = left(schedule, now, who, leaves)
    assume(vacated and vacated[0] + 6 * WEEK < WEEKS[-1])
    after = then(schedule, orders)
    extra = vacated[0]
    beside = {after.owner(extra - WEEK), after.owner(extra + WEEK)}
    holds = holding_from(extra, schedule.orders)[0]
    if set(holds.handles) - {who} - beside:
        assert after.owner(extra) not in beside


@settings(max_examples=50)
@given(lineups(), st.permutations(PEOPLE), st.lists(last_dates, min_size=1, max_size=3), st.data())
def test_several_who_leave_one_after_another_or_at_once_have_no_week_any_more(
    lineup: tuple[Schedule, datetime], people: list[str], dates: list[date], data: st.DataObject
) -> None:
    schedule, now = lineup
    schedule = replace(schedule, turns={})
    gone: list[Member] = []
    for who, leaves in zip(people, dates, strict=False):
        gone.append(member(who, max(leaves, now.date() + WEEK)))
        if data.draw(st.booleans()):
            schedule = settled(schedule, gone, now)
            now += timedelta(days=data.draw(st.integers(0, 20)))
    last = settled(schedule, gone, now)
    for week in WEEKS:
        if TABLE.span(week).start > now:
            owner = last.owner(week)
            assert owner is not None
            assert all(is_there(one, week, TABLE) for one in gone if one.handle == owner)
        else:
            assert last.owner(week) == schedule.owner(week)


@given(lineups(), st.sampled_from(PEOPLE), last_dates)
def test_a_leave_taken_back_gives_every_turn_back(
    lineup: tuple[Schedule, datetime], who: str, leaves: date
) -> None:
    schedule, now = lineup
    schedule, orders, _ = left(schedule, now, who, leaves)
    without = then(schedule, orders)
    later = now + timedelta(minutes=1)
    after = then(without, orders_as_before(who, without, later))
    for week in WEEKS:
        owner = without.owner(week) if TABLE.span(week).start <= later else schedule.owner(week)
        assert after.owner(week) == owner


def settled(schedule: Schedule, gone: list[Member], now: datetime) -> Schedule:
    try:
        return then(schedule, orders_without_leavers(gone, schedule, now))
    except Refused:
        reject()


def left(
    schedule: Schedule, now: datetime, who: str, leaves: date
) -> tuple[Schedule, list[Order], list[date]]:
    """The schedule with the leaver's coming published weeks given to another, the orders made because they
    left, and the open weeks that were theirs."""
    leaver = member(who, leaves)
    other = next(handle for handle in PEOPLE if handle != who)
    in_way = [held.week for held in in_the_way(leaver, schedule, now)]
    assume(all(TABLE.span(week).start > now for week in in_way))
    given_away = {week: turn(week, other) for week in in_way}
    schedule = replace(schedule, turns={**schedule.turns, **given_away})
    try:
        orders = orders_without_leavers([leaver], schedule, now)
    except Refused:
        reject()
    vacated = [
        week
        for week in WEEKS
        if TABLE.span(week).start > now
        and week not in schedule.turns
        and schedule.owner(week) == who
        and not is_there(leaver, week, TABLE)
    ]
    return schedule, orders, vacated
