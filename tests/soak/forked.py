"""The program in processes of its own, which can be killed at a chosen place and need not load it anew."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

SERVER = """
import functools, json, os, signal, sys, time, typer
from datetime import datetime
from oncall_cli.cli import run
from oncall_cli.commands.frame import World

PLACES = {"open", "sqlite3.connect", "os.listdir", "os.rename", "os.remove", "os.chmod", "fcntl.flock"}
typer.main.get_command = functools.cache(typer.main.get_command)
answers = os.dup(1)
quiet = os.open(os.devnull, os.O_RDWR)
os.dup2(quiet, 1)

def ran(asked):
    world = World(clock=lambda: datetime.fromisoformat(asked["now"]), interactive=False, login="soak")
    return run(asked["argv"], world)

def child(asked, told):
    passed = 0
    def look(event, args):
        nonlocal passed
        if event in PLACES:
            passed += 1
            if passed == asked["place"]:
                os.kill(os.getpid(), signal.SIGKILL)
    os.dup2(quiet, 0)
    sys.addaudithook(look)
    signal.setitimer(signal.ITIMER_REAL, asked["after"])
    begun = time.monotonic()
    code = ran(asked)
    signal.setitimer(signal.ITIMER_REAL, 0)
    os.write(told, json.dumps([code, passed, time.monotonic() - begun]).encode())
    os._exit(0)

for line in sys.stdin:
    asked = json.loads(line)
    if asked["warms"]:
        os.write(answers, json.dumps([ran(asked), 0, 0]).encode() + b"\\n")
        continue
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        child(asked, theirs)
    os.close(theirs)
    told = os.read(ours, 1000)
    os.close(ours)
    os.waitpid(process, 0)
    os.write(answers, (told or b"null") + b"\\n")
"""
"""Answers each line of JSON with what a run of the program came to, or null where it was killed. An alarm
that nobody waits for ends a process as suddenly as a kill does."""


class Ended(NamedTuple):
    """How a run ended: its exit code, how many places it passed where it touches files, its seconds."""

    code: int
    places: int
    seconds: float


class Forked:
    """Runs the program in children of one process, which loads it where it `warms` up."""

    def __init__(self, complaints: Path) -> None:
        self._complaints = complaints
        self._file = complaints.open("w", encoding="utf-8")
        self._server = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._file,
            text=True,
        )

    def run(self, now: datetime, *argv: object, warms: bool = False) -> Ended:
        """An undisturbed run."""
        told = self._ask(now, argv, warms=warms)
        ended = Ended(*told) if told else None
        assert ended, f"{argv}: {self._complaints.read_text(encoding='utf-8')}"
        assert ended.code == 0, f"{argv}: {self._complaints.read_text(encoding='utf-8')}"
        return ended

    def kill(self, now: datetime, *argv: object, place: int = 0, after: float = 0.0) -> bool:
        """A run that is killed as it comes to a place, or so many seconds after it began; whether it was, for
        it may have ended before."""
        return self._ask(now, argv, place=place, after=after) is None

    def _ask(
        self,
        now: datetime,
        argv: tuple[object, ...],
        *,
        place: int = 0,
        after: float = 0.0,
        warms: bool = False,
    ) -> Any:
        how = {"place": place, "after": after, "warms": warms}
        asked = {"now": now.isoformat(), "argv": [*map(str, argv)], **how}
        assert self._server.stdin
        assert self._server.stdout
        print(json.dumps(asked), file=self._server.stdin, flush=True)
        return json.loads(self._server.stdout.readline())

    def __enter__(self) -> "Forked":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.communicate()
        self._file.close()
