"""What every test stands on: a home of its own, a clock of its own, and the door to act through."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from oncall_cli.cli import run
from oncall_cli.commands.frame import World
from oncall_cli.store.store import Store, open_store

pytest_plugins = ["tests.caldav_servers"]

# No test fails for being slow on a busy machine.
settings.register_profile("oncall", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("oncall")


class Out(NamedTuple):
    """What a command line printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        return json.loads(self.err)["error"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test can reach the real user's store: home and every data folder lie in the test's own."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in ("ONCALL_AS", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONCALL_STORE", str(tmp_path / "oncall.db"))
    return home


class Cli:
    """The program at a moment that a test chooses. `answers` are what a person says when asked."""

    def __init__(self, capsys: pytest.CaptureFixture[str], path: Path) -> None:
        self._capsys = capsys
        self.path = path
        self.now = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
        self.login = "nobody"
        self.answers: list[bool] | None = None
        self.asked: list[str] = []
        self.says: list[str] = []
        self.opened: list[Store] = []

    def at(self, moment: str) -> "Cli":
        """The same program at another moment (ISO 8601 with an offset)."""
        self.now = datetime.fromisoformat(moment)
        return self

    def _ask(self, question: str) -> bool:
        self.asked.append(question)
        assert self.answers, f"nobody is there to answer {question!r}"
        return self.answers.pop(0)

    def _prompt(self, question: str) -> str:
        self.asked.append(question)
        assert self.says, f"nobody is there to say {question!r}"
        return self.says.pop(0)

    def __call__(self, *argv: str, code: int | None = 0) -> Out:
        world = World(
            clock=lambda: self.now,
            interactive=self.answers is not None,
            login=self.login,
            ask=self._ask,
            prompt=self._prompt,
        )
        self._capsys.readouterr()
        ended = run([str(word) for word in argv], world)
        printed = self._capsys.readouterr()
        assert code is None or ended == code, f"exit {ended}, not {code}: {printed.out}{printed.err}"
        return Out(ended, printed.out, printed.err)

    def store(self) -> Store:
        """The store as it is now, open until the test ends."""
        self.opened.append(open_store(self.path))
        return self.opened[-1]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Cli]:
    """The program with no store yet, at 02:10 on a Tuesday in Chicago."""
    program = Cli(capsys, tmp_path / "oncall.db")
    yield program
    for store in program.opened:
        store.door.close()


POLICY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"

[holidays]
country = "US"
"""


_FILLED: list[bytes] = []
"""The team's store once it has been made; every later test begins with a copy of it."""


@pytest.fixture
def team(cli: Cli, tmp_path: Path) -> Cli:
    """Four in Chicago with the last quarter of 2026 published: ana, ben, cy in turn; dee manages."""
    policy = tmp_path / "team.toml"
    policy.write_text(POLICY, encoding="utf-8")
    if not _FILLED:
        _fill(cli, policy)
        _FILLED.append(cli.path.read_bytes())
    cli.path.write_bytes(_FILLED[0])
    cli.path.chmod(0o600)
    return cli


def _fill(cli: Cli, policy: Path) -> None:
    now = cli.now
    cli.at("2026-10-20T09:00:00-05:00")
    cli("init", "--policy", str(policy))
    for handle, name in (("ana", "Ana Ruiz"), ("ben", "Ben Okafor"), ("cy", "Cy Young")):
        cli("team", "add", handle, "--name", name, "--email", f"{handle}@example.com", "--phone", "555-0100")
    cli("team", "add", "dee", "--name", "Dee Park", "--role", "manager")
    cli("rotation", "set", "ana", "ben", "cy", "--from", "2026-10-26", "--as", "dee")
    cli("rotation", "publish", "2026-Q4", "--as", "dee")
    cli.now = now
