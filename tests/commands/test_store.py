"""The store group, and the record that every writing command leaves."""

import json
from pathlib import Path

import pytest

from tests.conftest import Cli

ASKED = {"swap": 1, "swap_step": 1}
BACK = ("swap", "request", "--give", "2026-12-07", "--with", "ana", "--as", "ben")
WRITING: list[tuple[tuple[str, ...], dict[str, int]]] = [
    (("team", "add", "eve", "--name", "Eve", "--as", "dee"), {"member": 1}),
    (("team", "edit", "ana", "--phone", "", "--as", "dee"), {"member": 1}),
    (
        ("rotation", "set", "cy", "ana", "--from", "2027-02-01", "--as", "dee"),
        {"rotation_order": 1, "order_place": 2},
    ),
    (("rotation", "publish", "2027-Q1", "--as", "dee"), {"turn": 13}),
    (("rotation", "assign", "2026-12-28", "cy", "--reason", "x", "--as", "dee"), {"turn": 1}),
    (
        ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana"),
        ASKED,
    ),
    (("swap", "accept", "1", "--as", "ben"), ASKED),
    (("swap", "approve", "1", "--as", "dee"), {**ASKED, "turn": 2}),
    (BACK, ASKED),
    (("swap", "decline", "2", "--as", "ana"), ASKED),
    (BACK, ASKED),
    (("swap", "refuse", "3", "--reason", "no", "--as", "dee"), ASKED),
    (BACK, ASKED),
    (("swap", "withdraw", "4", "--as", "ben"), ASKED),
]


def recorded(cli: Cli) -> list[dict[str, object]]:
    """Every entry of the record, as `store log` answers it."""
    changes: list[dict[str, object]] = cli("store", "log", "--limit", "9999", "--json").json["changes"]
    return changes


def test_every_change_of_every_writing_command_is_in_the_record(team: Cli, tmp_path: Path) -> None:
    policy = tmp_path / "next.toml"
    policy.write_text("[swap]\nnotice_days = 4", encoding="utf-8")
    applied = ("policy", "apply", str(policy), "--from", "2027-06-07", "--as", "dee")
    for argv, nouns in [*WRITING, (applied, {"policy": 1})]:
        before = recorded(team)
        team(*argv)
        new = recorded(team)[len(before) :]
        assert recorded(team)[: len(before)] == before
        counted = {
            noun: [entry["noun"] for entry in new].count(noun) for noun in {entry["noun"] for entry in new}
        }
        assert counted == nouns, argv
        for entry in new:
            assert entry["actor"] == argv[-1]
            assert (entry["acted_by"], entry["login"]) == (None, "nobody")
            assert entry["moment"] == "2026-11-24T02:10:00-06:00"
            assert (entry["before"] is None) == (entry["verb"] == "added")


def test_a_dry_run_and_a_reading_command_leave_no_trace(team: Cli) -> None:
    before = team.path.read_bytes()
    for argv in (
        ("rotation", "set", "cy", "--from", "next", "--dry-run", "--as", "dee"),
        ("rotation", "show"),
        ("rotation", "who"),
        ("team", "list"),
        ("team", "show", "ana"),
        ("swap", "list", "--all"),
        ("policy", "show"),
        ("policy", "history"),
        ("store", "log"),
        ("store", "path"),
        ("now",),
    ):
        team(*argv)
    assert team.path.read_bytes() == before


def test_the_record_can_be_read_by_noun_and_from_its_end(team: Cli) -> None:
    members = team("store", "log", "--noun", "member", "--json").json["changes"]
    assert [entry["key"] for entry in members] == ["ana", "ben", "cy", "dee"]
    last = team("store", "log", "--limit", "2", "--json").json["changes"]
    assert [(entry["noun"], entry["after"]["week"]) for entry in last] == [
        ("turn", "2026-12-21"),
        ("turn", "2026-12-28"),
    ]
    assert team("store", "log", "--noun", "nothing", "--json").json == {"changes": []}
    screen = team("store", "log", "--limit", "1").out
    assert "Tue 2026-10-20 09:00" in screen
    assert "dee" in screen


def test_a_deed_for_somebody_else_names_both(team: Cli) -> None:
    team("team", "edit", "ana", "--login", "ana1", "--as", "dee")
    team("team", "edit", "dee", "--login", "dee1", "--as", "dee")
    team.login = "dee1"
    team("swap", "request", "--give", "2026-12-07", "--with", "ben", "--as", "ana")
    last = recorded(team)[-1]
    assert (last["actor"], last["acted_by"], last["login"]) == ("ana", "dee", "dee1")
    assert "ana (by dee)" in " ".join(team("store", "log", "--limit", "1").out.split())


@pytest.mark.parametrize("made", [True, False])
def test_the_path_is_told_even_where_there_is_no_store(cli: Cli, made: bool) -> None:
    if made:
        cli("init")
    assert cli("store", "path").out == f"{cli.path}\n"
    assert json.loads(cli("store", "path", "--json").out) == {"store": str(cli.path), "exists": made}
