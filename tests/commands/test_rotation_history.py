"""History: every order, every owner a week had, every cover; who recorded it, and why."""

from datetime import date
from typing import Any

import pytest

from oncall_cli.core.schedule import Cause, Turn
from oncall_cli.core.week import WEEK
from oncall_cli.store.door import Act
from tests.conftest import Cli

HISTORY = """\
Orders
From        Order         Made
───────────────────────────────────────────────
2026-10-26  ana, ben, cy  2026-10-20 09:00, dee
2027-01-18  cy, ana       2026-11-24 02:10, dee

Weeks, 2026-11-23 to 2027-01-18
   Week        Owner  Why                                  Recorded
────────────────────────────────────────────────────────────────────────────────
▶  2026-11-23  ben    published                            2026-10-20 09:00, dee
               + cy   covers Wed 2026-11-25 18:00 to Thu   2026-11-24 02:10, dee
                      2026-11-26 08:00: ben is ill
                      cover by cy taken back: ben is well  2026-11-24 02:10, eve
   2026-11-30  cy     published                            2026-10-20 09:00, dee
   2026-12-07  ana    published                            2026-10-20 09:00, dee
               ben    swap 1                               2026-11-24 02:10, dee
   2026-12-14  ben    published                            2026-10-20 09:00, dee
               ana    swap 1                               2026-11-24 02:10, dee
   2026-12-21  cy     published                            2026-10-20 09:00, dee
               ben    assigned: cy is away                 2026-11-24 02:10, dee
   2026-12-28  ana    published                            2026-10-20 09:00, dee
   2027-01-04  ben    by the order, not announced
   2027-01-11  cy     by the order, not announced
   2027-01-18  cy     by the order, not announced
The owner recorded last holds; + is cover. Times are of America/Chicago.
"""


@pytest.fixture
def lived(team: Cli) -> Cli:
    """The team after a cover that was taken back, a swap, a week assigned, and another order."""
    night = "2026-11-25T18:00/2026-11-26T08:00"
    team("cover", "add", "cy", night, "--reason", "ben is ill", "--as", "dee")
    team("team", "add", "eve", "--name", "Eve", "--role", "manager", "--as", "dee")
    team("cover", "remove", "1", "--reason", "ben is well", "--as", "eve")
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    team("swap", "approve", "1", "--as", "dee")
    team("rotation", "assign", "2026-12-21", "ben", "--reason", "cy is away", "--as", "dee")
    team("rotation", "set", "cy", "ana", "--from", "2027-01-18", "--as", "dee")
    return team


def test_history_tells_each_weeks_owners_in_turn(lived: Cli) -> None:
    assert lived("rotation", "history", "--from", "2026-11-23", "--weeks", "9").out == HISTORY


def test_history_has_every_owner_with_who_recorded_it(lived: Cli) -> None:
    answer = lived("rotation", "history", "--week", "2026-12-07", "--json").json
    (week,) = answer["weeks"]
    assert (week["week"], week["person"], week["state"], week["is_now"]) == (
        "2026-12-07", "ben", "published", False,
    )  # fmt: skip
    assert week["turns"][0] == {
        "person": "ana", "cause": "published", "ordered": "ana", "swap": None, "other": None, "reason": None,
        "by": {
            "person": "dee", "acted_by": None, "login": "nobody", "moment": "2026-10-20T09:00:00-05:00"
        },
    }  # fmt: skip
    assert [(turn["person"], turn["cause"], turn["swap"]) for turn in week["turns"]] == [
        ("ana", "published", None),
        ("ben", "swapped", 1),
    ]
    assert [order["order"] for order in answer["orders"]] == [["ana", "ben", "cy"]]
    whole = lived("rotation", "history", "--json").json
    assert [(order["from"], order["order"]) for order in whole["orders"]] == [
        ("2026-10-26", ["ana", "ben", "cy"]),
        ("2027-01-18", ["cy", "ana"]),
    ]
    assert [week["week"] for week in whole["weeks"]][::17] == ["2026-10-26", "2027-02-22"]


def test_a_cover_that_was_taken_back_stays_in_the_history(lived: Cli) -> None:
    (week,) = lived("rotation", "history", "--week", "this", "--json").json["weeks"]
    (cover,) = week["cover"]
    assert (cover["id"], cover["person"], cover["reason"], cover["withdrawn"]) == (
        1,
        "cy",
        "ben is ill",
        "ben is well",
    )
    assert (cover["start"], cover["end"]) == ("2026-11-25T18:00:00-06:00", "2026-11-26T08:00:00-06:00")
    assert (cover["by"]["person"], cover["withdrawn_by"]["person"]) == ("dee", "eve")


