"""`now` tells whoever acts what they must know next: what waits, what changed, what comes."""

from datetime import date, datetime
from typing import Any

import pytest

from oncall_cli.core.away import Away
from oncall_cli.core.cover import Cover
from oncall_cli.store.door import Act
from tests.conftest import Cli

REQUEST = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
EVERYBODY = ("ana", "ben", "cy", "dee")


ALWAYS = ("ready", "yours")
"""What whoever has weeks is told on any day."""


def all_seen(team: Cli, who: str) -> list[tuple[str, str]]:
    """The kind and the text of all that somebody is told."""
    return [(told["kind"], told["text"]) for told in team("now", "--json", "--as", who).json["notices"]]


def seen(team: Cli, *who: str) -> dict[str, list[tuple[str, str]]]:
    """What each is told that has happened or waits, of those who are told anything of that."""
    answers = {one: all_seen(team, one) for one in who or EVERYBODY}
    news = {one: [told for told in found if told[0] not in ALWAYS] for one, found in answers.items()}
    return {one: found for one, found in news.items() if found}


def test_a_swap_says_to_each_what_it_waits_for_at_every_step(team: Cli) -> None:
    team(*REQUEST)
    assert seen(team) == {
        "ana": [("waiting", "swap 1 waits for ben to accept; it expires Mon 2026-12-07 18:01")],
        "ben": [
            (
                "decide",
                "swap 1: ana gives you week 2026-12-07 and takes your week 2026-12-14; "
                "accept or decline before Mon 2026-12-07 18:01",
            )
        ],
    }
    team("swap", "accept", "1", "--as", "ben")
    waits = [("waiting", "swap 1 waits for a manager to approve; it expires Mon 2026-12-07 18:01")]
    assert seen(team) == {
        "ana": waits,
        "ben": waits,
        "dee": [
            (
                "decide",
                "swap 1: ana gives ben week 2026-12-07 and takes 2026-12-14; "
                "approve or refuse before Mon 2026-12-07 18:01",
            )
        ],
    }
    team("swap", "approve", "1", "--as", "dee")
    assert seen(team) == {
        "ana": [("closed", "swap 1 was applied: week 2026-12-07 is ben's now, week 2026-12-14 is yours now")],
        "ben": [("closed", "swap 1 was applied: week 2026-12-07 is yours now, week 2026-12-14 is ana's now")],
    }
    team.at("2026-12-01T02:10:01-06:00")
    assert seen(team) == {}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (("decline", "1", "--reason", "skiing", "--as", "ben"), "swap 1 was declined by ben: skiing"),
        (("withdraw", "1", "--as", "ana"), "swap 1 was withdrawn by ana"),
        (
            ("refuse", "1", "--reason", "two new ones", "--as", "dee"),
            "swap 1 was refused by dee: two new ones",
        ),
    ],
)
def test_both_parties_are_told_how_a_swap_ended(team: Cli, step: tuple[str, ...], said: str) -> None:
    team(*REQUEST)
    team("swap", *step)
    assert seen(team) == {"ana": [("closed", said)], "ben": [("closed", said)]}


def test_a_swap_that_expired_is_told_whether_or_not_anything_has_stored_that(team: Cli) -> None:
    team(*REQUEST)
    team.at("2026-12-09T12:00:00-06:00")
    told = [("closed", "swap 1 expired: week 2026-12-07 began")]
    assert seen(team, "ana", "ben", "cy") == {"ana": told, "ben": told}
    team("swap", "request", "--give", "2026-12-21", "--with", "dee", "--as", "cy")
    assert [swap.id for swap in team.store().swaps.all(only_open=True)] == [2]
    assert seen(team, "ana", "ben") == {"ana": told, "ben": told}
    team.at("2026-12-14T18:01:01-06:00")
    assert seen(team, "ana", "ben") == {}


def test_an_assigned_week_is_told_to_who_has_it_and_to_everybody_who_had_it(team: Cli) -> None:
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "ana is ill", "--as", "dee")
    assert seen(team) == {
        "ana": [("week", "week 2026-12-07 is cy's now, no longer yours: ana is ill")],
        "cy": [("week", "week 2026-12-07 is yours now: ana is ill")],
    }
    team("rotation", "assign", "2026-12-07", "dee", "--reason", "cy moves house", "--as", "dee")
    assert seen(team) == {
        "ana": [("week", "week 2026-12-07 is dee's now, no longer yours: ana is ill")],
        "cy": [("week", "week 2026-12-07 is dee's now, no longer yours: cy moves house")],
        "dee": [("week", "week 2026-12-07 is yours now: cy moves house")],
    }
    team.at("2026-12-01T02:10:01-06:00")
    assert seen(team) == {}


