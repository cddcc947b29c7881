"""Two years of calendars: whatever people do and wherever a run is killed, a phone that reads them finds
whole files, never an older revision or an event twice, and after the next run all that it should find."""

import functools
import os
import random
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
import typer

from oncall_cli.cli import run
from oncall_cli.commands.frame import World
from tests.soak.forked import Ended, Forked

SOAK = bool(os.environ.get("ONCALL_SOAK"))
WEEKS, KILLS = (104, 6) if SOAK else (2, 6)

WEEK, HOUR, MINUTE = timedelta(weeks=1), timedelta(hours=1), timedelta(minutes=1)
BEGIN = datetime(2026, 10, 7, 17, 0, tzinfo=UTC)
PEOPLE = ("ana", "ben", "cy")
NAMES = ("Zoë Ünal", "李雷", "O'Neil; the 2nd, of \\Cork", "🐙 Otto", "שרה לוי", "Al")
POLICY = """
[team]
name = "Desk, the 1st; \\\\o/"
timezone = "America/Chicago"
[holidays]
country = "US"
[swap]
approval = "notice"
[ready]
checks = []
[calendar]
weeks = 4
past = 1
base_url = "https://calendars.example.com/desk/"
"""
CHANGED = (
    "",
    "leave_out = ['charge']\n",
    "[phone.reminders]\ncarry = '16:45'\n",
    "[phone]\nline = '555-0199'\n",
)
_BUILT = functools.cache(typer.main.get_command)
"""The program's commands, which it builds anew for every command line; here once is enough."""
STAMPS = re.compile(rb"^(DTSTAMP|CREATED|LAST-MODIFIED):.*\r\n", re.MULTILINE)
EVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)


class Phone:
    """Reads every file that it can ever get, and has a good memory."""

    def __init__(self) -> None:
        self.said: dict[tuple[bytes, int], bytes] = {}
        self.latest: dict[tuple[str, bytes], tuple[int, bytes]] = {}
        self.home: dict[tuple[str, bytes], str] = {}

    def reads(self, name: str, content: bytes) -> None:
        """One file, which is whole and says nothing that contradicts what was said before."""
        assert content.startswith(b"BEGIN:VCALENDAR\r\n")
        assert content.endswith(b"END:VCALENDAR\r\n")
        events = EVENT.findall(content)
        assert len(events) == content.count(b"BEGIN:VEVENT") == content.count(b"END:VEVENT")
        folder, read = Path(name).parts[0], [_value(event, b"UID") for event in events]
        assert len(set(read)) == len(read), "an event twice"
        for uid, event in zip(read, events, strict=True):
            assert self.home.setdefault((folder, uid), name) == name, "an event in two calendars"
            sequence, modified = int(_value(event, b"SEQUENCE")), _value(event, b"LAST-MODIFIED")
            assert self.said.setdefault((uid, sequence), event) == event, "one revision, two contents"
            before, then = self.latest.get((name, uid), (sequence, modified))
            assert sequence >= before, "an older revision"
            assert modified > then if sequence > before else modified == then
            self.latest[name, uid] = (sequence, modified)


