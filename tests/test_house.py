"""The house keeps its rules: every answer has a screen, every error its code, and start-up is light."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import oncall_cli
from oncall_cli.answers.answer import Answer
from oncall_cli.errors import OncallError
from oncall_cli.render.output import SCREENS
from tests.conftest import Cli

PACKAGE = Path(oncall_cli.__file__).parent
HEAVY = {
    *("icalendar", "recurring_ical_events", "jinja2", "holidays", "xlsxwriter", "typst", "tomli_w"),
    *("segno", "httpx", "defusedxml"),
}
LONGEST = 300


def kinds(base: type) -> Iterator[type]:
    """Every class below another one, in every module of the program."""
    for module in walk_packages([str(PACKAGE)], "oncall_cli."):
        if module.name != "oncall_cli.__main__":
            import_module(module.name)
    below = list(base.__subclasses__())
    while below:
        kind = below.pop()
        below.extend(kind.__subclasses__())
        if kind.__module__.startswith("oncall_cli."):
            yield kind


def contained(answer: type[Answer]) -> set[str]:
    """The names of the types of an answer's fields, as far down as they are written."""
    return {str(field.annotation) for field in answer.model_fields.values()}


def test_every_answer_has_a_screen_or_is_a_part_of_one_that_has() -> None:
    answers = [kind for kind in kinds(Answer) if issubclass(kind, Answer)]
    parts = {text for answer in answers for text in contained(answer)}
    alone = {
        kind.__name__
        for kind in answers
        if not any(f"{kind.__module__}.{kind.__name__}" in text for text in parts)
    }
    assert alone
    assert alone - SCREENS.keys() == set()


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_is_a_function_and_draws_an_answer_there_is(name: str) -> None:
    module, _, function = SCREENS[name].partition(":")
    assert callable(getattr(import_module(f"oncall_cli.render.{module}"), function))
    assert name in {kind.__name__ for kind in kinds(Answer)}


def test_every_family_of_errors_has_an_exit_code_and_a_word_of_its_own() -> None:
    families = {kind for kind in kinds(OncallError) if issubclass(kind, OncallError)}
    codes = {kind.exit_code: kind.code for kind in families}
    assert codes == {1: "refused", 2: "usage", 3: "not_found", 4: "store"}
    assert len(families) == len(codes)


@pytest.mark.parametrize(
    "argv",
    [["--help"], ["--version"], ["now"], ["now", "--short"], ["rotation", "who"], ["team", "list"], []],
    ids=" ".join,
)
def test_what_a_command_does_not_need_is_not_imported(team: Cli, argv: list[str]) -> None:
    looking = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from oncall_cli.cli import run\n"
        "from oncall_cli.commands.frame import World\n"
        f"code = run({argv!r}, World(clock=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC)))\n"
        "print(code, *sys.modules, file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", looking], capture_output=True, text=True, check=True)
    code, *modules = ended.stderr.split()
    assert code == "0"
    assert HEAVY & {name.partition(".")[0] for name in modules} == set()


def test_help_opens_no_store_and_loads_no_rules() -> None:
    looking = (
        "import sys; from oncall_cli.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", looking], capture_output=True, text=True, check=True)
    modules = set(ended.stderr.split())
    assert not {
        name for name in modules if name.startswith(("oncall_cli.store", "oncall_cli.policy", "sqlite3"))
    }


def test_no_file_grows_past_what_can_be_read_in_one_go() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert len(lengths) > 50
    assert {path.name: length for path, length in lengths.items() if length > LONGEST} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 130


def test_every_module_says_its_promise() -> None:
    silent = [
        path.name for path in PACKAGE.rglob("*.py") if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []
