"""Swaps through the door: asked in time, agreed on, applied at once or not at all."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncall_cli.core.schedule import Turn
from oncall_cli.store.door import Act
from tests.conftest import Cli

REQUEST = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
STEPS = {
    "accept": ("swap", "accept", "1", "--as", "ben"),
    "decline": ("swap", "decline", "1", "--as", "ben"),
    "approve": ("swap", "approve", "1", "--as", "dee"),
    "refuse": ("swap", "refuse", "1", "--reason", "no", "--as", "dee"),
    "withdraw": ("swap", "withdraw", "1", "--as", "ana"),
}


def weeks(cli: Cli) -> dict[str, str]:
    shown = cli("rotation", "show", "--from", "2026-11-30", "--weeks", "4", "--json").json["weeks"]
    return {week["week"]: week["person"] for week in shown}


def test_a_swap_exchanges_two_weeks_once_both_members_and_a_manager_agree(team: Cli) -> None:
    asked = team(*REQUEST, "--reason", "a wedding", "--json").json
    assert (
        asked.items()
        >= {
            "id": 1,
            "state": "requested",
            "requester": "ana",
            "partner": "ben",
            "give": "2026-12-07",
            "take": "2026-12-14",
            "deadline": "2026-12-02T18:01:00-06:00",
            "requested_at": "2026-11-24T02:10:00-06:00",
            "in_time": True,
            "exception": None,
            "reason": "a wedding",
            "warnings": [],
        }.items()
    )
    before = weeks(team)
    accepted = team(*STEPS["accept"], "--json").json
    assert (accepted["state"], accepted["next"]) == ("accepted", "a manager approves or refuses")
    assert weeks(team) == before
    said = team(*STEPS["approve"]).out
    assert said == "Applied swap 1: ana gave ben week 2026-12-07 and took 2026-12-14.\n"
    assert weeks(team) == {**before, "2026-12-07": "ben", "2026-12-14": "ana"}
    shown = team("rotation", "show", "--from", "2026-12-07", "--weeks", "2", "--json").json["weeks"]
    assert [(week["ordered"], week["swap"]) for week in shown] == [("ana", 1), ("ben", 1)]
    steps = team("swap", "show", "1", "--json").json["steps"]
    assert [(step["step"], step["person"]) for step in steps] == [
        ("request", "ana"),
        ("accept", "ben"),
        ("approve", "dee"),
    ]


def test_history_keeps_who_had_each_week_and_a_second_swap_undoes_the_first(team: Cli) -> None:
    before = weeks(team)
    for argv in (REQUEST, STEPS["accept"], STEPS["approve"]):
        team(*argv)
    team("swap", "request", "--give", "2026-12-14", "--take", "2026-12-07", "--with", "ben", "--as", "ana")
    team("swap", "accept", "2", "--as", "ben")
    team("swap", "approve", "2", "--as", "dee")
    assert weeks(team) == before
    shown = team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--json").json["weeks"][0]
    assert (shown["ordered"], shown["swap"]) == (None, 2)
    had = "SELECT person, cause, swap FROM turn WHERE week = '2026-12-07' ORDER BY id"
    turns = team.store().door.rows(had)
    assert [tuple(turn.values()) for turn in turns] == [
        ("ana", "published", None),
        ("ben", "swapped", 1),
        ("ana", "swapped", 2),
    ]


@pytest.mark.parametrize(
    ("give", "who", "partner", "last", "late", "deadline"),
    [
        (
            "2026-12-07",
            "ana",
            "ben",
            "2026-12-02T18:01:59-06:00",
            "2026-12-02T18:02:00-06:00",
            "Wed 2026-12-02 18:01",
        ),
        # Clocks go back on the Sunday in between; the wall clock counts.
        (
            "2026-11-02",
            "ben",
            "ana",
            "2026-10-28T18:01:59-05:00",
            "2026-10-28T18:02:00-05:00",
            "Wed 2026-10-28 18:01",
        ),
    ],
)
def test_the_last_minute_is_in_time_and_the_next_is_late(
    team: Cli, give: str, who: str, partner: str, last: str, late: str, deadline: str
) -> None:
    argv = ("swap", "request", "--give", give, "--with", partner, "--as", who)
    refused = team.at(late)(*argv, code=1)
    assert f"too late: a swap of week {give} had to be asked for by {deadline}, 5 days before" in refused.err
    assert "hint: a manager can let it through: --exception TEXT" in refused.err
    assert team("swap", "list", "--all", "--json").json["swaps"] == []
    assert team.at(last)(*argv, "--json").json["in_time"] is True


def test_an_earlier_week_that_is_taken_counts_for_the_notice_too(team: Cli) -> None:
    team.at("2026-11-25T18:02:00-06:00")
    argv = ("swap", "request", "--give", "2026-12-07", "--take", "2026-11-30", "--with", "cy", "--as", "ana")
    assert "by Wed 2026-11-25 18:01" in team(*argv, code=1).err


def test_an_exception_is_a_managers_with_a_reason_and_is_shown(team: Cli) -> None:
    team.at("2026-12-04T09:00:00-06:00")
    assert "only a manager may let a late swap through; ana is none" in (
        team(*REQUEST, "--exception", "please", code=1).err
    )
    argv = (*REQUEST[:-1], "dee", "--exception", "a funeral", "--json")
    swap = team(*argv).json
    assert (swap["requester"], swap["in_time"], swap["exception"]) == ("ana", False, "a funeral")
    team(*STEPS["accept"])
    team(*STEPS["approve"])
    shown = team("swap", "show", "1").out
    assert "asked late; the last moment was Wed 2026-12-02 18:01" in shown
    assert "a funeral" in shown
    assert weeks(team)["2026-12-07"] == "ben"
    recorded = [change for change in team.store().records.latest(99, "swap") if change.verb == "added"]
    assert (recorded[0].actor, recorded[0].after["exception"]) == ("dee", "a funeral")


@pytest.mark.parametrize("days", ["2026-12-08", "2026-12-08/2026-12-09", "wed", "2026-12-08T18:01"])
def test_days_are_refused_with_the_rule(team: Cli, days: str) -> None:
    for argv in (("--give", days), ("--give", "2026-12-07", "--take", days)):
        refused = team("swap", "request", *argv, "--with", "ben", "--as", "ana", code=1)
        assert "only whole weeks can be switched, not single days" in refused.err


def test_a_week_given_away_takes_none_back(team: Cli) -> None:
    before = weeks(team)
    argv = (*REQUEST[:4], *REQUEST[6:])
    asked = team(*argv)
    assert "ana gives week 2026-12-07 to ben. Next: ben accepts or declines." in asked.out
    assert "note: two weeks running for ben: 2026-12-07 and 2026-12-14" in asked.err
    assert team("swap", "show", "1", "--json").json["take"] is None
    team(*STEPS["accept"])
    team(*STEPS["approve"])
    assert weeks(team) == {**before, "2026-12-07": "ben"}


def test_where_notice_is_enough_a_swap_applies_when_it_is_accepted(team: Cli, tmp_path: Path) -> None:
    policy = tmp_path / "notice.toml"
    policy.write_text('[swap]\napproval = "notice"', encoding="utf-8")
    team("policy", "apply", str(policy), "--from", "2026-12-01", "--as", "dee")
    team(*REQUEST)
    assert "Applied swap 1" in team(*STEPS["accept"]).out
    assert weeks(team)["2026-12-07"] == "ben"
    earlier = ("swap", "request", "--give", "2026-11-30", "--with", "ben", "--as", "cy")
    team(*earlier)
    assert team("swap", "accept", "2", "--as", "ben", "--json").json["state"] == "accepted"


def test_of_two_swaps_that_name_one_week_the_second_is_refused(team: Cli) -> None:
    team(*REQUEST)
    for argv in (
        ("--give", "2026-12-07", "--with", "cy", "--as", "ana"),
        ("--give", "2026-12-14", "--with", "cy", "--as", "ben"),
        ("--give", "2026-11-30", "--take", "2026-12-14", "--with", "ben", "--as", "cy"),
    ):
        refused = team("swap", "request", *argv, code=1)
        assert "is in swap 1 already, which is requested" in refused.err
    team(*STEPS["withdraw"])
    team("swap", "request", "--give", "2026-12-07", "--with", "cy", "--as", "ana")


@pytest.mark.parametrize(
    ("step", "by", "said"),
    [
        ("accept", "ana", "only ben may accept swap 1; ana is not ben"),
        ("accept", "dee", "only ben may accept swap 1; dee is not ben"),
        ("decline", "cy", "only ben may decline swap 1; cy is not ben"),
        ("withdraw", "ben", "only ana may withdraw swap 1; ben is not ana"),
        ("approve", "ben", "only a manager may approve a swap; ben is none"),
        ("refuse", "ana", "only a manager may refuse a swap; ana is none"),
    ],
)
def test_each_step_is_somebodys_own(team: Cli, step: str, by: str, said: str) -> None:
    team(*REQUEST)
    if step == "approve":
        team(*STEPS["accept"])
    before = team("swap", "show", "1", "--json").json
    assert said in team(*STEPS[step][:-1], by, code=1).err
    assert team("swap", "show", "1", "--json").json == before


@pytest.mark.parametrize("step", ["accept", "approve"])
def test_a_swap_of_weeks_that_have_changed_hands_is_not_applied(team: Cli, step: str) -> None:
    team(*REQUEST)
    if step == "approve":
        team(*STEPS["accept"])
    store = team.store()
    turn = Turn(
        week=date(2026, 12, 14), person="cy", ordered="ben", cause="assigned", reason="x", recorded=team.now
    )
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.rotations.add_turn(turn)
    before = weeks(team)
    refused = team(*STEPS[step], code=1)
    assert "week 2026-12-14 is cy's, not ben's" in refused.err
    assert weeks(team) == before
    assert team("swap", "show", "1", "--json").json["state"] != "applied"


@pytest.mark.parametrize("accepted", [False, True])
def test_an_open_swap_expires_in_the_minute_its_earlier_week_begins(team: Cli, accepted: bool) -> None:
    team(*REQUEST)
    if accepted:
        team(*STEPS["accept"])
    before = weeks(team)
    team.at("2026-12-07T18:00:59-06:00")
    assert len(team("swap", "list", "--json").json["swaps"]) == 1
    team.at("2026-12-07T18:01:00-06:00")
    assert team("swap", "list").out == "No swap is open.\n"
    assert team("swap", "list", "--all", "--json").json["swaps"][0]["state"] == "expired"
    assert team("swap", "show", "1", "--json").json["state"] == "expired"
    for step in ("accept", "approve", "withdraw", "refuse", "decline"):
        assert "swap 1 is expired" in team(*STEPS[step], code=1).err
    assert weeks(team) == before
    # Its later week is free for another swap, which stores what became of this one.
    team.at("2026-12-08T09:00:00-06:00")
    team("swap", "request", "--give", "2026-12-14", "--with", "cy", "--as", "ben")
    assert [step.step for step in team.store().swaps.steps(1)][-1] == "expire"


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (
            ("request", "--give", "2026-12-07", "--take", "2026-12-21", "--with", "ben", "--as", "ana"),
            1,
            "week 2026-12-21 is cy's, not ben's",
        ),
        (
            ("request", "--give", "2026-12-14", "--with", "ben", "--as", "ana"),
            1,
            "week 2026-12-14 is ben's, not ana's",
        ),
        (("request", "--give", "2026-11-23", "--with", "ana", "--as", "ben"), 1, "week 2026-11-23 has begun"),
        (("request", "--give", "2027-01-18", "--with", "ben", "--as", "ana"), 1, "is not published yet"),
        (
            ("request", "--give", "2026-12-07", "--with", "ana", "--as", "ana"),
            2,
            "ana cannot swap with themselves",
        ),
        (
            ("request", "--give", "2026-12-07", "--with", "ghost", "--as", "ana"),
            3,
            "there is no member 'ghost'",
        ),
        (("request", "--give", "2026-12-07", "--with", "ben"), 2, "who acts?"),
        (("request", "--give", "someday", "--with", "ben", "--as", "ana"), 2, "'someday' is not a week"),
        (("accept", "7", "--as", "ben"), 3, "there is no swap 7"),
        (("accept", "99999999999999999999999", "--as", "ben"), 3, "there is no swap"),
        (("accept", "one", "--as", "ben"), 2, "invalid value"),
        (("show", "-1"), 2, "no such option"),
        (("refuse", "1", "--as", "dee"), 2, "refusing a swap needs a reason"),
        (("withdraw", "1"), 2, "who acts?"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    team("swap", "request", "--give", "2026-11-30", "--with", "ben", "--as", "cy")
    before = team("store", "log", "--json").out
    assert said in team("swap", *argv, code=code).err
    assert team("store", "log", "--json").out == before


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=5))
def test_the_schedule_is_untouched_by_anything_that_is_not_applied(team: Cli, steps: list[str]) -> None:
    fresh = team.path.with_name("fresh.db")
    if not fresh.exists():
        fresh.write_bytes(team.path.read_bytes())
    team.path.write_bytes(fresh.read_bytes())
    before = team("rotation", "show", "--json").json
    team(*REQUEST)
    state = "requested"
    for step in steps:
        team(*STEPS[step], code=None)
        was, state = state, team("swap", "show", "1", "--json").json["state"]
        assert was in ("requested", "accepted") or state == was
        if state != "applied":
            assert team("rotation", "show", "--json").json == before
    applied = {"2026-12-07": "ben", "2026-12-14": "ana"} if state == "applied" else {}
    after = team("rotation", "show", "--json").json
    assert {week["week"]: week["person"] for week in after["weeks"]} == {
        week["week"]: applied.get(week["week"], week["person"]) for week in before["weeks"]
    }


def test_nothing_is_applied_by_a_program_that_stops_in_the_middle(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(*REQUEST)
    team(*STEPS["accept"])
    before = team("rotation", "show", "--json").json
    log = team("store", "log", "--json").out
    adds: list[Turn] = []

    def interrupted(_: object, turn: Turn) -> None:
        adds.append(turn)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("oncall_cli.store.rotations.Rotations.add_turn", interrupted)
        stopped = team(*STEPS["approve"], code=130)
    assert stopped.err == "oncall: error: interrupted; nothing was changed\n"
    assert len(adds) == 1
    assert team("rotation", "show", "--json").json == before
    assert team("store", "log", "--json").out == log
    team(*STEPS["approve"])


def test_of_many_programs_that_ask_for_one_week_at_once_one_wins_and_the_others_are_told(team: Cli) -> None:
    asking = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from oncall_cli.cli import run\n"
        "from oncall_cli.commands.frame import World\n"
        "argv = ['swap', 'request', '--give', '2026-12-07', '--with', sys.argv[1], '--as', 'ana']\n"
        "sys.exit(run(argv, World(clock=lambda: datetime(2026, 11, 24, tzinfo=UTC), login='nobody')))\n"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", asking, partner], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for partner in ("ben", "cy", "dee")
    ]
    told = [program.communicate()[1] for program in programs]
    assert sorted(program.returncode for program in programs) == [0, 1, 1]
    assert len([said for said in told if "is in swap 1 already" in said]) == 2
    assert len(team.store().swaps.all()) == 1


def test_a_rehearsed_swap_shows_whose_weeks_would_move_and_moves_none(team: Cli) -> None:
    ask = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    weeks = team("rotation", "show", "--json").json["weeks"]
    assert (
        team(*ask, "--dry-run").out == "Would request: ana gives ben week 2026-12-07 and takes 2026-12-14.\n"
    )
    assert team("swap", "list", "--all", "--json").json["swaps"] == []
    team(*ask)
    team("swap", "accept", "1", "--as", "ben")
    said = team("swap", "approve", "1", "--as", "dee", "--dry-run").out
    assert said == "Would make swap 1 applied: ana gives ben week 2026-12-07 and takes 2026-12-14.\n"
    assert team("swap", "show", "1", "--json").json["state"] == "accepted"
    assert team("rotation", "show", "--json").json["weeks"] == weeks


def test_at_a_terminal_weeks_change_hands_once_the_person_has_seen_them(team: Cli) -> None:
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    team.answers = [False, True]
    team("swap", "approve", "1", "--as", "dee", code=1)
    assert "ana gives ben week 2026-12-07 and takes 2026-12-14" in team.asked[0]
    assert team("swap", "show", "1", "--json").json["state"] == "accepted"
    team("swap", "approve", "1", "--as", "dee")
    assert team("swap", "show", "1", "--json").json["state"] == "applied"
