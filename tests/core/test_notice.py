"""What a member must know next: each kind of notice, and from when until when it is told."""

from datetime import date, datetime, timedelta

import pytest

from oncall_cli.core.member import Member
from oncall_cli.core.notice import (
    Notice,
    of_closed_swap,
    of_covers,
    of_leavers,
    of_open_swap,
    of_quarters,
    told_first,
)
from oncall_cli.core.swap import Swap, SwapState, SwapStepTaken
from oncall_cli.core.week import WEEK
from tests.core.reader import GIVE, MEMBERS, NOW, TAKE, THIS, TIMETABLE, cover, reader, told, turn


def swap(state: SwapState = "requested", take: date | None = TAKE, because: str | None = None) -> Swap:
    return Swap(
        id=3,
        state=state,
        requester="ana",
        partner="ben",
        give=GIVE,
        take=take,
        deadline=NOW,
        requested_at=NOW,
        in_time=True,
        closed_because=because,
    )


@pytest.mark.parametrize(
    ("state", "handle", "manages", "said"),
    [
        ("requested", "ana", False, ("waiting", "swap 3 waits for ben to accept; it expires 12-07 18:01")),
        (
            "requested",
            "ben",
            False,
            (
                "decide",
                "swap 3: ana gives you week 2026-12-07 and takes your week 2026-12-14; "
                "accept or decline before 12-07 18:01",
            ),
        ),
        ("requested", "cy", False, None),
        ("requested", "dee", True, None),
        (
            "accepted",
            "ana",
            False,
            ("waiting", "swap 3 waits for a manager to approve; it expires 12-07 18:01"),
        ),
        (
            "accepted",
            "ben",
            False,
            ("waiting", "swap 3 waits for a manager to approve; it expires 12-07 18:01"),
        ),
        ("accepted", "cy", False, None),
        (
            "accepted",
            "dee",
            True,
            (
                "decide",
                "swap 3: ana gives ben week 2026-12-07 and takes 2026-12-14; "
                "approve or refuse before 12-07 18:01",
            ),
        ),
    ],
)
def test_an_open_swap_says_to_each_what_it_asks_of_them_or_waits_for(
    state: SwapState, handle: str, manages: bool, said: tuple[str, str] | None
) -> None:
    assert told(of_open_swap(swap(state), MEMBERS, reader(handle, manages=manages))) == said


def test_a_week_given_away_asks_for_nothing_back() -> None:
    found = of_open_swap(swap(take=None), MEMBERS, reader("ben"))
    assert found
    assert found.text == "swap 3: ana gives you week 2026-12-07; accept or decline before 12-07 18:01"


@pytest.mark.parametrize(
    ("state", "handle", "manages", "kind", "end"),
    [
        ("requested", "ana", False, "decide", "; withdraw it"),
        ("requested", "ben", False, "decide", "; decline it"),
        ("accepted", "ben", False, "waiting", "before week 2026-12-07 ends, and cannot take it"),
        ("accepted", "dee", True, "decide", "; refuse it"),
    ],
)
def test_an_open_swap_that_can_go_no_further_says_why_and_who_ends_it(
    state: SwapState, handle: str, manages: bool, kind: str, end: str
) -> None:
    leaver = Member(handle="ben", name="Ben", leaves=date(2026, 12, 13))
    found = of_open_swap(swap(state), [leaver], reader(handle, manages=manages))
    assert found
    assert found.kind == kind
    assert found.text.startswith("swap 3 can go no further: ben leaves on 2026-12-13")
    assert found.text.endswith(end)


def ended(
    step: str, moment: datetime = NOW, person: str | None = "ben", reason: str | None = None
) -> SwapStepTaken:
    return SwapStepTaken(step=step, moment=moment, person=person, reason=reason)


