"""Swaps: every state and step, the notice to its minute, and what is checked."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.away import Away
from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.swap import (
    OPEN,
    TRANSITIONS,
    Swap,
    SwapState,
    SwapStep,
    away_after,
    check_free,
    check_not_started,
    check_owned,
    check_staying,
    check_still_possible,
    exchanged,
    is_expired,
    is_in_time,
    next_state,
    notice_deadline,
    running_after,
    week_asked,
)
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape
from oncall_cli.errors import BadValue, OncallError, Refused

GIVE = date(2026, 12, 7)
TAKE = date(2026, 12, 14)
ASKED = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def timetable(zone: str = "America/Chicago") -> Timetable:
    return Timetable([DatedHours(date.min, WeekShape(ZoneInfo(zone)), ((),) * 7)], {})


def swap(
    state: SwapState = "requested", give: date = GIVE, take: date | None = TAKE, number: int = 1
) -> Swap:
    return Swap(
        id=number,
        state=state,
        requester="ana",
        partner="ben",
        give=give,
        take=take,
        deadline=ASKED,
        requested_at=ASKED,
        in_time=True,
    )


def schedule(**owners: str) -> Schedule:
    """Weeks of December 2026 by the day they begin (`d07="ana"`); what is not named is cy's by the order."""
    turns = {
        week: Turn(week=week, person=person, ordered=person, cause="published", recorded=ASKED)
        for week, person in ((date(2026, 12, int(name[1:])), person) for name, person in owners.items())
    }
    order = Order(start=date(2026, 11, 30), handles=("cy", "dee"), made=ASKED)
    return Schedule(timetable=timetable(), orders=[order], turns=turns)


@pytest.mark.parametrize("state", get_args(SwapState))
@pytest.mark.parametrize("step", get_args(SwapStep))
def test_every_step_that_the_table_does_not_name_is_refused(state: SwapState, step: SwapStep) -> None:
    allowed = {
        "requested": {
            "accept": "accepted",
            "decline": "declined",
            "refuse": "refused",
            "withdraw": "withdrawn",
            "expire": "expired",
        },
        "accepted": {
            "approve": "applied",
            "refuse": "refused",
            "withdraw": "withdrawn",
            "expire": "expired",
        },
    }
    after = allowed.get(state, {}).get(step)
    if after:
        assert next_state(swap(state), step) == after
    else:
        with pytest.raises(Refused, match=r"swap 1 (is|waits for)"):
            next_state(swap(state), step)


def test_only_open_swaps_have_a_way_on_and_every_other_state_can_be_reached() -> None:
    assert {state for state, _ in TRANSITIONS} == set(OPEN)
    assert {*TRANSITIONS.values(), "requested"} == set(get_args(SwapState))


def test_a_swap_nobody_accepted_says_whom_it_waits_for() -> None:
    with pytest.raises(Refused, match="swap 1 waits for ben") as refused:
        next_state(swap(), "approve")
    assert refused.value.hint == "ben accepts it first: oncall swap accept 1"


@pytest.mark.parametrize(
    ("zone", "week", "wall"),
    [
        ("America/Chicago", date(2026, 12, 7), "2026-12-02T18:01"),
        ("America/Chicago", date(2026, 3, 9), "2026-03-04T18:01"),  # clocks go forward in between
        ("America/Chicago", date(2026, 11, 2), "2026-10-28T18:01"),  # and back
        ("Europe/London", date(2026, 10, 26), "2026-10-21T18:01"),
        ("Australia/Lord_Howe", date(2026, 10, 5), "2026-09-30T18:01"),
    ],
)
def test_notice_runs_to_the_end_of_the_minute_five_calendar_days_before(
    zone: str, week: date, wall: str
) -> None:
    deadline = notice_deadline((week + 2 * WEEK, week), 5, timetable(zone))
    last = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
    assert deadline == last
    assert is_in_time(last + timedelta(seconds=59, microseconds=999_999), deadline)
    assert not is_in_time(last + timedelta(minutes=1), deadline)


@given(st.integers(0, 1000), st.integers(0, 90), st.sampled_from(["America/Chicago", "Europe/London"]))
def test_the_deadline_is_always_at_the_time_of_day_at_which_the_week_begins(
    step: int, days: int, zone: str
) -> None:
    week = date(2020, 1, 6) + step * WEEK
    deadline = notice_deadline((week,), days, timetable(zone)).astimezone(ZoneInfo(zone))
    assert deadline.replace(tzinfo=None) == datetime.fromisoformat(f"{week - timedelta(days=days)}T18:01")


