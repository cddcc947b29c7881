"""Leaving and joining through the door: whose weeks change, what is in the way, who is still somebody."""

from datetime import date, timedelta

import pytest

from oncall_cli.store.door import Act
from tests.commands.test_rotation import owners
from tests.conftest import Cli

LEAVE = ("team", "leave", "ana", "--as", "dee")
JANUARY = ("--from", "2027-01-04", "--weeks", "8")


def given_away(team: Cli) -> Cli:
    """Ana's published weeks belong to others."""
    team("rotation", "assign", "2026-12-07", "ben", "--reason", "ana leaves", "--as", "dee")
    team("rotation", "assign", "2026-12-28", "cy", "--reason", "ana leaves", "--as", "dee")
    return team


def test_who_owns_published_weeks_cannot_leave_before_they_have_another_owner(team: Cli) -> None:
    refused = team(*LEAVE, "--on", "2026-12-13", code=1)
    assert "ana cannot leave on 2026-12-13" in refused.err
    assert "2026-12-07 (published), 2026-12-28 (published)" in refused.err
    assert "oncall rotation assign 2026-12-07 HANDLE --reason TEXT" in refused.err
    assert "2026-12-28 (published)" in team(*LEAVE, "--on", "2026-12-14", code=1).err
    assert "2026-12-07" not in team(*LEAVE, "--on", "2026-12-14", code=1).err
    team(*LEAVE, "--on", "2027-01-04")


def test_who_has_a_week_that_has_begun_leaves_when_it_ends_or_later(team: Cli) -> None:
    team("rotation", "assign", "2026-12-14", "cy", "--reason", "x", "--as", "dee")
    refused = team("team", "leave", "ben", "--on", "today", "--as", "dee", code=1)
    assert "2026-11-23 (begun)" in refused.err
    assert "a week that has begun stays ben's: leave on 2026-11-30 or later" in refused.err
    assert team("team", "leave", "ben", "--on", "2026-11-30", "--as", "dee").out.splitlines()[:2] == [
        "ben leaves on 2026-11-30.",
        "Last week: 2026-11-23, handed over on Mon 2026-11-30 06:59.",
    ]


def test_leaving_hands_the_first_open_week_on_and_moves_nobody_elses_next_turn(team: Cli) -> None:
    given_away(team)
    before = owners(team, *JANUARY)
    log = team("store", "log", "--json", "--limit", "9999").out
    rehearsed = team(*LEAVE, "--on", "2026-12-01", "--reason", "new job", "--dry-run")
    assert team("store", "log", "--json", "--limit", "9999").out == log
    left = team(*LEAVE, "--on", "2026-12-01", "--reason", "new job")
    assert rehearsed.out == left.out.replace("ana leaves on", "ana would leave on")
    assert "  2027-01-18  ana → cy" in left.out
    assert owners(team, *JANUARY) == before | {
        "2027-01-18": "cy", "2027-02-08": "ben", "2027-02-15": "cy", "2027-02-22": "ben"
    }  # fmt: skip
    orders = team.store().rotations.orders()[1:]
    assert [(str(order.start), order.handles, order.reason) for order in orders] == [
        ("2027-01-18", ("cy", "ben"), "ana left: new job"),
    ]


def test_the_answer_has_the_member_the_orders_and_the_weeks_that_change(team: Cli) -> None:
    answer = given_away(team)(*LEAVE, "--on", "2026-12-01", "--reason", "new job", "--json").json
    assert {
        key: answer[key] for key in ("handle", "leaves", "leaves_because", "here", "last_week", "stored")
    } == {
        "handle": "ana",
        "leaves": "2026-12-01",
        "leaves_because": "new job",
        "here": True,
        "last_week": "2026-11-16",
        "stored": True,
    }
    assert answer["orders"][0] == {
        "from": "2027-01-18",
        "order": ["cy", "ben"],
        "reason": "ana left: new job",
    }
    assert answer["changes"][0] == {"week": "2027-01-18", "from": "ana", "to": "cy"}
    assert (answer["covers"], answer["swaps"], answer["tickets"]) == ([], [], [])


