"""Dealing a quarter out: nobody gets a week of their time away, and nobody more weeks than the order gave."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.away import Away, away_in
from oncall_cli.core.deal import Table, Trade, table_of, traded_around_away, turns_dealt
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn, may_publish
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import DAY, WEEK, WeekShape
from oncall_cli.errors import Refused

TABLE = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), ((),) * 7)], {})
FIRST = date(2027, 1, 4)
QUARTER = [FIRST + step * WEEK for step in range(6)]
AROUND = [FIRST + step * WEEK for step in range(-2, 14)]
LONG_BEFORE = datetime(2026, 10, 1, tzinfo=UTC)

Found = list[tuple[date, date]]


def schedule_of(handles: Iterable[str], published: Mapping[date, str] | None = None) -> Schedule:
    order = Order(start=FIRST - 8 * WEEK, handles=tuple(handles), made=LONG_BEFORE - WEEK)
    turns = {
        week: Turn(
            week=week, person=person, ordered=None, cause="assigned", reason="so", recorded=LONG_BEFORE
        )
        for week, person in (published or {}).items()
    }
    return Schedule(timetable=TABLE, orders=[order], turns=turns)


def away_of(*spans: tuple[str, str, str]) -> list[Away]:
    return [
        Away(id=number, person=person, first=date.fromisoformat(first), last=date.fromisoformat(last))
        for number, (person, first, last) in enumerate(spans, start=1)
    ]


def traded(
    handles: Iterable[str],
    *spans: tuple[str, str, str],
    published: Mapping[date, str] | None = None,
    leaves: Mapping[str, date] | None = None,
    moment: datetime = LONG_BEFORE,
) -> list[Trade]:
    table = table_of(QUARTER, schedule_of(handles, published), moment, away_of(*spans), leaves or {})
    return traded_around_away(table)


def weeks_of(trades: Iterable[Trade]) -> list[tuple[str, str, str, str]]:
    return [(str(trade.week), trade.before, str(trade.other), trade.after) for trade in trades]


def owners_after(schedule: Schedule, trades: Iterable[Trade]) -> dict[date, str | None]:
    moved = {week: owner for trade in trades for week, owner in trade.owners.items()}
    return {week: moved.get(week) or schedule.owner(week) for week in AROUND}


def running(owners: Mapping[date, str | None]) -> set[tuple[str | None, date]]:
    return {(owners[week], week) for week in AROUND[1:] if owners[week] == owners[week - WEEK]}


# FIRST is ana's by any order that begins with her and has 1, 2, 4 or 8 members.
FOUR = ("ana", "ben", "cy", "dan")


def test_a_turn_in_time_away_is_traded_with_the_nearest_later_one_that_makes_nobody_run() -> None:
    (trade,) = traded(FOUR, ("ana", "2027-01-05", "2027-01-06"))
    assert weeks_of([trade]) == [("2027-01-04", "ana", "2027-01-11", "ben")]
    assert trade.why == "ana is away 2027-01-05/2027-01-06"
    assert trade.owners == {date(2027, 1, 4): "ben", date(2027, 1, 11): "ana"}
    (trade,) = traded(FOUR, ("ana", "2027-01-05", "2027-01-06"), published={FIRST - WEEK: "ben"})
    assert (trade.after, str(trade.other)) == ("cy", "2027-01-18"), "ben would have had two running"


@pytest.mark.parametrize(
    ("day", "trades"),
    [("2027-01-03", 0), ("2027-01-04", 1), ("2027-01-11", 1), ("2027-01-12", 0)],
)
def test_the_last_morning_of_a_week_counts_as_the_first_evening_does(day: str, trades: int) -> None:
    assert len(traded(FOUR, ("ana", day, day))) == trades


def test_somebody_who_is_away_in_the_week_does_not_get_it() -> None:
    (trade,) = traded(FOUR, ("ana", "2027-01-05", "2027-01-05"), ("ben", "2027-01-06", "2027-01-06"))
    assert (trade.after, str(trade.other)) == ("cy", "2027-01-18")
    (trade,) = traded(FOUR, ("ana", "2027-01-05", "2027-01-12"))
    assert (trade.after, str(trade.other)) == ("cy", "2027-01-18"), "ana is away in ben's week too"


def test_two_weeks_running_come_only_where_nothing_else_is_left() -> None:
    (trade,) = traded(("ana", "ben"), ("ana", "2027-01-05", "2027-01-05"))
    assert weeks_of([trade]) == [("2027-01-04", "ana", "2027-01-11", "ben")]


def test_a_turn_at_the_end_of_the_quarter_is_traded_with_one_after_it() -> None:
    (trade,) = traded(FOUR, ("ben", "2027-02-09", "2027-02-09"))
    assert weeks_of([trade]) == [("2027-02-08", "ben", "2027-02-15", "cy")]
    turns = turns_dealt(QUARTER, [trade], schedule_of(FOUR), LONG_BEFORE)
    assert [turn.week for turn in turns] == [*QUARTER, date(2027, 2, 15)]
    last = turns[-1]
    assert (last.person, last.ordered, last.cause, last.other, last.reason) == (
        "ben", "cy", "traded", date(2027, 2, 8), "ben is away 2027-02-09"
    )  # fmt: skip
    assert [turn.cause for turn in turns] == ["published"] * 5 + ["traded"] * 2


def test_an_order_that_fills_one_week_is_no_round_of_its_own() -> None:
    after = QUARTER[-1] + WEEK
    fill = Order(start=after, handles=("ben",), made=LONG_BEFORE)
    on = Order(start=after + WEEK, handles=("dan", "ana", "cy"), made=LONG_BEFORE)
    schedule = Schedule(timetable=TABLE, orders=[*schedule_of(FOUR).orders, fill, on], turns={})
    table = table_of(QUARTER, schedule, LONG_BEFORE, away_of(("ben", "2027-02-09", "2027-02-09")), {})
    assert list(table.beyond) == [after, after + WEEK, after + 2 * WEEK]
    assert weeks_of(traded_around_away(table)) == [("2027-02-08", "ben", "2027-02-22", "dan")]


def test_two_who_are_away_in_their_own_weeks_help_each_other() -> None:
    (trade,) = traded(FOUR, ("ana", "2027-01-05", "2027-01-05"), ("ben", "2027-01-13", "2027-01-13"))
    assert weeks_of([trade]) == [("2027-01-04", "ana", "2027-01-11", "ben")]
    assert trade.why == "ana is away 2027-01-05; ben is away 2027-01-13"


def test_a_turn_that_another_week_needs_is_left_to_it() -> None:
    found = traded(
        FOUR,
        ("ana", "2027-01-05", "2027-01-12"),
        ("ben", "2027-01-05", "2027-01-12"),
        ("dan", "2027-01-13", "2027-01-13"),
        ("ben", "2027-02-17", "2027-02-17"),
        published={FIRST - WEEK: "ben", QUARTER[4]: "ben"},
    )
    assert weeks_of(found) == [
        ("2027-01-04", "ana", "2027-01-25", "dan"),
        ("2027-01-11", "ben", "2027-01-18", "cy"),
    ]


def test_nobody_free_is_refused_with_the_week_who_is_away_and_the_way_on() -> None:
    shut = [(person, "2027-01-05", "2027-01-05") for person in FOUR]
    with pytest.raises(Refused) as refused:
        traded(FOUR, *shut)
    assert refused.value.message == (
        "nobody can take week 2027-01-04: ana is away 2027-01-05, and no later turn can be had for it "
        "(ben is away 2027-01-05; cy is away 2027-01-05; dan is away 2027-01-05)"
    )
    assert refused.value.hint == (
        "give it to somebody first: oncall rotation assign 2027-01-04 HANDLE --reason TEXT, "
        "or take the time away back: oncall team away ana --remove 1"
    )
    with pytest.raises(Refused, match=r"\(nobody else has a later turn\)"):
        traded(["ana"], ("ana", "2027-01-05", "2027-01-05"))
    with pytest.raises(Refused, match="ana cannot have ben's turns either"):
        traded(("ana", "ben"), ("ana", "2027-01-05", "2028-01-05"))
    with pytest.raises(Refused, match=r"week 2027-01-18: .*ben's turns are needed for other weeks"):
        traded(
            ("ana", "ben"), ("ana", "2027-01-04", "2027-01-18"),
            published={week: "ben" for week in AROUND if week > date(2027, 1, 25)} | {QUARTER[1]: "ben"},
        )  # fmt: skip


def test_of_many_only_some_are_named() -> None:
    many = [f"p{number}" for number in range(8)]
    with pytest.raises(Refused, match="p5 is away 2027-01-05; 2 others cannot either"):
        traded(many, *((person, "2027-01-05", "2027-01-05") for person in many))


def test_a_member_whose_last_day_comes_before_a_weeks_end_does_not_get_it() -> None:
    later = {QUARTER[5]: "cy"}
    assert traded(FOUR, leaves={"ben": date(2027, 1, 18)}, published=later) == []
    with pytest.raises(Refused) as refused:
        traded(FOUR, leaves={"ben": date(2027, 1, 17)}, published=later)
    assert refused.value.message == (
        "nobody can take week 2027-01-11: ben's last day is 2027-01-17, and no later turn can be had for it "
        "(ben can have none)"
    )


def test_weeks_that_have_begun_are_announced_as_they_are() -> None:
    begun = TABLE.span(QUARTER[1]).start
    assert traded(FOUR, ("ben", "2027-01-12", "2027-01-12"), moment=begun) == []
    (trade,) = traded(FOUR, ("ben", "2027-01-12", "2027-01-12"), moment=begun - timedelta(seconds=1))
    assert trade.week == QUARTER[1]


handles = st.integers(1, 4).map(lambda count: FOUR[:count])
days = st.integers(0, 7 * 12).map(lambda count: FIRST + count * DAY)
aways = st.lists(
    st.tuples(st.sampled_from(FOUR), days, st.integers(0, 20)).map(
        lambda one: Away(id=1, person=one[0], first=one[1], last=one[1] + one[2] * DAY)
    ),
    max_size=5,
)
published = st.dictionaries(st.sampled_from(AROUND), st.sampled_from(FOUR), max_size=3)
moments = st.integers(-7 * 24, 7 * 24).map(lambda hours: TABLE.span(FIRST).start + timedelta(hours=hours))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    schedule = schedule_of(draw(handles), draw(published))
    return table_of(QUARTER, schedule, draw(moments), draw(aways), {})


def every_way(table: Table, waiting: list[date], used: frozenset[date] = frozenset()) -> Iterator[Found]:
    """Every set of trades by which all weeks that wait are given away, those with nearer weeks first."""
    left = [week for week in waiting if week not in used]
    if not left:
        yield []
        return
    week = left[0]
    for other in [*table.weeks, *table.beyond]:
        owner, taker = table.owner(week), table.owner(other)
        if other <= week or other in used or owner == taker:
            continue
        if away_in(week, taker, table.away, TABLE) or away_in(other, owner, table.away, TABLE):
            continue
        for rest in every_way(table, left, used | {week, other}):
            yield [(week, other), *rest]


def new_running(table: Table, way: Found) -> int:
    owners: dict[date, str | None] = {week: table.schedule.owner(week) for week in AROUND}
    before = running(owners)
    for week, other in way:
        owners[week], owners[other] = owners[other], owners[week]
    return len(running(owners) - before)


def check_best(table: Table) -> None:
    waiting = [week for week in table.weeks if away_in(week, table.owner(week), table.away, TABLE)]
    best = min(every_way(table, waiting), key=lambda way: new_running(table, way), default=None)
    try:
        found = [(trade.week, trade.other) for trade in traded_around_away(table)]
    except Refused:
        found = None
    assert found == best


@settings(max_examples=200)
@given(tables())
def test_the_trades_are_the_nearest_of_those_that_give_fewest_members_two_weeks_running(table: Table) -> None:
    check_best(table)


@pytest.mark.parametrize(
    ("members", "spans"),
    [
        # The second of two weeks can only be had by the trade of the first.
        (2, [("ben", "2027-02-13", "2027-02-15"), ("ana", "2027-01-25", "2027-01-29")]),
        # Two weeks that run after the first trade do not after the second.
        (3, [("ben", "2027-02-01", "2027-02-10"), ("cy", "2027-01-09", "2027-01-13")]),
        # Two ways make as many run, and one of them trades nearer weeks.
        (4, [("ana", "2027-01-04", "2027-01-18"), ("dan", "2027-01-19", "2027-02-08"),
             ("dan", "2027-03-09", "2027-03-09")]),
    ],
)  # fmt: skip
def test_trades_that_depend_on_each_other_are_found(members: int, spans: list[tuple[str, str, str]]) -> None:
    check_best(table_of(QUARTER, schedule_of(FOUR[:members]), LONG_BEFORE, away_of(*spans), {}))


@given(tables())
def test_nobody_is_dealt_time_away_nor_more_weeks_than_the_order_gave(table: Table) -> None:
    try:
        trades = traded_around_away(table)
    except Refused:
        return
    before, after = owners_after(table.schedule, []), owners_after(table.schedule, trades)
    assert Counter(after.values()) == Counter(before.values())
    for week in {*table.weeks, *(trade.other for trade in trades)}:
        assert away_in(week, str(after[week]), table.away, TABLE) is None
    moved = [week for trade in trades for week in (trade.week, trade.other)]
    assert len(set(moved)) == len(moved)
    assert set(moved).isdisjoint(table.schedule.turns)


@given(tables())
def test_publishing_again_finds_nothing_to_do(table: Table) -> None:
    try:
        trades = traded_around_away(table)
    except Refused:
        return
    moment = TABLE.span(FIRST).start
    weeks = [week for week in QUARTER if may_publish(week, table.schedule)]
    turns = {turn.week: turn for turn in turns_dealt(weeks, trades, table.schedule, moment)}
    assert set(turns).isdisjoint(table.schedule.turns)
    again = Schedule(timetable=TABLE, orders=table.schedule.orders, turns={**table.schedule.turns, **turns})
    assert [week for week in QUARTER if may_publish(week, again)] == []
    assert table_of(QUARTER, again, moment, table.away, {}).weeks == []
    assert {week: again.owner(week) for week in AROUND} == owners_after(table.schedule, trades)
