"""Ready and trained through the command line: who records what, and who is shown to lack what."""

from datetime import date
from pathlib import Path

import pytest
import tomli_w
from rich.cells import cell_len

from oncall_cli.commands.prepared import unprepared
from oncall_cli.session import Session
from oncall_cli.store.door import Act
from tests.conftest import Cli

FIVE = ["phone", "computer", "systems", "email", "code"]
HOSTILE = "[bold red]Ana[/] :boom: {x} %s ' \" ; DROP TABLE preparation; -- ＡＮＡ"
TRAINING = """
[team]
timezone = "America/Chicago"

[ready]
checks = []

[training]
topics = ["line: how a call is taken", "forms: the four documents"]
valid = "365d"
"""


@pytest.fixture
def trained(team: Cli, tmp_path: Path) -> Cli:
    """The team with a policy that asks for two topics and for no checks, from today."""
    path = tmp_path / "training.toml"
    path.write_text(TRAINING, encoding="utf-8")
    team("policy", "apply", str(path), "--from", "today", "--as", "dee")
    return team


def lacking(team: Cli, *, day: date = date(2026, 11, 24), handles: tuple[str, ...] = ("ana",)) -> list[str]:
    session = Session(store_path=team.path, clock=lambda: team.now)
    try:
        return unprepared(session, handles, day)
    finally:
        session.close()


def test_members_record_what_they_checked(team: Cli) -> None:
    said = team("team", "ready", "ana", "Phone", "code", "phone", "--note", "new number", "--as", "ana")
    assert (said.out, said.err) == ("Checked for ana on 2026-11-24: phone, code.\n", "")
    ana = team("team", "ready", "ana", "--json").json
    assert (ana["prepared"], ana["lacking"]) == (False, ["computer", "systems", "email"])
    assert ana["items"][0] == {
        "item": "phone",
        "what": "can be reached on the phone day and night",
        "state": "done",
        "day": "2026-11-24",
        "until": "2027-05-28",
        "note": "new number",
    }
    assert ana["items"][1]["state"] == "never"
    team("team", "ready", "ana", "--all", "--as", "ana")
    ana = team("team", "ready", "ana", "--json").json
    assert (ana["prepared"], ana["lacking"]) == (True, [])
    assert "Ana Ruiz (ana) is ready\n" in team("team", "ready", "ana").out


def test_what_is_found_undone_is_lacking_again(team: Cli) -> None:
    team("team", "ready", "ana", "--all", "--as", "ana")
    said = team("team", "ready", "ana", "code", "--not", "--on", "yesterday", "--as", "dee")
    assert said.out == "Found undone for ana on 2026-11-23: code.\n"
    assert said.err == "note: what was on record of a later date counts no more: code (2026-11-24)\n"
    assert team("team", "ready", "ana", "--json").json["lacking"] == ["code"]
    assert lacking(team) == ["ana is not ready: code"]
    team("team", "ready", "ana", "code", "--as", "ana")
    assert lacking(team) == []


def test_a_check_of_long_ago_does_not_count(team: Cli) -> None:
    said = team("team", "ready", "ana", "phone", "--on", "2026-05-22", "--as", "ana")
    assert said.err == "note: too long ago to count: phone\n"
    assert team("team", "ready", "ana", "--json").json["items"][0]["state"] == "too_old"
    assert team("team", "ready", "ana", "phone", "--on", "2026-05-23", "--as", "ana").err == ""
    assert "phone" not in lacking(team)[0]
    assert "phone" in lacking(team, day=date(2026, 11, 25))[0]


def test_the_table_shows_members_against_checks(team: Cli) -> None:
    team("team", "ready", "ana", "--all", "--as", "ana")
    team("team", "ready", "ben", "phone", "--on", "2026-01-02", "--as", "ben")
    team("team", "ready", "ben", "code", "--not", "--as", "ben")
    assert team("team", "ready").out.splitlines() == [
        "Ready, 2026-11-24",
        "Member  phone         computer    systems     email       code",
        "──────────────────────────────────────────────────────────────────────",
        "ana     2026-11-24    2026-11-24  2026-11-24  2026-11-24  2026-11-24",
        "ben     ! 2026-01-02  -           -           -           x 2026-11-24",
        "cy      -             -           -           -           -",
        "! too long ago (it counts for 185d); x found undone; - never done.",
        "Not ready: ben, cy.",
        "oncall team ready HANDLE CHECK... records what was checked",
    ]
    answer = team("team", "ready", "--json").json
    assert (answer["kind"], answer["day"], answer["valid"]) == ("ready", "2026-11-24", "185d")
    assert [item["item"] for item in answer["items"]] == FIVE
    assert [(m["person"], m["name"], m["prepared"]) for m in answer["members"]] == [
        ("ana", "Ana Ruiz", True),
        ("ben", "Ben Okafor", False),
        ("cy", "Cy Young", False),
    ]


def test_a_manager_with_weeks_of_their_own_has_to_be_ready_too(team: Cli) -> None:
    def shown() -> list[str]:
        return [member["person"] for member in team("team", "ready", "--json").json["members"]]

    assert shown() == ["ana", "ben", "cy"]
    team("rotation", "assign", "2026-12-07", "dee", "--reason", "x", "--as", "dee")
    assert shown() == ["ana", "ben", "cy", "dee"]


