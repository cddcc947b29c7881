"""Making a store: whole, private, once."""

from pathlib import Path
from unittest import mock

import pytest

from oncall_cli.session import Session
from tests.conftest import Cli

ROSTER = "handle,name,role,email,phone,login\nana,Ana Ruiz,manager,,,\nben,Ben Okafor,,,,\n"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_a_store_is_made_private_and_whole_and_leaves_nothing_beside_it(cli: Cli, roster: Path) -> None:
    beside = {path.name for path in cli.path.parent.iterdir()}
    said = cli("init", "--roster", str(roster)).out
    assert f"Made the store {cli.path}" in said
    assert cli.path.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in cli.path.parent.iterdir()} == beside | {"oncall.db"}
    assert [(m.handle, m.role) for m in cli.store().members.all()] == [
        ("ana", "manager"),
        ("ben", "technician"),
    ]
    assert [change.noun for change in cli.store().records.latest(9)] == ["policy", "member", "member"]


def test_folders_on_the_way_are_made_for_the_user_alone(cli: Cli, tmp_path: Path) -> None:
    deep = tmp_path / "data" / "desk" / "oncall.db"
    cli("init", "--store", str(deep))
    assert deep.parent.stat().st_mode & 0o777 == 0o700


def test_the_timezone_is_the_policys_or_else_the_machines_and_init_says_which(
    cli: Cli, tmp_path: Path
) -> None:
    with mock.patch.object(Session, "machine_zone", "Australia/Lord_Howe"):
        made = cli("init", "--json").json
        assert (made["timezone"], made["timezone_from"]) == (
            "Australia/Lord_Howe",
            "this machine's; a policy can name another",
        )
        policy = tmp_path / "team.toml"
        policy.write_text('[team]\ntimezone = "Asia/Kolkata"', encoding="utf-8")
        other = tmp_path / "other.db"
        said = cli("init", "--policy", str(policy), "--store", str(other)).out
    assert "Timezone: Asia/Kolkata (by the policy)." in said


def test_a_second_init_is_refused_and_the_first_store_is_as_it_was(cli: Cli, roster: Path) -> None:
    cli("init", "--roster", str(roster))
    before = cli.path.read_bytes()
    refused = cli("init", code=1)
    assert f"there is a store at {cli.path} already" in refused.err
    assert cli.path.read_bytes() == before


@pytest.mark.parametrize(
    ("option", "content", "code", "said"),
    [
        ("--roster", ROSTER + "?,Nobody,,,,\n", 2, "line 4: '?' is not a handle"),
        ("--roster", ROSTER + "ANA,Ana,,,,\n", 2, "line 4: the handle ana is there twice"),
        ("--roster", None, 3, "there is no roster file at"),
        ("--policy", "[swap]\nnotice_dais = 3", 2, "swap.notice_dais is not a key of the policy"),
        ("--policy", "[team", 2, "is not TOML"),
        (
            "--policy",
            '[team]\nname = "x"\n[holidays]\ncountry = "QQ"',
            2,
            "given: holidays.country: there is no country 'QQ'",
        ),
        ("--policy", None, 3, "there is no policy file at"),
    ],
)
def test_an_init_that_fails_leaves_nothing_behind(
    cli: Cli, tmp_path: Path, option: str, content: str | None, code: int, said: str
) -> None:
    file = tmp_path / "given"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    deep = tmp_path / "data" / "oncall.db"
    answer = cli("init", option, str(file), "--store", str(deep), code=code)
    assert said in answer.err
    assert not deep.exists()
    assert not deep.parent.exists() or list(deep.parent.iterdir()) == []
    cli("init", "--store", str(deep))


@pytest.mark.parametrize(
    "place", ["file/oncall.db", "x" * 300, "x/" * 3000 + "oncall.db", "~nosuchuser/oncall.db"]
)
def test_a_place_where_no_store_can_be_is_said_in_one_sentence(cli: Cli, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    path = place if place.startswith("~") else str(tmp_path / place)
    for command in (("init",), ("team", "list"), ("store", "log")):
        answer = cli(*command, "--store", path, code=4)
        assert answer.err.startswith("oncall: error: ")
        assert answer.out == ""


def test_a_policy_file_of_any_name_is_remembered_harmlessly(cli: Cli, tmp_path: Path) -> None:
    odd = tmp_path / "a\n[swap]\nnotice_days = 0 \x1b[31m\udcff.toml"
    odd.write_text("[swap]\nnotice_days = 6", encoding="utf-8")
    cli("init", "--policy", str(odd))
    shown = cli("policy", "show").out
    assert shown.splitlines()[0].startswith("# ")
    assert "\x1b" not in shown
    again = tmp_path / "again.toml"
    again.write_text(shown, encoding="utf-8")
    cli("policy", "check", str(again))
    assert cli("policy", "show", "--json").json["policy"]["swap"]["notice_days"] == 6
