"""Who is told of weeks that changed hands, that come next, and of what is lacking for them."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.notice_week import of_next_weeks, of_preparation, of_weeks
from oncall_cli.core.schedule import Turn
from oncall_cli.core.week import WEEK
from tests.core.reader import GIVE, LONG_AGO, NOW, TAKE, THIS, TIMETABLE, reader, turn

DAY = timedelta(days=1)
PEOPLE = ("ana", "ben", "cy", "dan")


def seen(handle: str, *turns: Turn) -> list[str]:
    """What somebody is told of weeks with these turns, as they were recorded."""
    found = list(of_weeks(reader(handle, *turns), turns))
    assert {one.kind for one in found} <= {"week"}
    return [one.text for one in found]


def test_an_assigned_week_is_told_to_its_new_owner_and_to_who_had_it_announced() -> None:
    announced = turn(GIVE, "ben", "ana", recorded=LONG_AGO)
    assigned = turn(GIVE, "cy", "ana", "assigned", NOW - 7 * DAY)
    assert seen("cy", announced, assigned) == ["week 2026-12-07 is yours now: ill"]
    assert seen("ben", announced, assigned) == ["week 2026-12-07 is cy's now, no longer yours: ill"]
    assert seen("ana", announced, assigned) == []
    assert seen("dan", announced, assigned) == []


def test_a_projected_week_that_is_assigned_is_news_to_its_new_owner_alone() -> None:
    assigned = turn(GIVE, "cy", "ana", "assigned")
    assert (seen("cy", assigned), seen("ana", assigned)) == (["week 2026-12-07 is yours now: ill"], [])
    assert seen("ana", turn(GIVE, "ana", "ana", "assigned")) == []


def test_everybody_who_had_a_week_in_the_last_seven_days_hears_why_it_went_from_them() -> None:
    passed_on = (
        turn(GIVE, "ana", "ana", recorded=LONG_AGO),
        turn(GIVE, "dan", "ana", "assigned", NOW - 8 * DAY),
        turn(GIVE, "ben", "ana", "assigned", NOW - 6 * DAY).model_copy(update={"reason": "dan left"}),
        turn(GIVE, "cy", "ana", "assigned").model_copy(update={"reason": "ben is ill"}),
    )
    assert seen("ana", *passed_on) == []
    assert seen("dan", *passed_on) == ["week 2026-12-07 is cy's now, no longer yours: dan left"]
    assert seen("ben", *passed_on) == ["week 2026-12-07 is cy's now, no longer yours: ben is ill"]
    assert seen("cy", *passed_on) == ["week 2026-12-07 is yours now: ben is ill"]


def test_a_week_that_comes_back_is_told_to_both() -> None:
    back = (
        turn(GIVE, "ana", "ana", recorded=LONG_AGO),
        turn(GIVE, "cy", "ana", "assigned", NOW - DAY),
        turn(GIVE, "ana", "ana", "assigned"),
    )
    assert seen("ana", *back) == ["week 2026-12-07 is yours now: ill"]
    assert seen("cy", *back) == ["week 2026-12-07 is ana's now, no longer yours: ill"]


def test_a_change_older_than_seven_days_is_no_news() -> None:
    older = NOW - 7 * DAY - timedelta(seconds=1)
    turns = (turn(GIVE, "ana", "ana", recorded=LONG_AGO), turn(GIVE, "cy", "ana", "assigned", older))
    assert (seen("cy", *turns), seen("ana", *turns)) == ([], [])


def test_a_swap_tells_its_parties_by_itself_until_the_week_moves_on() -> None:
    announced = turn(GIVE, "ana", "ana", recorded=LONG_AGO)
    swapped = turn(GIVE, "ben", "ana", "swapped", NOW - DAY)
    assert [seen(handle, announced, swapped) for handle in PEOPLE] == [[], [], [], []]
    assigned = turn(GIVE, "cy", "ana", "assigned")
    assert seen("ana", announced, swapped, assigned) == [
        "week 2026-12-07 is cy's now, no longer yours: swap 1"
    ]
    assert seen("ben", announced, swapped, assigned) == ["week 2026-12-07 is cy's now, no longer yours: ill"]


def test_an_imported_week_is_news_where_it_takes_an_announced_one_from_somebody() -> None:
    announced, imported = turn(GIVE, "ana", "ana", recorded=LONG_AGO), turn(GIVE, "cy", "ana", "imported")
    assert seen("ana", announced, imported) == ["week 2026-12-07 is cy's now, no longer yours: ill"]
    assert seen("cy", announced, imported) == ["week 2026-12-07 is yours now: ill"]
    assert seen("cy", imported) == []
    assert seen("ana", announced, turn(GIVE, "ana", "ana", "imported")) == []


TRADED = (turn(GIVE, "ben", "ana", "traded"), turn(TAKE, "ana", "ben", "traded"))


def test_a_trade_is_one_line_for_each_of_the_two() -> None:
    assert seen("ana", *TRADED) == ["week 2026-12-14 is yours, traded for 2026-12-07: ill"]
    assert seen("ben", *TRADED) == ["week 2026-12-07 is yours, traded for 2026-12-14: ill"]
    assert seen("cy", *TRADED) == []


def test_where_the_week_got_in_a_trade_has_moved_on_the_dealt_one_is_told_as_well() -> None:
    turns = (*TRADED, turn(TAKE, "cy", "ben", "assigned"))
    assert seen("ana", *turns) == [
        "week 2026-12-07 was dealt to ben: ill",
        "week 2026-12-14 is cy's now, no longer yours: ill",
    ]
    assert seen("ben", *turns) == ["week 2026-12-07 is yours, traded for 2026-12-14: ill"]


def test_a_dealt_week_is_told_as_well_where_the_one_that_was_got_went_and_came_back() -> None:
    turns = (
        *TRADED,
        turn(TAKE, "cy", "ben", "assigned"),
        turn(TAKE, "ana", "ben", "assigned"),
    )
    assert seen("ana", *turns) == [
        "week 2026-12-07 was dealt to ben: ill",
        "week 2026-12-14 is yours now: ill",
    ]


def test_who_had_a_week_until_its_publication_was_taken_back_hears_nothing_of_what_came_later() -> None:
    turns = (
        turn(GIVE, "ben", "ana", recorded=LONG_AGO),
        turn(GIVE, "ben", "ana", "withdrawn", NOW - 8 * DAY),
        turn(GIVE, "cy", "ana", "assigned"),
    )
    assert seen("ben", *turns) == []


def test_a_publication_taken_back_is_told_to_whom_the_order_does_not_give_the_week() -> None:
    back = turn(GIVE, "ben", "ana", "withdrawn")
    assert seen("ben", TRADED[0], back) == ["week 2026-12-07 is ana's now, no longer yours: ill"]
    assert seen("ana", TRADED[0], back) == []


CHANGES = st.lists(
    st.tuples(st.integers(0, 20 * 24), st.sampled_from(PEOPLE)), max_size=8, unique_by=lambda one: one[0]
)


@given(CHANGES)
def test_whoever_saw_a_week_as_theirs_in_the_last_seven_days_learns_that_it_no_longer_is(
    changes: list[tuple[int, str]],
) -> None:
    """Its holders look every hour, half an hour before and after each change."""
    turns = [turn(GIVE, "ana", "ana", recorded=LONG_AGO)]
    for hours, person in sorted(changes, reverse=True):
        moment = NOW - timedelta(hours=hours, minutes=30)
        turns.append(turn(GIVE, person, "ana", "assigned", moment))

    def owner(moment: datetime) -> str:
        return next(one.person for one in reversed(turns) if one.recorded <= moment)

    saw = {owner(NOW - timedelta(hours=hours)) for hours in range(7 * 24 + 1)}
    now = owner(NOW)
    for handle in PEOPLE:
        learns = f"week 2026-12-07 is {now}'s now, no longer yours: ill" in seen(handle, *turns)
        assert learns == (handle in saw - {now})


def test_everybody_sees_their_own_next_weeks_with_the_start_of_the_first() -> None:
    (ben,) = of_next_weeks(reader("ben"))
    assert (ben.kind, ben.week, ben.text) == (
        "yours",
        TAKE,
        "your next weeks: 2026-12-14 (from Mon 18:01), 2027-01-04, 2027-01-25",
    )
    (cy,) = of_next_weeks(reader("cy"))
    assert cy.text == "your next weeks: 2026-11-30 (from Mon 18:01), 2026-12-21, 2027-01-11"
    (dan,) = of_next_weeks(reader("dan", turn(TAKE, "dan", "ben", "assigned")))
    assert dan.text == "your next week: 2026-12-14 (from Mon 18:01)"
    assert list(of_next_weeks(reader("dan"))) == []


def test_on_handover_day_the_week_of_that_evening_is_the_next() -> None:
    begins = TIMETABLE.span(THIS + WEEK).start
    weeks = [
        [one.week for one in of_next_weeks(reader("cy", moment=moment))]
        for moment in (begins - timedelta(seconds=1), begins)
    ]
    assert weeks == [[THIS + WEEK], [THIS + 4 * WEEK]]


def test_what_is_lacking_is_told_from_fourteen_days_before_the_week_until_it_begins() -> None:
    begins = TIMETABLE.span(date(2026, 12, 7)).start

    def lacking(moment: datetime) -> list[tuple[str, str]]:
        found = of_preparation(
            reader("ana", moment=moment), {"ready": ("phone", "code"), "training": ("line",)}
        )
        return [(one.kind, one.text) for one in found]

    assert lacking(begins - 14 * DAY) == [
        ("ready", "you are not ready: phone, code: oncall team ready ana --all"),
        ("ready", "you are not trained: line; a manager records it: oncall team train ana line"),
    ]
    assert lacking(begins - 14 * DAY - timedelta(seconds=1)) == []
    assert lacking(begins - timedelta(seconds=1)) != []
    assert lacking(begins) == []
    assert list(of_preparation(reader("ana"), {})) == []
    assert list(of_preparation(reader("dan"), {"ready": ("phone",)})) == []