def test_a_closed_swap_says_how_it_ended() -> None:
    swapped = (turn(GIVE, "ben", "ana", "swapped"), turn(TAKE, "ana", "ben", "swapped"))
    swapped = tuple(one.model_copy(update={"swap": 3}) for one in swapped)
    ana, ben = reader("ana", *swapped), reader("ben", *swapped)
    applied = swap("applied")
    assert told(of_closed_swap(applied, ended("approve"), ana)) == (
        "closed",
        "swap 3 was applied: week 2026-12-07 is ben's now, week 2026-12-14 is yours now",
    )
    assert told(of_closed_swap(applied, ended("approve"), ben)) == (
        "closed",
        "swap 3 was applied: week 2026-12-07 is yours now, week 2026-12-14 is ana's now",
    )
    gone_on = reader("ana", swapped[0], turn(TAKE, "cy", "ben", "assigned"))
    assert told(of_closed_swap(applied, ended("approve"), gone_on)) == (
        "closed",
        "swap 3 was applied: week 2026-12-07 is ben's now",
    )
    both_gone = (turn(GIVE, "cy", "ana", "assigned"), turn(TAKE, "cy", "ben", "assigned"))
    assert of_closed_swap(applied, ended("approve"), reader("ana", *both_gone)) is None
    assert told(of_closed_swap(swap("declined"), ended("decline", reason="skiing"), ana)) == (
        "closed",
        "swap 3 was declined by ben: skiing",
    )
    assert told(of_closed_swap(swap("withdrawn"), ended("withdraw", person="ana"), ben)) == (
        "closed",
        "swap 3 was withdrawn by ana",
    )
    late = swap("expired", because="week 2026-12-07 began")
    assert told(of_closed_swap(late, ended("expire", person=None), ana)) == (
        "closed",
        "swap 3 expired: week 2026-12-07 began",
    )


def test_what_closed_is_news_for_seven_days() -> None:
    declined, second = swap("declined"), timedelta(seconds=1)
    assert of_closed_swap(declined, ended("decline", NOW - timedelta(days=7)), reader("ana"))
    assert not of_closed_swap(declined, ended("decline", NOW - timedelta(days=7) - second), reader("ana"))


def test_a_cover_is_told_to_both_from_fourteen_days_before_until_it_is_over() -> None:
    put_on = cover("2026-12-08T02:00", "2026-12-08T08:00")

    def seen(handle: str, moment: datetime) -> list[tuple[str, str] | None]:
        return [told(one) for one in of_covers(reader(handle, covers=[put_on], moment=moment))]

    assert seen("cy", NOW) == [("cover", "you cover for ana from 12-08 02:00 to 12-08 08:00: ill")]
    assert seen("ana", NOW) == [("cover", "cy covers for you from 12-08 02:00 to 12-08 08:00: ill")]
    assert seen("ben", NOW) == []
    assert seen("cy", NOW - timedelta(seconds=1)) == []
    assert seen("cy", put_on.end - timedelta(seconds=1)) != []
    assert seen("cy", put_on.end) == []


def test_a_cover_to_the_end_of_a_week_ends_in_its_last_minute() -> None:
    put_on = cover("2026-11-29T20:00", "2026-11-30T06:59")
    (found,) = of_covers(reader("cy", covers=[put_on]))
    assert found.text == "you cover for ben from 11-29 20:00 to 11-30 06:59: ill"


def test_a_quarter_is_to_be_published_once_the_last_four_weeks_of_the_one_before_have_begun() -> None:
    def seen(day: date, published: int = 6) -> list[tuple[str, str] | None]:
        begins = TIMETABLE.span(day).start
        return [told(one) for one in of_quarters(reader("dee", moment=begins, published=published))]

    asked = "2027-Q1 begins with week 2027-01-04 and is not published: oncall rotation publish 2027-Q1"
    assert seen(date(2026, 11, 30)) == []
    assert seen(date(2026, 12, 7)) == [("publish", asked)]
    assert seen(date(2026, 12, 28)) == [("publish", asked)]
    assert seen(date(2026, 12, 7), published=30) == []
    assert seen(date(2026, 11, 23), published=4) == [
        (
            "publish",
            "2026-Q4 has week 2026-12-21, which is not published: oncall rotation publish 2026-Q4",
        )
    ]


def test_a_week_that_has_begun_is_not_to_be_published_any_more() -> None:
    (found,) = of_quarters(reader("dee", published=0))
    assert (found.week, found.text.partition(",")[0]) == (THIS + WEEK, "2026-Q4 has week 2026-11-30")


def test_who_leaves_is_told_from_four_weeks_before_until_their_last_date() -> None:
    today = date(2026, 11, 24)
    for days, seen in ((-1, False), (0, True), (28, True), (29, False)):
        leaver = Member(handle="cy", name="Cy Young", leaves=today + timedelta(days=days))
        found = list(of_leavers([*MEMBERS, leaver], today))
        assert [one.text for one in found] == ([f"Cy Young (cy) leaves on {leaver.leaves}"] if seen else [])


def test_what_asks_for_something_is_told_first() -> None:
    kinds = ("yours", "closed", "cover", "ready", "away", "waiting", "decide")
    notices = [Notice.model_validate({"kind": kind, "text": kind}) for kind in kinds]
    assert [one.kind for one in told_first(notices)] == [
        "decide",
        "away",
        "ready",
        "waiting",
        "cover",
        "closed",
        "yours",
    ]
