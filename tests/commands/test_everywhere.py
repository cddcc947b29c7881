"""What holds for every command: one answer, one sentence on failure, one exit code, and no harm on screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oncall_cli import cli as program
from oncall_cli.commands import complete
from oncall_cli.session import Session
from tests.conftest import Cli

ANSWERS = [
    ("now",),
    (),
    ("team", "list"),
    ("team", "show", "ana"),
    ("team", "rate", "ana"),
    ("team", "rate", "ana", "24.50", "--as", "dee"),
    ("team", "edit", "ana", "--name", "Ana R.", "--as", "dee"),
    ("team", "add", "eve", "--name", "Eve", "--as", "dee"),
    ("policy", "show"),
    ("policy", "history"),
    ("rotation", "show"),
    ("rotation", "show", "--month"),
    ("rotation", "show", "--year"),
    ("rotation", "history"),
    ("rotation", "who"),
    ("rotation", "set", "ana", "--from", "next", "--as", "dee"),
    ("rotation", "publish", "2027-Q1", "--as", "dee"),
    ("rotation", "assign", "2026-12-07", "cy", "--reason", "x", "--as", "dee"),
    ("swap", "request", "--give", "2026-12-07", "--with", "cy", "--as", "ana"),
    ("swap", "list"),
    ("payform", "list"),
    ("payform", "submit", "--as", "ana"),
    ("report", "misuse"),
    ("store", "path"),
    ("store", "log"),
]
FAILURES = [
    (("team", "show", "ghost"), 3, "not_found"),
    (("team", "show", "a b"), 2, "usage"),
    (("team", "show"), 2, "usage"),
    (("team", "shew"), 2, "usage"),
    (("teem",), 2, "usage"),
    (("team", "list", "--nope"), 2, "usage"),
    (("swap", "accept", "1", "--as", "ghost"), 3, "not_found"),
    (("swap", "accept", "1", "--as", "not a handle"), 2, "usage"),
    (("rotation", "who", "--at", "whenever"), 2, "usage"),
    (("rotation", "show", "--from", "whenever"), 2, "usage"),
    (("rotation", "publish", "2027-Q1", "--as", "ana"), 1, "refused"),
    (("calendar", "publish", "/nowhere/at/all", "--as", "dee"), 3, "not_found"),
    (("calendar", "push", "--team", "--url", "http://127.0.0.1:1/a/"), 4, "store"),
    (("init",), 1, "refused"),
    (("team", "list", "--store", "/nowhere/oncall.db"), 4, "store"),
]
HOSTILE = "[bold red]Ana[/] :boom: {x} %s ' \" ; DROP TABLE member; -- ＡＮＡ"


@pytest.mark.parametrize("argv", ANSWERS, ids=" ".join)
def test_every_command_answers_with_one_json_object_and_nothing_else(
    team: Cli, argv: tuple[str, ...]
) -> None:
    for json_first in (False, True):
        words = ("--json", *argv) if json_first and argv else (*argv, "--json")
        answer = team(*words, code=None)
        if answer.code == 1 and json_first:
            continue  # it was done the first time
        assert answer.code == 0
        assert isinstance(json.loads(answer.out), dict)
        assert answer.out.count("\n") == 1
        assert answer.err == ""


@pytest.mark.parametrize(("argv", "code", "word"), FAILURES)
def test_every_failure_is_one_sentence_or_one_json_object_on_stderr(
    team: Cli, argv: tuple[str, ...], code: int, word: str
) -> None:
    said = team(*argv, code=code)
    assert said.out == ""
    assert said.err.startswith("oncall: error: ")
    assert len(said.err.splitlines()) <= 2
    answer = team(*argv, "--json", code=code)
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert answer.error.keys() == {"code", "message", "hint"}
    assert answer.error["code"] == word
    assert f"oncall: error: {answer.error['message']}" == said.err.splitlines()[0]


@pytest.mark.parametrize("argv", ANSWERS, ids=" ".join)
def test_what_people_read_fits_80_columns_and_has_no_escapes(team: Cli, argv: tuple[str, ...]) -> None:
    answer = team(*argv)
    assert answer.out.endswith("\n")
    assert "\x1b" not in answer.out + answer.err
    if argv not in (("store", "path"), ("policy", "show")):  # these are for other programs
        assert max(len(line) for line in answer.out.splitlines()) <= 80
    assert not any(line != line.rstrip() for line in answer.out.splitlines())


def test_the_store_is_the_one_named_then_the_environments_then_the_usual(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    named = tmp_path / "named.db"
    for words in (("--store", str(named), "store", "path"), ("store", "path", "--store", str(named))):
        assert cli(*words).out == f"{named}\n"
    for words in (("--store", "", "store", "path"), ("store", "path", "--store", "")):
        assert cli(*words).out == f"{tmp_path / 'oncall.db'}\n"
    assert cli("store", "path").out == f"{tmp_path / 'oncall.db'}\n"
    monkeypatch.setenv("ONCALL_STORE", "~/mine.db")
    assert cli("store", "path").out == f"{own_home / 'mine.db'}\n"
    for empty in (True, False):
        if empty:
            monkeypatch.setenv("ONCALL_STORE", "")
        else:
            monkeypatch.delenv("ONCALL_STORE")
        assert cli("store", "path").out == f"{own_home / 'oncall' / 'oncall.db'}\n"


def test_who_acts_is_named_then_the_environments_then_the_login(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(*argv: str) -> object:
        return team("rotation", "show", *argv, "--json").json["person"]

    assert reader() is None
    team("team", "edit", "cy", "--login", "cy1", "--as", "dee")
    team.login = "cy1"
    assert reader() == "cy"
    monkeypatch.setenv("ONCALL_AS", "ben")
    assert reader() == "ben"
    assert reader("--as", "DEE") == "dee"


def test_a_member_bound_to_a_login_is_acted_for_by_a_manager_alone(team: Cli) -> None:
    team("team", "edit", "dee", "--login", "dee1", "--as", "dee")
    team("team", "edit", "ana", "--login", "ana1", "--as", "dee", code=1)
    team.login = "dee1"
    team("team", "edit", "ana", "--login", "ana1")
    request = ("swap", "request", "--give", "2026-12-07", "--with", "ben", "--as", "ana")
    for login in ("nobody", "ben1"):
        team.login = login
        refused = team(*request, code=1)
        assert "ana acts from the login ana1, and only a manager may act for them" in refused.err
    team.login = "dee1"
    team(*request)
    team.login = "ana1"
    assert team("swap", "withdraw", "1", "--json").json["state"] == "withdrawn"


def test_a_store_without_a_manager_lets_anybody_act_as_one(cli: Cli) -> None:
    cli("init")
    for handle in ("ana", "ben"):
        cli("team", "add", handle, "--name", handle, "--login", f"{handle}1")
    cli.login = "ben1"
    cli("rotation", "set", "ana", "ben", "--from", "this", "--as", "ana")
    assert (cli.store().records.latest(1)[0].actor, cli.store().records.latest(1)[0].acted_by) == (
        "ana",
        "ben",
    )


def test_names_with_markup_in_them_are_shown_as_they_are(team: Cli) -> None:
    team("team", "edit", "ana", "--name", HOSTILE, "--as", "dee")
    assert HOSTILE in team("team", "show", "ana").out
    assert team("team", "show", "ana", "--json").json["name"] == HOSTILE
    assert "[bold" in team("rotation", "show").out
    assert len(team("team", "list", "--json").json["members"]) == 4


@pytest.mark.parametrize("bad", ["\x1b]0;owned\x07", "\u202egnp.exe", "a\rb", "a\nb", "\x9b31m", "\udcff"])
def test_what_steers_a_terminal_never_reaches_it(team: Cli, bad: str) -> None:
    for argv in (
        ("team", "edit", "ana", "--name", bad, "--as", "dee"),
        ("rotation", "assign", "2026-12-07", "cy", "--reason", bad, "--as", "dee"),
        ("swap", "request", "--give", "2026-12-07", "--with", "cy", "--reason", bad, "--as", "ana"),
        ("team", "show", bad),
        ("rotation", "show", "--from", bad),
        ("rotation", "who", "--at", bad),
        ("team", bad),
        (bad,),
        ("team", "list", "--as", bad, f"--{bad}"),
        ("team", "list", "--store", f"/nowhere/{bad}"),
        ("policy", "check", bad),
    ):
        said = team(*argv, code=None)
        assert said.code in (1, 2, 3, 4), (argv, said.err)
        assert not set("\x1b\x07\u202e\r\x9b\udcff") & set(said.out + said.err)
        assert len(said.err.splitlines()) <= 2


def test_a_name_that_came_into_the_store_another_way_is_shown_without_harm(team: Cli) -> None:
    db = team.store().door.db
    db.conn.execute("UPDATE member SET name = ? WHERE handle = 'ben'", ["Ben\x1b[2J\u202e"])
    for argv in (
        ("team", "list"),
        ("team", "show", "ben"),
        ("rotation", "show"),
        ("rotation", "who"),
        ("now",),
    ):
        out = team(*argv).out
        assert not set("\x1b\u202e") & set(out)
        assert "Ben" in out


@pytest.mark.parametrize("fault", [KeyboardInterrupt, RuntimeError])
def test_an_interruption_and_a_fault_of_the_program_have_their_own_sentences(
    team: Cli, monkeypatch: pytest.MonkeyPatch, own_home: Path, fault: type[BaseException]
) -> None:
    def stopped(_: Session) -> object:
        raise fault("deep inside")

    monkeypatch.setattr(Session, "policies", property(stopped))
    code = 130 if fault is KeyboardInterrupt else 70
    said = team("team", "list", code=code)
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "deep inside" not in said.err
    assert team("team", "list", "--json", code=code).error["code"] == (
        "interrupted" if code == 130 else "fault"
    )
    log = own_home / "oncall" / "log" / "faults.log"
    assert log.exists() == (code == 70)
    if code == 70:
        assert "deep inside" in log.read_text(encoding="utf-8")


def test_a_person_who_does_not_agree_changes_nothing(team: Cli) -> None:
    team.answers = [False]
    before = team.path.read_bytes()
    team("rotation", "set", "cy", "--from", "2027-01-04", "--as", "dee", code=1)
    assert team.path.read_bytes() == before
    team.answers = []
    assert team("rotation", "set", "cy", "--from", "2027-01-04", "--as", "dee", "--json").json["stored"]


def test_help_and_version_are_answers(cli: Cli) -> None:
    assert cli("--version").out.startswith("oncall ")
    for words in (("--help",), ("-h",), ("swap", "--help"), ("swap", "request", "-h")):
        out = cli(*words).out
        assert "Usage: oncall" in out
        assert max(map(len, out.splitlines())) <= 80
    assert all(name in cli("--help").out for name in program.COMMANDS)


class Shell:
    """The program as a process of its own, as a shell starts it."""

    def __init__(self, cli: Cli) -> None:
        self.env = {**os.environ, "ONCALL_STORE": str(cli.path)}
        self.env.pop("PYTHONUNBUFFERED", None)  # what is left in a buffer fails at the very end

    def __call__(self, command: str, **more: str) -> subprocess.CompletedProcess[str]:
        line = command.replace("oncall", f"'{sys.executable}' -m oncall_cli")
        return subprocess.run(
            ["bash", "-c", line], capture_output=True, text=True, env=self.env | more, check=False
        )


def test_a_reader_that_has_gone_away_is_no_failure(team: Cli) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    argv = [sys.executable, "-m", "oncall_cli", "rotation", "show"]
    ended = subprocess.run(
        argv, stdout=writing, stderr=subprocess.PIPE, text=True, env=Shell(team).env, check=False
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (
            "oncall team list > /dev/full",
            4,
            "oncall: error: the answer could not be printed: No space left on device",
        ),
        ("oncall team list >&-", 0, ""),
        ("oncall team show ghost 2>&-", 3, ""),
        ("oncall team show ghost 2>/dev/full", 3, ""),
    ],
)
def test_an_output_that_takes_nothing_leaves_the_exit_code(
    team: Cli, command: str, code: int, said: str
) -> None:
    ended = Shell(team)(command)
    assert ended.returncode == code
    assert ended.stderr.partition("\n")[0] == said
    assert "Traceback" not in ended.stderr


def test_an_output_that_is_not_utf_8_still_shows_a_table(team: Cli) -> None:
    ended = Shell(team)("oncall rotation show", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ended.returncode == 0
    assert "2026-11-23" in ended.stdout


def test_the_shell_completes_handles_weeks_and_commands(team: Cli) -> None:
    shell = Shell(team)

    def offered(words: str) -> str:
        return shell(
            "oncall", _ONCALL_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))
        ).stdout

    assert offered("oncall team show ").split() == ["ana", "ben", "cy", "dee"]
    assert offered("oncall team show d").split() == ["dee"]
    assert "rotation" in offered("oncall ro").split()


def test_where_there_is_nothing_to_offer_nothing_is_offered(
    team: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "now", property(lambda _: team.now))
    context = program.typer.Context(program.typer.main.get_command(program.app))
    assert [word for word, _ in complete.handles(context, "")] == ["ana", "ben", "cy", "dee"]
    assert dict(complete.handles(context, "b")) == {"ben": "Ben Okafor"}
    assert len(complete.weeks(context, "")) == 31
    team("swap", "request", "--give", "2026-12-07", "--with", "cy", "--as", "ana")
    assert complete.swaps(context, "") == [("1", "ana and cy")]
    team.at("2026-12-08T09:00:00-06:00")
    assert complete.swaps(context, "") == [], "its week has begun"
    for name in ("missing.db", "x" * 300):
        context.params["store"] = tmp_path / name
        assert (
            complete.handles(context, "") == complete.weeks(context, "") == complete.swaps(context, "") == []
        )


def test_a_command_that_reads_knows_whom_it_is_asked_to_act_as(team: Cli) -> None:
    assert "there is no member 'ghost'" in team("team", "list", "--as", "ghost", code=3).err
