"""What is wrong with a command line: one clear sentence, also as JSON."""

import subprocess
import sys

import pytest

from tests.conftest import Cli

TEAM_VERBS = "add, edit, list, show, join, leave, away, ready, train, rate"

WHOLE = "expected a whole number, not"
REFUSED = [
    ("rotation show --weeks abc", f"invalid value for '--weeks': {WHOLE} 'abc'"),
    ("rotation show --weeks 2.5", f"invalid value for '--weeks': {WHOLE} '2.5'"),
    ("rotation show --weeks=", f"invalid value for '--weeks': {WHOLE} ''"),
    (f"rotation show --weeks {'9' * 5000}", f"invalid value for '--weeks': {WHOLE} '{'9' * 60}'"),
    ("rotation show --weeks 0", "invalid value for '--weeks': expected a number, 1 or more, not '0'"),
    (
        "rotation show --weeks 5000",
        "invalid value for '--weeks': expected a number, 1040 or less, not '5000'",
    ),
    ("swap show abc", f"invalid value for 'NUMBER': {WHOLE} 'abc'"),
    ("ticket log --rings many", f"invalid value for '--rings': {WHOLE} 'many'"),
    ("swap show", "oncall swap show needs NUMBER, the swap's number"),
    ("payform approve", "oncall payform approve needs NUMBER, the forms' numbers"),
    ("policy check", "oncall policy check needs FILE, a policy file (TOML)"),
    ("swap request", "oncall swap request needs --give, your week"),
    ("rotation show --weeks", "--weeks needs a value"),
    ("--store", "--store needs a value"),
    ("rotation show --json=yes", "--json takes no value"),
    ("team list --jsn", "no such option: --jsn (did you mean --json?)"),
    ("team list --zzz", "no such option: --zzz"),
    ("swap show -1", "no such option: -1"),
    (
        "team show ana ben cy",
        "oncall team show has no use for 'ben cy'; words that belong together need quotes",
    ),
    ("team shew", "no such command 'shew' (did you mean show?)"),
    ("team zzz", "no such command 'zzz'"),
    ("rotaton show", "no such command 'rotaton' (did you mean rotation?)"),
    ("zzz", "no such command 'zzz'"),
    ("team --", f"oncall team needs a verb: {TEAM_VERBS}"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED, ids=[line[:40] for line, _ in REFUSED])
def test_what_is_wrong_with_a_command_line_is_one_sentence(cli: Cli, line: str, said: str) -> None:
    assert cli(*line.split(), code=2).err.splitlines()[0] == f"oncall: error: {said}"


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("rotation show --weeks", "oncall rotation show"),
        ("rotation show --weeks abc", "oncall rotation show"),
        ("now --at", "oncall now"),
        ("rotaton show", "oncall"),
        ("team shew", "oncall team"),
        ("--as", "oncall"),
    ],
)
def test_the_hint_names_the_command_that_was_meant(cli: Cli, line: str, where: str) -> None:
    assert cli(*line.split(), code=2).err.splitlines()[1] == f"hint: {where} --help shows what it takes"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "team --json",
            f"oncall team needs a verb before --json: {TEAM_VERBS}",
        ),
        (
            "team --json list",
            f"oncall team needs a verb before --json: {TEAM_VERBS}",
        ),
        ("--json team", f"oncall team needs a verb: {TEAM_VERBS}"),
        ("team lst --json", "no such command 'lst' (did you mean list?)"),
        ("rotaton --json", "no such command 'rotaton' (did you mean rotation?)"),
        ("swap show --json abc", "invalid value for 'NUMBER': expected a whole number, not 'abc'"),
    ],
)
def test_with_json_it_is_one_object_on_stderr(cli: Cli, line: str, said: str) -> None:
    answer = cli(*line.split(), code=2)
    assert answer.out == ""
    assert answer.error.keys() == {"code", "message", "hint"}
    assert (answer.error["code"], answer.error["message"]) == ("usage", said)


def test_a_group_alone_shows_its_verbs(cli: Cli) -> None:
    answer = cli("team", code=2)
    assert answer.out.startswith("Usage: oncall team ")
    assert answer.err == ""


def test_a_command_that_is_not_there_is_looked_for_without_opening_the_others() -> None:
    program = (
        "import sys; from oncall_cli.cli import run; run(['rotaton']);"
        "print([name for name in sys.modules if name.startswith('oncall_cli.commands.')])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "did you mean rotation?" in loaded.stderr
    assert "oncall_cli.commands.usage" in loaded.stdout
    assert "oncall_cli.commands.rotation" not in loaded.stdout
    assert "oncall_cli.commands.team" not in loaded.stdout