def test_a_members_history_is_the_weeks_they_had_a_part_in(lived: Cli) -> None:
    weeks = lived("rotation", "history", "--person", "cy", "--from", "this", "--weeks", "6", "--json").json[
        "weeks"
    ]
    assert [week["week"] for week in weeks] == ["2026-11-23", "2026-11-30", "2026-12-21"]
    said = lived("rotation", "history", "--person", "dee").out
    assert said.endswith("\nWeeks of dee, 2026-10-26 to 2027-02-22: none.\n")


def test_what_is_recorded_later_never_changes_what_was(lived: Cli) -> None:
    before = lived("rotation", "history", "--json").json["weeks"]
    lived("rotation", "assign", "2026-12-21", "cy", "--reason", "cy is back", "--as", "dee")
    lived("rotation", "set", "ana", "--from", "2026-11-02", "--as", "dee")
    after = lived("rotation", "history", "--json").json["weeks"]
    for was, is_ in zip(before, after, strict=True):
        assert is_["turns"][: len(was["turns"])] == was["turns"]
    assert [turn["person"] for week in after for turn in week["turns"] if week["week"] == "2026-12-21"] == [
        "cy", "ben", "cy"
    ]  # fmt: skip


def test_one_who_acts_for_another_is_named(team: Cli) -> None:
    team("team", "add", "flo", "--name", "Flo", "--role", "manager", "--login", "flo1", "--as", "dee")
    team("team", "edit", "dee", "--login", "dee1", "--as", "dee")
    team.login = "flo1"
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "x", "--as", "dee")
    assert (
        "cy     assigned: x  2026-11-24 02:10, flo for dee\n"
        in team("rotation", "history", "--week", "2026-12-07").out
    )


def test_every_cause_is_told_in_words(team: Cli) -> None:
    store = team.store()
    week = date(2026, 12, 7)
    causes: list[tuple[Cause, dict[str, Any]]] = [
        ("traded", {"other": week + WEEK, "reason": "ana is away 2026-12-09"}),
        ("imported", {"reason": "imported from team.ics"}),
        ("withdrawn", {}),
    ]
    with store.door.transaction(Act("dee", None, "dee1", team.now)):
        for cause, fields in causes:
            turn = Turn(week=week, person="cy", ordered="ana", cause=cause, recorded=team.now, **fields)
            store.rotations.add_turn(turn)
    said = team("rotation", "history", "--week", "2026-12-07").out.partition("Recorded\n")[2]
    assert [line[14:].partition("  2026-")[0].rstrip() for line in said.splitlines()[1:-1]] == [
        "ana    published",
        "cy     traded with 2026-12-14, was ana: ana",
        "       is away 2026-12-09",
        "cy     imported from team.ics",
        "       publication taken back",
        "ana    by the order, not announced",
    ]
    shown = team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--json").json["weeks"][0]
    assert (shown["person"], shown["state"], shown["cause"]) == ("ana", "projected", None)


@pytest.mark.parametrize(
    ("cause", "fields", "said"),
    [
        (
            "traded",
            {"other": date(2026, 12, 14), "reason": "ana is away"},
            "traded, was ana: ana is away",
        ),
        ("imported", {"reason": "imported from team.ics"}, "imported from team.ics, was ana"),
    ],
)
def test_the_latest_cause_is_told_beside_the_week(
    team: Cli, cause: Cause, fields: dict[str, Any], said: str
) -> None:
    store = team.store()
    with store.door.transaction(Act("dee", None, "dee1", team.now)):
        store.rotations.add_turn(
            Turn(week=date(2026, 12, 7), person="cy", ordered="ana", cause=cause, recorded=team.now, **fields)
        )
    assert said in team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--format", "md").out


def test_a_store_without_orders_says_so(cli: Cli) -> None:
    cli("init")
    said = cli("rotation", "history", "--week", "this").out
    assert said.startswith("No order reaches these weeks: oncall rotation set HANDLE... --from WEEK\n")
    assert "nobody  no order reaches it" in said


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--week", "this", "--weeks", "2"), 2, "--week names one week; leave --from and --weeks out"),
        (("--week", "whenever"), 2, "'whenever' is not a week"),
        (("--person", "ghost"), 3, "there is no member 'ghost'"),
        (("--weeks", "0"), 2, "expected a number, 1 or more"),
    ],
)
def test_what_cannot_be_asked_is_said(team: Cli, argv: tuple[str, ...], code: int, said: str) -> None:
    assert said in team("rotation", "history", *argv, code=code).err