@pytest.mark.parametrize("agrees", [True, False])
def test_at_a_terminal_the_weeks_that_change_are_shown_and_asked_first(team: Cli, agrees: bool) -> None:
    given_away(team)
    team.answers = [agrees]
    team(*LEAVE, "--on", "2026-12-01", code=0 if agrees else 1)
    assert "2027-01-18  ana → cy" in team.asked[0]
    assert "Let ana leave on 2026-12-01?" in team.asked[0]
    ana = team.store().members.find("ana")
    assert ana
    assert bool(ana.leaves) is agrees
    assert len(team.store().rotations.orders()) == 1 + agrees


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("ana",), 2, "leaving needs a date, or is taken back"),
        (("ana", "--on", "2027-01-04", "--cancel"), 2, "leaving needs a date, or is taken back"),
        (("ana", "--cancel", "--reason", "x"), 2, "leaving needs a date, or is taken back"),
        (("ana", "--on", "soon"), 2, "'soon' is not a date"),
        (("ana", "--on", "2027-01-04", "--reason", "a\nb"), 2, "the reason holds \\n"),
        (("ghost", "--on", "2027-01-04"), 3, "there is no member 'ghost'"),
        (("dee", "--on", "2027-01-04"), 1, "dee is the only manager"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    before = team("store", "log", "--json", "--limit", "9999").out
    assert said in team("team", "leave", *argv, "--as", "dee", code=code).err
    assert team("store", "log", "--json", "--limit", "9999").out == before


def test_only_a_manager_lets_somebody_leave_and_one_who_stays_is_needed(team: Cli) -> None:
    for argv in (("leave", "ana", "--on", "2027-03-01"), ("join", "dee", "--after", "ben", "--from", "next")):
        assert "only a manager may" in team("team", *argv, "--as", "ana", code=1).err
    team("team", "add", "eve", "--name", "Eve", "--role", "manager", "--as", "dee")
    team("team", "leave", "eve", "--on", "2027-02-01", "--as", "dee")
    for day in ("2027-03-01", "2027-01-31"):
        team("team", "leave", "dee", "--on", day, "--dry-run", "--as", "dee", code=1)
    assert (
        "dee is the only manager who stays"
        in team("team", "edit", "dee", "--role", "technician", "--as", "dee", code=1).err
    )
    team("team", "leave", "eve", "--cancel", "--as", "dee")
    team("team", "leave", "dee", "--on", "2027-01-31", "--as", "dee")


def test_the_last_one_in_the_order_cannot_leave(team: Cli) -> None:
    team("rotation", "set", "ana", "--from", "2027-01-04", "--as", "dee")
    refused = team(*LEAVE, "--on", "2027-03-01", code=1)
    assert "ana is the only one whom the order can give week 2027-03-01" in refused.err
    assert "oncall rotation set HANDLE... --from 2027-03-01" in refused.err


def test_who_has_left_acts_no_more_and_can_still_be_read_about(team: Cli) -> None:
    team("team", "edit", "ana", "--login", "root", "--as", "dee")
    team(*LEAVE, "--on", "2027-01-04")
    team.login = "root"
    assert team.at("2027-01-04T23:59:00-06:00")("rotation", "show", "--json").json["person"] == "ana"
    team.at("2027-01-05T00:00:00-06:00")
    assert team("rotation", "show", "--json").json["person"] is None
    for argv in (("rotation", "show"), ("team", "list"), ("team", "edit", "ana", "--phone", "1234")):
        assert "ana left the team on 2027-01-04" in team(*argv, "--as", "ana", code=1).err
    assert (
        team("payform", "show", "--person", "ana", "--week", "2026-12-28", "--json").json["person"] == "ana"
    )
    assert owners(team, "--from", "2026-12-28", "--weeks", "1") == {"2026-12-28": "ana"}


def test_the_roster_lists_who_is_here_and_on_demand_who_was(team: Cli) -> None:
    team(*LEAVE, "--on", "2027-01-04", "--reason", "new job")
    assert "Leaves  2027-01-04, new job" in team("team", "show", "ana").out
    assert "2027-01-04" in team("team", "list").out
    team.at("2027-01-05T12:00:00-06:00")
    listed = team("team", "list", "--json").json
    assert ([one["handle"] for one in listed["members"]], listed["left"]) == (["ben", "cy", "dee"], 1)
    assert "1 who left: oncall team list --all" in team("team", "list").out
    every = {
        one["handle"]: (one["leaves"], one["here"])
        for one in team("team", "list", "--all", "--json").json["members"]
    }
    assert every["ana"] == ("2027-01-04", False)
    assert every["ben"] == (None, True)
    assert "Left   2027-01-04, new job" in team("team", "show", "ana").out
    again = team("team", "add", "ana", "--name", "Ana", "--as", "dee", code=1).err
    assert "there is a member 'ana' already, who left on 2027-01-04" in again
    assert "oncall team leave ana --cancel" in again


def test_what_names_a_leaver_after_their_last_date_is_listed(team: Cli) -> None:
    team("swap", "request", "--give", "2026-12-21", "--take", "2026-12-07", "--with", "ana", "--as", "cy")
    team("rotation", "assign", "2026-12-28", "ben", "--reason", "x", "--as", "dee")
    said = team(*LEAVE, "--on", "2026-12-14")
    assert "swap 1 names ana and is requested: oncall swap refuse 1 --reason TEXT" in said.err
    assert team(*LEAVE, "--on", "2027-01-04", "--json").json["swaps"] == []


def test_another_date_moves_the_leaving_and_taking_it_back_gives_the_turns_back(team: Cli) -> None:
    given_away(team)
    before = owners(team, *JANUARY)
    team(*LEAVE, "--on", "2027-02-01")
    shorter = owners(team, *JANUARY)
    assert (shorter["2027-01-18"], shorter["2027-02-08"]) == ("ana", "cy")
    later = team(*LEAVE, "--on", "2027-03-01")
    assert "the order goes on without ana" in later.err
    assert "No projected week changes." in later.out
    assert "leaves on 2027-03-01 already" in team(*LEAVE, "--on", "2027-03-01").out
    team(*LEAVE, "--on", "2026-12-01")
    assert "ana" not in owners(team, *JANUARY).values()
    back = team(*LEAVE, "--cancel")
    assert back.out.startswith("ana stays in the team; the last date was 2026-12-01.\nFrom then on:\n")
    assert owners(team, *JANUARY) == before
    assert "is not leaving; nothing was changed" in team(*LEAVE, "--cancel").out
    joiner = ("team", "join", "dee", "--after", "ben", "--from", "2027-01-04", "--as", "dee", "--json")
    assert team(*joiner).json["first_week"] == "2027-01-11"


def test_a_slip_in_whom_a_joiner_follows_names_those_who_are_members(team: Cli) -> None:
    argv = ("team", "add", "eve", "--name", "Eve", "--after", "bne", "--from", "next", "--as", "dee")
    assert team(*argv, code=3).err.endswith("hint: members: ana, ben, cy, dee\n")


def test_taking_a_leave_back_leaves_an_order_alone_that_was_made_since(team: Cli) -> None:
    given_away(team)
    team(*LEAVE, "--on", "2027-02-01")
    team.now += timedelta(hours=1)
    team("rotation", "set", "cy", "ben", "--from", "2027-01-04", "--as", "dee")
    since = owners(team, *JANUARY)
    back = team(*LEAVE, "--cancel")
    assert back.out == "ana stays in the team; the last date was 2027-02-01.\n"
    assert "oncall team join ana --after" in back.err
    assert owners(team, *JANUARY) == since


def test_a_joiner_follows_somebody_from_the_first_week_that_is_not_published(team: Cli) -> None:
    before = owners(team, "--weeks", "14")
    argv = ("team", "add", "eve", "--name", "Eve", "--after", "ben", "--from", "this", "--as", "dee")
    rehearsed = team(*argv, "--dry-run")
    assert "Would add eve (Eve), technician.\nFirst turn: week 2027-01-11." in rehearsed.out
    assert team.store().members.find("eve") is None
    added = team(*argv, "--json").json
    assert (added["handle"], added["first_week"], added["stored"]) == ("eve", "2027-01-11", True)
    assert added["orders"] == [
        {"from": "2027-01-11", "order": ["eve", "cy", "ana", "ben"], "reason": "eve joined"}
    ]
    assert added["changes"][0] == {"week": "2027-01-11", "from": "cy", "to": "eve"}
    assert owners(team, "--weeks", "14") == before | {
        "2027-01-11": "eve", "2027-01-18": "cy", "2027-01-25": "ana",
        "2027-02-01": "ben", "2027-02-08": "eve", "2027-02-15": "cy", "2027-02-22": "ana",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--after", "ben"), 2, "--after HANDLE --from 2027-01-04, the first week that is not published"),
        (("--from", "next"), 2, "--after HANDLE --from 2027-01-04"),
        (("--after", "dee", "--from", "next"), 1, "dee is not in the order from week 2027-01-04 on"),
        (("--after", "ghost", "--from", "next"), 3, "there is no member 'ghost'"),
        (("--after", "ben", "--from", "soon"), 2, "'soon' is not a week"),
    ],
)
def test_a_joiner_who_cannot_join_is_not_added(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    assert said in team("team", "add", "eve", "--name", "Eve", *argv, "--as", "dee", code=code).err
    assert team.store().members.find("eve") is None
    assert (
        "in the order from week"
        in team("team", "join", "ana", "--after", "ben", "--from", "next", "--as", "dee", code=1).err
    )


def test_a_member_who_comes_back_joins_again(team: Cli) -> None:
    given_away(team)
    team(*LEAVE, "--on", "2026-12-01")
    team.at("2026-12-15T12:00:00-06:00")
    join = ("team", "join", "ana", "--after", "ben", "--from", "2027-02-01", "--as", "dee")
    assert "ana's last date is 2026-12-01" in team(*join, code=1).err
    team(*LEAVE, "--cancel")
    assert "Would put ana into the order: first turn week 2027-02-01." in team(*join, "--dry-run").out
    team.answers = [True]
    team(*join)
    assert "Put ana into the order?" in team.asked[0]
    team.answers = None
    assert [owners(team, *JANUARY)[week] for week in ("2027-01-25", "2027-02-01", "2027-02-08")] == [
        "ben",
        "ana",
        "cy",
    ]


def test_an_order_has_nobody_who_has_left_and_goes_on_without_who_leaves_later(team: Cli) -> None:
    team(*LEAVE, "--on", "2027-02-08")
    refused = team("rotation", "set", "ana", "ben", "--from", "2027-02-08", "--as", "dee", code=1)
    assert "ana's last date in the team is 2027-02-08, before week 2027-02-08 ends" in refused.err
    argv = ("rotation", "set", "ben", "ana", "cy", "--from", "2027-01-04", "--as", "dee")
    rehearsed = team(*argv, "--dry-run").out
    done = team(*argv, "--json").json
    assert done["then"] == [{"from": "2027-02-22", "order": ["ben", "cy"], "reason": "ana left"}]
    assert "  2027-02-22 and on  ben, cy" in rehearsed
    assert list(owners(team, "--from", "2027-01-04", "--weeks", "10").values()) == [
        *("ben", "ana", "cy", "ben", "ana", "cy"),
        *("ben", "ben", "cy", "ben"),
    ]


def test_a_joiner_brings_nobody_a_week_after_their_last_date(team: Cli) -> None:
    team(*LEAVE, "--on", "2027-01-25")
    team("team", "add", "eve", "--name", "Eve", "--after", "ben", "--from", "next", "--as", "dee")
    assert list(owners(team, *JANUARY).values()) == [
        *("ben", "eve", "cy", "eve", "ben", "cy"),
        *("ben", "eve"),
    ]


def test_who_has_left_is_no_manager_any_more(team: Cli) -> None:
    store = team.store()
    dee = store.members.find("dee")
    assert dee
    with store.door.transaction(Act(None, None, "nobody", team.now)):
        store.members.change(dee, dee.model_copy(update={"leaves": date(2027, 1, 4)}))
    assert store.members.has_manager(date(2027, 1, 4))
    assert not store.members.has_manager(date(2027, 1, 5))
    team.at("2027-01-05T12:00:00-06:00")("team", "edit", "ana", "--role", "manager")


def test_a_publication_taken_back_gives_no_week_to_who_has_left_by_then(team: Cli) -> None:
    order = ("rotation", "set", "ben", "cy", "--from", "2027-01-04", "--as", "dee")
    team(*order)
    team("rotation", "publish", "2027-Q1", "--as", "dee")
    team(*order[:2], "ana", *order[2:])
    team(*LEAVE, "--on", "2027-01-04")
    team("rotation", "publish", "2027-Q1", "--undo", "--as", "dee")
    shown = team("rotation", "show", "--from", "2027-01-04", "--weeks", "26", "--json").json["weeks"]
    assert {(week["person"], week["state"]) for week in shown} == {("ben", "projected"), ("cy", "projected")}