def test_who_has_left_is_not_shown_and_has_nothing_recorded(team: Cli) -> None:
    store = team.store()
    with store.door.transaction(Act("dee", None, "dee", team.now)):
        cy = store.members.find("cy")
        assert cy
        store.members.change(cy, cy.model_copy(update={"leaves": date(2026, 11, 23)}))
    assert [m["person"] for m in team("team", "ready", "--json").json["members"]] == ["ana", "ben"]
    refused = team("team", "ready", "cy", "--all", "--as", "dee", code=1).err
    assert "cy left the team on 2026-11-23" in refused


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("ready", "ghost"), 3, "there is no member 'ghost'"),
        (("ready", "ghost", "phone"), 3, "there is no member 'ghost'"),
        (("ready", "ana", "fax"), 2, "the policy has no check 'fax'"),
        (("ready", "ana", "phone", "cod"), 2, "the policy has no check 'cod' (did you mean code?)"),
        (("ready", "ana", "phone", "--all"), 2, "--all is every check"),
        (("ready", "--all"), 2, "whose checks?"),
        (("ready", "ana", "--not"), 2, "what was done? name it, or --all"),
        (("ready", "ana", "--on", "today"), 2, "what was done? name it, or --all"),
        (("ready", "--note", "x"), 2, "what was done? name it, or --all"),
        (("ready", "ana", "phone", "--on", "tomorrow"), 2, "2026-11-25 is still to come"),
        (("ready", "ana", "phone", "--on", "soon"), 2, "'soon' is not a date"),
        (("ready", "ana", "phone", "--note", "a\x1b[2J"), 2, "the note holds \\x1b"),
        (("ready", "ana", "phone", "--note", ""), 2, "the note is empty"),
        (("train", "ana", "line"), 2, "the policy asks for no topic"),
        (("train", "ana", "--not"), 2, "what was done? name it"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    before = team("store", "log", "--json").out
    assert said in team("team", *argv, "--as", "dee", code=code).err
    assert team("store", "log", "--json").out == before


def test_members_record_their_own_checks_and_managers_anybodys(team: Cli) -> None:
    assert "only a manager may record others' checks; ana is none" in (
        team("team", "ready", "ben", "phone", "--as", "ana", code=1).err
    )
    assert "which is no member, is none" in team("team", "ready", "ben", "phone", code=1).err
    team("team", "ready", "ben", "phone", "--as", "dee")
    assert team.store().records.latest(1)[0].actor == "dee"


def test_training_is_recorded_by_managers_alone(trained: Cli) -> None:
    for who in ("ana", "ben"):
        refused = trained("team", "train", "ana", "line", "--as", who, code=1).err
        assert f"only a manager may record training; {who} is none" in refused
    said = trained("team", "train", "ana", "line", "--on", "2026-11-02", "--note", "with dee", "--as", "dee")
    assert said.out == "Training of ana on 2026-11-02: line.\n"
    screen = trained("team", "train", "ana").out
    assert "Ana Ruiz (ana) is not trained: forms\n" in screen
    assert "how a call is taken [with dee]" in screen
    trained("team", "train", "ana", "line", "forms", "--as", "dee")
    assert "Trained, 2026-11-24\n" in trained("team", "train").out
    assert lacking(trained, handles=("ana", "ben", "ana")) == ["ben is not trained: line, forms"]
    assert trained("team", "train", "ana", "forms", "--not", "--as", "dee").out == (
        "Training to be done again of ana on 2026-11-24: forms.\n"
    )
    assert lacking(trained) == ["ana is not trained: forms"]
    assert lacking(trained, day=date(2027, 11, 25)) == ["ana is not trained: line, forms"]


def test_each_day_is_judged_by_its_own_policy(trained: Cli) -> None:
    assert lacking(trained, day=date(2026, 11, 23)) == [f"ana is not ready: {', '.join(FIVE)}"]
    assert lacking(trained, day=date(2026, 11, 24)) == ["ana is not trained: line, forms"]
    assert lacking(trained, handles=()) == []


def test_what_a_policy_does_not_ask_for_is_not_asked_of_anybody(trained: Cli, tmp_path: Path) -> None:
    said = "The policy asks for no check; [ready] checks in the policy file names them.\n"
    assert trained("team", "ready").out == trained("team", "ready", "ana").out == said
    assert trained("team", "ready", "ana", "--json").json["prepared"] is True
    assert (
        "the policy asks for no check" in trained("team", "ready", "ana", "--all", "--as", "ana", code=2).err
    )


def test_many_checks_and_long_words_stay_readable_at_80_columns(team: Cli, tmp_path: Path) -> None:
    checks = [f"check-{number:02}-{'x' * 11}: {HOSTILE} {'日本' * 40}" for number in range(9)]
    path = tmp_path / "many.toml"
    path.write_text(tomli_w.dumps({"ready": {"checks": checks}}), encoding="utf-8")
    team("policy", "apply", str(path), "--from", "today", "--as", "dee")
    team("team", "add", "a" * 32, "--name", f"{HOSTILE} {'日本' * 20}", "--as", "dee")
    team("team", "ready", "a" * 32, "--all", "--note", HOSTILE, "--as", "dee")
    for argv in (("ready",), ("ready", "a" * 32)):
        screen = team("team", *argv).out
        for number in range(9):
            assert f"check-{number:02}-xxxxxxxxxxx" in screen
        assert screen.count("2026-11-24") >= 9
        assert "\x1b" not in screen
        assert max(cell_len(line) for line in screen.splitlines()) <= 80
    assert "[bold red]" in team("team", "ready", "a" * 32).out