def test_that_a_week_went_to_another_is_still_told_once_it_runs(team: Cli) -> None:
    team("rotation", "assign", "2026-11-30", "dee", "--reason", "cy is ill", "--as", "dee")
    team.at("2026-11-30T20:00:00-06:00")
    assert seen(team) == {
        "cy": [("week", "week 2026-11-30 is dee's now, no longer yours: cy is ill")],
        "dee": [("week", "week 2026-11-30 is yours now: cy is ill")],
    }


def test_of_a_swapped_week_that_is_assigned_then_its_new_owner_is_told_and_not_the_orders(team: Cli) -> None:
    team(*REQUEST)
    team("swap", "accept", "1", "--as", "ben")
    team("swap", "approve", "1", "--as", "dee")
    team.at("2026-12-01T02:10:01-06:00")
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "ben is ill", "--as", "dee")
    assert seen(team) == {
        "ben": [("week", "week 2026-12-07 is cy's now, no longer yours: ben is ill")],
        "cy": [("week", "week 2026-12-07 is yours now: ben is ill")],
    }


def test_a_swap_whose_weeks_have_both_moved_on_is_not_told_any_more(team: Cli) -> None:
    team(*REQUEST)
    team("swap", "accept", "1", "--as", "ben")
    team("swap", "approve", "1", "--as", "dee")
    for week in ("2026-12-07", "2026-12-14"):
        team("rotation", "assign", week, "cy", "--reason", "all change", "--as", "dee")
    assert seen(team, "ana") == {
        "ana": [
            ("week", "week 2026-12-07 is cy's now, no longer yours: swap 1"),
            ("week", "week 2026-12-14 is cy's now, no longer yours: all change"),
        ]
    }


def test_a_trade_is_one_line_for_each_and_taking_it_back_is_told(team: Cli) -> None:
    team("team", "away", "ana", "2027-01-20", "--as", "dee")
    team("rotation", "publish", "2027-Q1", "--as", "dee")
    why = "ana is away 2027-01-20"
    assert seen(team) == {
        "ana": [("week", f"week 2027-01-25 is yours, traded for 2027-01-18: {why}")],
        "ben": [("week", f"week 2027-01-18 is yours, traded for 2027-01-25: {why}")],
    }
    team("rotation", "publish", "2027-Q1", "--undo", "--as", "dee")
    back = "no longer yours: the publication of 2027-Q1 was taken back"
    assert seen(team) == {
        "ana": [("week", f"week 2027-01-25 is ben's now, {back}")],
        "ben": [("week", f"week 2027-01-18 is ana's now, {back}")],
    }


def goes_away(team: Cli, person: str, day: str) -> None:
    store = team.store()
    with store.door.transaction(Act("dee", None, "root", team.now)):
        dates = {"first": date.fromisoformat(day), "last": date.fromisoformat(day)}
        store.aways.add(Away(id=0, person=person, **dates))


def test_an_own_week_that_touches_time_away_asks_for_a_swap_by_the_policys_notice(team: Cli) -> None:
    goes_away(team, "ana", "2026-12-10")
    goes_away(team, "ana", "2026-12-16")
    way = "week 2026-12-07 is yours and touches your time away 2026-12-10; "
    assert seen(team) == {
        "ana": [("away", way + "ask for a swap until Wed 2026-12-02 18:01")],
        "dee": [
            (
                "away",
                "ana is away 2026-12-10 and has week 2026-12-07; cover, assign or swap: "
                "oncall cover add HANDLE 2026-12-10T00:00/2026-12-11T00:00 --reason TEXT",
            )
        ],
    }
    team(*REQUEST[:4], *REQUEST[6:])
    assert [kind for kind, _ in seen(team)["ana"]] == ["waiting"]
    team("swap", "withdraw", "1", "--as", "ana")
    team.at("2026-12-02T18:02:00-06:00")
    assert ("away", way + "it is too late to ask for a swap, so tell a manager") in seen(team)["ana"]


def test_who_is_away_in_a_week_that_runs_is_urgent_until_the_time_is_covered(team: Cli) -> None:
    goes_away(team, "ben", "2026-11-25")
    put_on = "oncall cover add HANDLE 2026-11-25T00:00/2026-11-26T00:00 --reason TEXT"
    touches = "week 2026-11-23 is yours and touches your time away 2026-11-25"
    assert seen(team) == {
        "ben": [("away", f"{touches}; a manager can put somebody on: {put_on}")],
        "dee": [("away", f"ben is away 2026-11-25 and has week 2026-11-23; put somebody on: {put_on}")],
    }
    command = put_on.replace("HANDLE", "cy").replace("TEXT", "away").split()[1:]
    team(*command, "--as", "dee")
    assert {who: [kind for kind, _ in told] for who, told in seen(team).items()} == {
        "ben": ["cover"],
        "cy": ["cover"],
    }


