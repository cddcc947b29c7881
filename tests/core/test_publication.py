"""Taking a publication back leaves every week as it was before it, or is refused."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.away import Away
from oncall_cli.core.cover import Cover
from oncall_cli.core.deal import table_of, traded_around_away, turns_dealt
from oncall_cli.core.publication import by_week, check_withdrawable, publication_of, withdrawn_turns
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn, may_publish
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import DAY, WEEK, WeekShape
from oncall_cli.errors import Refused

TABLE = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), ((),) * 7)], {})
FIRST = date(2027, 1, 4)
WEEKS = [FIRST + step * WEEK for step in range(32)]
Q1, Q2 = WEEKS[:13], WEEKS[13:26]
MOMENT = datetime(2026, 12, 1, tzinfo=UTC)
ORDER = Order(start=FIRST, handles=("ana", "ben", "cy", "dan"), made=datetime(2026, 10, 1, tzinfo=UTC))


def schedule(turns: Sequence[Turn], cover: Cover | None = None) -> Schedule:
    """As the store has it: a week's latest turn counts, unless that is a withdrawn one."""
    latest = {turn.week: turn for turn in turns}
    standing = {week: turn for week, turn in latest.items() if turn.cause != "withdrawn"}
    return Schedule(TABLE, [ORDER], standing, {cover.week: [cover]} if cover else {})


def published(quarter: list[date], turns: Sequence[Turn] = (), *away: Away) -> list[Turn]:
    before = schedule(turns)
    trades = traded_around_away(table_of(quarter, before, MOMENT, away, {}))
    return [*turns, *turns_dealt((w for w in quarter if may_publish(w, before)), trades, before, MOMENT)]


def taken_back(
    turns: Sequence[Turn],
    quarter: list[date] = Q1,
    name: str = "2027-Q1",
    moment: datetime = MOMENT,
    cover: Cover | None = None,
) -> list[Turn]:
    history = by_week(turns)
    announced = publication_of(quarter, history)
    check_withdrawable(name, announced, history, schedule(turns, cover), moment)
    return [*turns, *withdrawn_turns(name, announced, moment)]


def turn_of(week: date, cause: str, person: str = "dan", **more: object) -> Turn:
    return Turn.model_validate(
        {"week": week, "person": person, "ordered": None, "cause": cause, "recorded": MOMENT, **more}
    )


def owners(turns: Sequence[Turn]) -> list[tuple[str | None, bool]]:
    now = schedule(turns)
    return [(now.owner(week), week in now.turns) for week in WEEKS]


ALONE = Away(id=1, person="ana", first=Q1[-1] + DAY, last=Q1[-1] + DAY)
"""Q1's last week is ana's; publishing trades it for the week after the quarter, ben's."""


@given(
    st.dictionaries(st.sampled_from(WEEKS), st.sampled_from(["ana", "ben", "dan"]), max_size=4),
    st.lists(
        st.builds(
            lambda person, day, length: Away(
                id=1, person=person, first=FIRST + day * DAY, last=FIRST + (day + length) * DAY
            ),
            st.sampled_from(ORDER.handles), st.integers(0, 95), st.integers(0, 12),
        ),
        max_size=4,
    ),
    st.integers(1, 3),
)  # fmt: skip
def test_what_was_published_and_taken_back_is_as_it_was_however_often(
    assigned: dict[date, str], away: list[Away], times: int
) -> None:
    before = [turn_of(week, "assigned", person, reason="so") for week, person in assigned.items()]
    turns = before
    for _ in range(times):
        try:
            turns = published(Q1, turns, *away)
        except Refused:
            return
        announced = owners(turns)
        assert all(is_published for _, is_published in announced[:13])
        if set(Q1) <= assigned.keys():
            return
        turns = taken_back(turns)
        assert owners(turns) == owners(before)
    assert owners(published(Q1, turns, *away)) == announced


def test_a_week_after_the_quarter_that_was_traded_for_goes_back_with_it() -> None:
    turns = published(Q1, (), ALONE)
    assert [turn.week for turn in turns] == WEEKS[:14]
    assert [turn.week for turn in taken_back(turns)[14:]] == WEEKS[:14]
    assert {turn.cause for turn in taken_back(turns)[14:]} == {"withdrawn"}


def test_of_two_quarters_that_share_a_trade_the_later_is_taken_back_first() -> None:
    both = published(Q2, published(Q1, (), ALONE))
    with pytest.raises(Refused) as refused:
        taken_back(both)
    assert refused.value.message == (
        "week 2027-04-05, traded for week 2027-03-29, lies in 2027-Q2, "
        "which has been published around it since"
    )
    assert refused.value.hint == "oncall rotation publish 2027-Q2 --undo comes first"
    later = taken_back(both, Q2, "2027-Q2")
    assert owners(later) == owners(published(Q1, (), ALONE)), "the traded week stays: it is the earlier one's"
    assert owners(taken_back(later)) == owners([])


def test_a_later_quarter_that_only_lent_weeks_to_others_is_not_published() -> None:
    earlier = turn_of(Q2[4], "traded", other=FIRST - WEEK, reason="dan is away")
    before = [earlier]
    assert owners(taken_back(published(Q1, before, ALONE))) == owners(before)


def test_without_a_trade_between_them_an_earlier_quarter_can_go_alone() -> None:
    both = published(Q2, published(Q1))
    assert owners(taken_back(both)) == owners(published(Q2))


COVER = Cover(
    id=7, week=Q1[2], person="ben", start=TABLE.span(Q1[2]).start, end=TABLE.span(Q1[2]).end, reason="ill",
    recorded=MOMENT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (turn_of(Q1[3], "swapped", swap=3), "week 2027-01-25 went to dan by swap 3"),
        (turn_of(Q1[3], "assigned", reason="x"), "week 2027-01-25 was assigned to dan"),
        (turn_of(Q1[3], "imported", reason="x"), "week 2027-01-25 was imported since"),
        (turn_of(WEEKS[13], "swapped", swap=4), "week 2027-04-05 went to dan by swap 4"),
    ],
)
def test_weeks_that_changed_hands_since_keep_the_quarter_published(turn: Turn, said: str) -> None:
    with pytest.raises(Refused, match=f"{said}, so 2027-Q1 stays published"):
        taken_back([*published(Q1, (), ALONE), turn])


def test_a_begun_or_covered_week_keeps_the_quarter_published_and_nothing_published_is_said() -> None:
    turns = published(Q1)
    with pytest.raises(Refused, match="week 2027-01-04 has begun with ana on call"):
        taken_back(turns, moment=TABLE.span(FIRST).start)
    with pytest.raises(Refused, match="week 2027-01-18 has cover 7 by ben"):
        taken_back(turns, cover=COVER)
    for nothing in ([], taken_back(turns), [turn_of(Q1[3], "assigned", reason="x")]):
        with pytest.raises(Refused, match="2027-Q1 is not published, so there is nothing to take back"):
            taken_back(nothing)
