"""Holiday weeks go to whoever had fewest, and nobody pays for it with time away or two weeks running."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.away import Away, away_in
from oncall_cli.core.balance import balanced
from oncall_cli.core.deal import Table, Trade, table_of, traded_around_away
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import DAY, WEEK, WeekShape
from oncall_cli.errors import Refused

TABLE = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), ((),) * 7)], {})
FIRST = date(2027, 1, 4)
QUARTER = [FIRST + step * WEEK for step in range(8)]
YEAR = [FIRST + step * WEEK for step in range(-52, 14)]
LONG_BEFORE = datetime(2025, 10, 1, tzinfo=UTC)
FOUR = ("ana", "ben", "cy", "dan")
"""FIRST is ana's, and so are every fourth week before and after it."""


def table(
    published: dict[date, str] | None = None,
    away: list[Away] | None = None,
    moment: datetime = datetime(2026, 12, 1, tzinfo=UTC),
) -> Table:
    order = Order(start=FIRST - 80 * WEEK, handles=FOUR, made=LONG_BEFORE)
    turns = {
        week: Turn(week=week, person=person, ordered=None, cause="swapped", swap=1, recorded=LONG_BEFORE)
        for week, person in (published or {}).items()
    }
    return table_of(QUARTER, Schedule(TABLE, [order], turns), moment, away or [], {})


def traded(table: Table, *holidays: date, already: list[Trade] | None = None) -> list[tuple[date, date, str]]:
    made = balanced(table, QUARTER, holidays, already or [])
    return [(trade.week, trade.other, trade.why) for trade in made]


def away_on(person: str, day: date) -> Away:
    return Away(id=1, person=person, first=day, last=day)


def test_a_holiday_week_goes_to_whoever_had_fewest_for_their_nearest_week_without_one() -> None:
    past = [FIRST - 4 * WEEK, FIRST - 3 * WEEK, FIRST - 1 * WEEK]  # ana, ben, dan
    assert traded(table(), *past, FIRST) == [
        (FIRST, QUARTER[2], "holidays: cy had 0 holiday weeks, ana 1"),
    ]
    assert traded(table(), FIRST) == [], "of equals, the order's owner keeps it"
    again = traded(table(), FIRST - 4 * WEEK, FIRST)
    assert again == [(FIRST, QUARTER[1], "holidays: ben had 0 holiday weeks, ana 1")], "the nearest of three"


def test_swaps_of_the_last_year_count_and_older_weeks_do_not() -> None:
    mine = FIRST - 4 * WEEK
    assert traded(table({mine: "cy"}), mine, FIRST) == []
    assert traded(table({mine: "cy", FIRST - 3 * WEEK: "ana"}), mine, FIRST - 3 * WEEK, FIRST) != []
    assert traded(table(), FIRST - 52 * WEEK, FIRST) != []
    assert traded(table(), FIRST - 56 * WEEK, FIRST) == []


def test_weeks_of_the_quarter_count_as_they_are_dealt_and_those_that_are_settled_at_once() -> None:
    holidays = (FIRST, QUARTER[4])
    assert traded(table(), *holidays) == [
        (QUARTER[4], QUARTER[5], "holidays: ben had 0 holiday weeks, ana 1")
    ]
    settled = table({QUARTER[6]: "ana"})
    assert traded(settled, FIRST, QUARTER[6])[0][2] == "holidays: ben had 0 holiday weeks, ana 1"


def test_a_trade_that_gives_somebody_two_weeks_running_or_time_away_is_not_made() -> None:
    assert traded(table({FIRST - WEEK: "ben"}), FIRST - 4 * WEEK, FIRST)[0][1] == QUARTER[2]
    assert traded(table(away=[away_on("ben", FIRST + DAY)]), FIRST - 4 * WEEK, FIRST)[0][1] == QUARTER[2]
    assert (
        traded(table(away=[away_on("ana", QUARTER[1] + 2 * DAY)]), FIRST - 4 * WEEK, FIRST)[0][1]
        == QUARTER[2]
    )


def test_what_is_traded_around_time_away_or_has_begun_is_traded_no_more() -> None:
    away = table(away=[away_on("ana", FIRST + DAY)])
    already = traded_around_away(away)
    assert [trade.week for trade in already] == [FIRST]
    assert traded(away, FIRST - 3 * WEEK, FIRST, already=already) == [], (
        "ben has it now, and is not asked again"
    )
    begun = table(moment=TABLE.span(FIRST).start)
    assert traded(begun, FIRST - 4 * WEEK, FIRST) == []


weeks = st.sampled_from(YEAR)
aways = st.lists(
    st.tuples(st.sampled_from(FOUR), st.integers(0, 60), st.integers(0, 15)).map(
        lambda one: Away(
            id=1, person=one[0], first=FIRST + one[1] * DAY, last=FIRST + (one[1] + one[2]) * DAY
        )
    ),
    max_size=3,
)


@given(st.sets(weeks, max_size=20), st.dictionaries(weeks, st.sampled_from(FOUR), max_size=6), aways)
def test_it_keeps_every_law_of_dealing(
    holidays: set[date], published: dict[date, str], away: list[Away]
) -> None:
    dealt = table(published, away)
    try:
        forced = traded_around_away(dealt)
    except Refused:
        return
    made = balanced(dealt, QUARTER, holidays, forced)

    def owners(trades: list[Trade]) -> dict[date, str | None]:
        moved = {week: owner for trade in trades for week, owner in trade.owners.items()}
        return {week: moved.get(week) or dealt.schedule.owner(week) for week in YEAR}

    def running(held: dict[date, str | None]) -> set[tuple[str | None, date]]:
        return {(held[week], week) for week in YEAR[1:] if held[week] == held[week - WEEK]}

    before, after = owners(forced), owners([*forced, *made])
    assert Counter(after.values()) == Counter(before.values())
    assert running(after) <= running(before)
    moved = [week for trade in [*forced, *made] for week in (trade.week, trade.other)]
    assert len(set(moved)) == len(moved)
    assert set(moved).isdisjoint(published)
    for trade in made:
        assert trade.week in holidays
        assert trade.other in set(QUARTER) - holidays
        assert not any(away_in(week, owner, away, TABLE) for week, owner in trade.owners.items())