@pytest.mark.parametrize("state", get_args(SwapState))
def test_an_open_swap_expires_in_the_minute_its_earlier_week_begins(state: SwapState) -> None:
    begins = timetable().span(GIVE).start
    for asked in (swap(state), swap(state, give=TAKE, take=GIVE), swap(state, take=None)):
        assert not is_expired(asked, begins - timedelta(seconds=1), timetable())
        assert is_expired(asked, begins, timetable()) == (state in OPEN)


@pytest.mark.parametrize("text", ["2026-12-07", "2026-W50", "+2"])
def test_a_week_is_asked_for_by_its_first_day_or_number(text: str) -> None:
    assert week_asked(text, NOW, timetable()) == GIVE


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-08",
        "2026-12-13",
        "20261208",
        "2026-12-08T18:00",
        "2026-12-08/2026-12-10",
        "tue",
        "Friday",
        "fri 18:00",
    ],
)
def test_days_are_refused_with_the_rule(text: str) -> None:
    with pytest.raises(Refused, match="only whole weeks can be switched, not single days") as refused:
        week_asked(text, NOW, timetable())
    assert refused.value.exit_code == 1
    assert refused.value.hint is not None
    assert "first day" in refused.value.hint


def test_what_is_no_week_at_all_is_bad_usage() -> None:
    with pytest.raises(BadValue, match="is not a week"):
        week_asked("someday", NOW, timetable())


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        ({"d07": "ana", "d14": "cy"}, "week 2026-12-14 is cy's, not ben's"),
        ({"d07": "ben", "d14": "ben"}, "week 2026-12-07 is ben's, not ana's"),
        ({"d07": "ana"}, "week 2026-12-14 is not published yet"),
        ({"d14": "ben"}, "week 2026-12-07 is not published yet"),
    ],
)
def test_both_weeks_must_be_published_and_owned_by_the_two(owners: dict[str, str], said: str) -> None:
    check_owned(GIVE, TAKE, "ana", "ben", schedule(d07="ana", d14="ben"))
    check_owned(GIVE, None, "ana", "ben", schedule(d07="ana"))
    with pytest.raises(Refused, match=said):
        check_owned(GIVE, TAKE, "ana", "ben", schedule(**owners))


def test_nobody_swaps_with_themselves_or_a_week_for_itself() -> None:
    with pytest.raises(BadValue, match="ana cannot swap with themselves"):
        check_owned(GIVE, TAKE, "ana", "ana", schedule(d07="ana", d14="ana"))
    with pytest.raises(BadValue, match="two different weeks; both are 2026-12-07"):
        check_owned(GIVE, GIVE, "ana", "ben", schedule(d07="ana"))


def test_neither_week_may_have_begun() -> None:
    begins = timetable().span(GIVE).start
    check_not_started((GIVE, TAKE), begins - timedelta(seconds=1), timetable())
    for weeks in ((GIVE, TAKE), (TAKE, GIVE), (GIVE,)):
        with pytest.raises(Refused, match="week 2026-12-07 has begun"):
            check_not_started(weeks, begins, timetable())


@pytest.mark.parametrize("weeks", [(GIVE, GIVE - WEEK), (TAKE, TAKE + WEEK), (GIVE,), (TAKE,)])
def test_a_week_is_in_one_open_swap_at_most(weeks: tuple[date, ...]) -> None:
    with pytest.raises(Refused, match="is in swap 7 already, which is accepted"):
        check_free(weeks, [swap("accepted", number=7)])
    check_free((TAKE + WEEK, GIVE - WEEK), [swap("accepted", number=7)])
    check_free((TAKE,), [swap(take=None)])


def test_two_weeks_running_are_said_before_anything_changes_hands() -> None:
    around = {"d07": "ana", "d14": "ben", "d21": "ana", "d28": "ben"}
    assert running_after(swap(), schedule(**around)) == [("ana", date(2026, 12, 14), date(2026, 12, 21))]
    assert running_after(swap(take=None), schedule(**around)) == [
        ("ben", date(2026, 12, 7), date(2026, 12, 14))
    ]
    apart = schedule(d07="ana", d14="cy", d21="dee", d28="ben")
    assert running_after(swap(take=date(2026, 12, 28)), apart) == []


def members(**leaves: date) -> list[Member]:
    """ana, ben and cy; those named leave on a date."""
    return [Member(handle=handle, name=handle, leaves=leaves.get(handle)) for handle in ("ana", "ben", "cy")]