def test_a_coming_week_is_urgent_to_a_manager_until_it_is_assigned(team: Cli) -> None:
    for day in range(7, 15):
        goes_away(team, "ana", f"2026-12-{day:02}")
    assert [kind for kind, _ in seen(team, "dee")["dee"]] == ["away"] * 8
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "ana is away", "--as", "dee")
    assert seen(team, "dee") == {}


def test_everybody_with_weeks_sees_what_is_next_and_what_they_lack_for_it(team: Cli) -> None:
    lacks = "you are not ready: phone, computer, systems, email, code: oncall team ready {} --all"
    cy = ("yours", "your next weeks: 2026-11-30 (from Mon 18:01), 2026-12-21, 2027-01-11")
    assert all_seen(team, "cy") == [("ready", lacks.format("cy")), cy]
    assert all_seen(team, "ben") == [
        ("yours", "your next weeks: 2026-12-14 (from Mon 18:01), 2027-01-04, 2027-01-25")
    ]
    assert all_seen(team, "dee") == []
    team("team", "ready", "cy", "phone", "--as", "cy")
    assert all_seen(team, "cy") == [("ready", lacks.format("cy").replace("phone, ", "")), cy]
    team("team", "ready", "cy", "--all", "--as", "cy")
    assert all_seen(team, "cy") == [cy]


def covers(team: Cli, person: str, start: str, end: str) -> None:
    store = team.store()
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.covers.add(
            Cover(
                id=0,
                week=date(2026, 11, 23),
                person=person,
                start=first,
                end=last,
                reason="ben is ill",
                recorded=team.now,
            )
        )


def test_a_cover_is_told_to_both(team: Cli) -> None:
    covers(team, "cy", "2026-11-25T18:00:00-06:00", "2026-11-26T08:00:00-06:00")
    when = "from Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00: ben is ill"
    assert seen(team) == {
        "ben": [("cover", f"cy covers for you {when}")],
        "cy": [("cover", f"you cover for ben {when}")],
    }


def test_managers_are_told_what_is_to_be_published_and_who_leaves(team: Cli) -> None:
    team.at("2026-12-08T09:00:00-06:00")
    publish = "2027-Q1 begins with week 2027-01-04 and is not published: oncall rotation publish 2027-Q1"
    assert seen(team) == {"dee": [("publish", publish)]}
    team("rotation", "publish", "2027-Q1", "--as", "dee")
    assert seen(team) == {}
    store = team.store()
    cy = store.members.find("cy")
    assert cy
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.members.change(cy, cy.model_copy(update={"leaves": date(2026, 12, 31)}))
    assert seen(team) == {"dee": [("leaving", "Cy Young (cy) leaves on 2026-12-31")]}


def test_nobody_is_told_anything_where_nobody_is_known_or_the_moment_is_past(team: Cli) -> None:
    team(*REQUEST)

    def notices(*words: str) -> Any:
        return team("now", "--json", *words).json["notices"]

    assert notices() == []
    assert notices("--as", "ben", "--at", "2026-11-23T20:00") == []
    assert [one["swap"] for one in notices("--as", "ben")] == [1, None]
    team("team", "edit", "ben", "--login", "bokafor", "--as", "dee")
    team.login = "bokafor"
    assert [one["kind"] for one in notices()] == ["decide", "yours"]


def test_a_manager_who_acts_for_another_sees_what_that_one_must_know(team: Cli) -> None:
    team("team", "edit", "dee", "--login", "dpark", "--as", "dee")
    team(*REQUEST)
    team("swap", "accept", "1", "--as", "ben")
    team.login = "dpark"
    assert {who: [kind for kind, _ in told] for who, told in seen(team, "ana", "cy", "dee").items()} == {
        "ana": ["waiting"],
        "dee": ["decide"],
    }


def test_on_screen_what_asks_for_something_is_marked_and_names_the_swap(team: Cli) -> None:
    goes_away(team, "ben", "2026-12-16")
    team(*REQUEST[:4], *REQUEST[6:])
    covers(team, "cy", "2026-11-25T18:00:00-06:00", "2026-11-26T08:00:00-06:00")
    lines = team("now", "--as", "ben").out.splitlines()
    assert lines[lines.index("No ticket is open.") + 1 :] == [
        "! swap 1: ana gives you week 2026-12-07; accept or decline before Mon 2026-12-07",
        "18:01 (oncall swap show 1)",
        "! week 2026-12-14 is yours and touches your time away 2026-12-16; ask for a swap",
        "until Wed 2026-12-09 18:01",
        "- cy covers for you from Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00: ben is",
        "ill",
        "- your next weeks: 2026-12-14 (from Mon 18:01), 2027-01-04, 2027-01-25",
    ]
    cy = team("now", "--as", "cy").out.splitlines()
    assert "! you are not ready: phone, computer, systems, email, code: oncall team ready cy" in cy
    assert team("now", "--short", "--as", "ben").out == "ben until Wed 18:00, then cy; 0 open\n"
