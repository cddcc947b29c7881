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


def seen(team: Cli, *who: str) -> dict[str, list[tuple[str, str]]]:
    """The kind and the text of what each is told, of those who are told anything."""
    answers = {one: team("now", "--json", "--as", one).json["notices"] for one in who or EVERYBODY}
    return {one: [(told["kind"], told["text"]) for told in found] for one, found in answers.items() if found}


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


def test_an_assigned_week_is_told_to_who_has_it_and_who_had_it(team: Cli) -> None:
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "ana is ill", "--as", "dee")
    assert seen(team) == {
        "ana": [("week", "week 2026-12-07 was assigned to cy: ana is ill")],
        "cy": [("week", "week 2026-12-07 was assigned to you: ana is ill")],
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
    assert seen(team) == {"ana": [("away", way + "ask for a swap until Wed 2026-12-02 18:01")]}
    team(*REQUEST[:4], *REQUEST[6:])
    assert [kind for kind, _ in seen(team)["ana"]] == ["waiting"]
    team("swap", "withdraw", "1", "--as", "ana")
    team.at("2026-12-02T18:02:00-06:00")
    assert ("away", way + "it is too late to ask for a swap, so tell a manager") in seen(team)["ana"]


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
    assert [one["swap"] for one in notices("--as", "ben")] == [1]
    team("team", "edit", "ben", "--login", "bokafor", "--as", "dee")
    team.login = "bokafor"
    assert [one["kind"] for one in notices()] == ["decide"]


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
    ]
    assert team("now", "--short", "--as", "ben").out == "ben until Wed 18:00, then cy; 0 open\n"