def test_a_week_can_go_to_who_leaves_on_the_date_of_its_last_minute_and_to_nobody_who_leaves_before() -> None:
    last = date(2026, 12, 14)  # the week of the 7th ends on it, at 06:59
    today = date(2026, 11, 24)
    check_staying(swap(), members(ben=last), today, timetable())
    check_staying(swap(), members(cy=today), today, timetable())
    with pytest.raises(Refused, match="ben leaves on 2026-12-13, before week 2026-12-07 ends"):
        check_staying(swap(), members(ben=last - timedelta(days=1)), today, timetable())
    with pytest.raises(Refused, match="ana leaves on 2026-12-20, before week 2026-12-14 ends"):
        check_staying(swap(), members(ana=date(2026, 12, 20)), today, timetable())
    check_staying(swap(take=None), members(ana=date(2026, 12, 20)), today, timetable())
    with pytest.raises(Refused, match="ben left on 2026-11-23"):
        check_staying(swap(), members(ben=date(2026, 11, 23)), today, timetable())


def test_a_swap_that_can_go_no_further_says_why_and_how_to_end_it() -> None:
    owned = schedule(d07="ana", d14="ben")
    check_still_possible(swap("accepted"), members(), owned, NOW)
    hint = "ana ends it by oncall swap withdraw 1, a manager by oncall swap refuse 1 --reason TEXT"
    for owners, who, moment, why in (
        (schedule(d07="ana", d14="cy"), members(), NOW, "week 2026-12-14 is cy's, not ben's"),
        (owned, members(ben=date(2026, 12, 1)), NOW, "ben leaves on 2026-12-01"),
        (owned, members(), timetable().span(GIVE).start, "week 2026-12-07 has begun"),
    ):
        with pytest.raises(Refused, match=f"swap 1 can go no further: {why}") as refused:
            check_still_possible(swap("accepted"), who, owners, moment)
        assert refused.value.hint == hint


def away(person: str, first: str, last: str) -> Away:
    return Away(id=1, person=person, first=date.fromisoformat(first), last=date.fromisoformat(last))


def test_time_away_is_warned_of_where_the_week_it_touches_would_be_theirs() -> None:
    ben = away("ben", "2026-12-14", "2026-12-30")  # the last morning of the week of the 7th
    assert away_after(swap(), [ben], timetable()) == [(GIVE, ben)]
    assert away_after(swap(), [away("ben", "2026-12-15", "2026-12-30")], timetable()) == []
    assert away_after(swap(), [away("ben", "2026-11-01", "2026-12-06")], timetable()) == []
    ana = away("ana", "2026-12-20", "2026-12-20")
    assert away_after(swap(), [ana, ben], timetable()) == [(GIVE, ben), (TAKE, ana)]
    assert away_after(swap(take=None), [ana], timetable()) == []


@given(
    st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 5), st.sampled_from("abc")), max_size=12)
)
def test_in_a_chain_of_swaps_nobody_loses_or_gains_a_week_but_by_one_given_away(
    chain: list[tuple[int, int | None, str]],
) -> None:
    """Weeks are handed on and on; whom the order gave them to stays, and each has one owner."""
    weeks = [GIVE + step * WEEK for step in range(6)]
    dealt = dict(zip(weeks, "abcabc", strict=True))
    turns = {
        week: Turn(week=week, person=person, ordered=person, cause="published", recorded=ASKED)
        for week, person in dealt.items()
    }
    for number, (give, take, drawn) in enumerate(chain, start=1):
        before = Schedule(timetable=timetable(), orders=[], turns=dict(turns))
        owner = before.owner(weeks[give]) or ""
        partner = before.owner(weeks[take]) or "" if take is not None else drawn
        if partner == owner:
            continue
        one = Swap(
            id=number,
            state="applied",
            requester=owner,
            partner=partner,
            give=weeks[give],
            take=None if take is None else weeks[take],
            deadline=ASKED,
            requested_at=ASKED,
            in_time=True,
        )
        made = exchanged(one, before, NOW)
        turns |= {turn.week: turn for turn in made}
        after = Schedule(timetable=timetable(), orders=[], turns=turns)
        assert {turn.week for turn in made} == set(one.weeks)
        assert Counter(after.owner(week) for week in weeks) - Counter(
            before.owner(week) for week in weeks
        ) == (Counter([partner]) if take is None else Counter())
        for week in weeks:
            held = after.held(week)
            assert held is not None
            assert held.ordered == (None if held.person == dealt[week] else dealt[week])


@given(st.lists(st.sampled_from(get_args(SwapStep)), max_size=6))
def test_no_way_through_the_table_leads_out_of_a_final_state(steps: list[SwapStep]) -> None:
    at = swap()
    for step in steps:
        try:
            after = next_state(at, step)
        except OncallError:
            continue
        assert at.state in OPEN
        at = swap(after)