class Life:
    """A team's store, its published folder and its exported files; and a twin of them, never disturbed."""

    def __init__(self, folder: Path, forked: Forked, chance: random.Random) -> None:
        self.forked, self.chance, self.now = forked, chance, BEGIN
        self.base, self.twin = folder / "team", folder / "twin"
        self.phone = Phone()
        self.weeks = self.kills = 0
        for name in ("www", "files"):
            (self.base / name).mkdir(parents=True)
        self._policy("")
        self.does("init", "--policy", self.base / "policy.toml", who=None)
        self.does("team", "add", "dee", "--name", "Dee", "--role", "manager", who=None)
        for handle in PEOPLE:
            self.does("team", "add", handle, "--name", handle.title(), "--phone", "555-0100")
        self.does("rotation", "set", *PEOPLE, "--from", "2026-10-05")
        self.does("rotation", "publish", "2026-Q4")
        forked.run(self.now, *self._words(self.base, "publish", "www"), warms=True)
        for handle in PEOPLE:
            forked.run(self.now, *self._words(self.base, "export", _file(handle), "--person", handle))

    def _policy(self, changed: str) -> None:
        text = POLICY + changed if changed.startswith("leave") else f"{changed}{POLICY}"
        (self.base / "policy.toml").write_text(text, encoding="utf-8")

    def does(self, *words: object, who: str | None = "dee") -> int:
        """The exit code of the program, which may refuse, and does not fail."""
        argv = [*map(str, words), "--json", "--store", str(self.base / "oncall.db")]
        with mock.patch.object(typer.main, "get_command", _BUILT):
            code = run(
                [*argv, *(["--as", who] if who else [])],
                World(clock=lambda: self.now, interactive=False, login="soak"),
            )
        assert code in (0, 1, 2, 3), words
        return code

    def something_happens(self) -> None:
        """A deed of the team that the rules allow."""
        while self._deed() != 0:
            pass

    def _deed(self) -> int:
        monday = self.now.date() - timedelta(days=2)
        ahead = str(monday + self.chance.randint(1, 8) * WEEK)
        start = self.now + self.chance.randrange(1, 800) * HOUR + 30 * MINUTE
        span = f"{start.isoformat()}/{(start + self.chance.randrange(2, 60) * HOUR).isoformat()}"
        one = self.chance.choice(PEOPLE)
        match self.chance.randrange(7):
            case 0 | 1:
                return self.does("rotation", "assign", ahead, one, "--reason", "agreed")
            case 2:
                return self.does("cover", "add", one, span, "--reason", "ill")
            case 3:
                return self.does("cover", "remove", self.chance.randrange(1, 6), "--reason", "a slip")
            case 4:
                return self.does("team", "edit", one, "--name", self.chance.choice(NAMES))
            case 5:
                return self.does("team", "leave", one, *self.chance.choice([["--on", ahead], ["--cancel"]]))
            case _:
                self._policy(self.chance.choice(CHANGED))
                return self.does("policy", "apply", self.base / "policy.toml", "--from", self.now.date())

    def time_passes(self) -> None:
        """A week goes by; the minutes that runs took are no part of it."""
        self.weeks += 1
        self.now = BEGIN + self.weeks * WEEK
        ahead = self.now + 9 * WEEK
        self.does("rotation", "publish", f"{ahead.year}-Q{(ahead.month + 2) // 3}")

    def survives(self, verb: str, target: str, *words: str, kills: int) -> None:
        """A run that is killed once or more changes nothing but when it was done."""
        shutil.rmtree(self.twin, ignore_errors=True)
        shutil.copytree(self.base, self.twin)
        before = _seen(self.base)
        ended = self.forked.run(self.now, *self._words(self.twin, verb, target, *words))
        after = _seen(self.twin)
        for _ in range(self.chance.randint(1, kills)):
            self.kills += self._is_killed(ended, *self._words(self.base, verb, target, *words))
            there = _seen(self.base)
            assert there.keys() >= before.keys()
            for name, content in there.items():
                assert content == before.get(name) or _same(content, after[name]), name
                self._is_read(name, target, content)
            self.now += MINUTE
        self.forked.run(self.now, *self._words(self.base, verb, target, *words))
        there = _seen(self.base)
        assert there.keys() == after.keys()
        for name, content in there.items():
            assert _same(content, after[name]), name
            self._is_read(name, target, content)
        assert not [path for path in (self.base / "www").iterdir() if path.name.startswith(".")]

    def _is_killed(self, undisturbed: Ended, *words: object) -> bool:
        """Whether a run was killed in time; most often late, when there is something to spoil."""
        if self.chance.random() < 0.3:
            return self.forked.kill(
                self.now, *words, after=self.chance.uniform(0.05, 1) * undisturbed.seconds
            )
        place = max(self.chance.randint(1, undisturbed.places) for _ in range(2))
        return self.forked.kill(self.now, *words, place=place)

    def _words(self, base: Path, verb: str, target: str, *words: str) -> tuple[object, ...]:
        out = ("--out", base / target) if verb == "export" else (base / target,)
        return ("calendar", verb, *out, *words, "--as", "dee", "--json", "--store", base / "oncall.db")

    def _is_read(self, name: str, target: str, content: bytes) -> None:
        if name.endswith(".ics") and name.startswith(target):
            self.phone.reads(name, content)


def _file(handle: str) -> str:
    return f"files/{handle}.ics"


def _seen(base: Path) -> dict[str, bytes]:
    """What others see in the two folders; what a killed run was building has a name that is hidden."""
    paths = [*(base / "www").iterdir(), *(base / "files").iterdir()]
    return {str(path.relative_to(base)): path.read_bytes() for path in paths if path.name[0] != "."}


def _same(one: bytes, other: bytes) -> bool:
    """Whether two files are the same but for when what is in them was changed."""
    return STAMPS.sub(b"", one) == STAMPS.sub(b"", other)


def _value(event: bytes, name: bytes) -> bytes:
    found = re.search(rb"^" + name + rb":(.*)\r\n", event, re.MULTILINE)
    assert found, event
    return found[1]


@pytest.mark.soak
@pytest.mark.usefixtures("capsys")
def test_calendars_live_through_every_kill(tmp_path: Path) -> None:
    chance = random.Random(None if SOAK else 3)
    with Forked(tmp_path / "complaints") as forked:
        life = Life(tmp_path, forked, chance)
        for _ in range(WEEKS):
            for _ in range(chance.randint(1, 3)):
                life.something_happens()
            person = chance.choice(PEOPLE)
            life.survives("export", _file(person), "--person", person, kills=KILLS // 2)
            life.survives("publish", "www", kills=KILLS)
            life.time_passes()
    assert life.kills >= WEEKS
