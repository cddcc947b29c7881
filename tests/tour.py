"""Runs the console blocks of a Markdown file, and writes what the program answered into them.

A block is a story in one folder: `# 2026-11-18 09:00 kelly` says when it is and who types, `$ oncall …` is
typed, and what follows is the answer. `python -m tests.tour FILE…` writes the answers anew.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from unittest import mock
from zoneinfo import ZoneInfo

from oncall_cli.cli import run
from oncall_cli.commands.frame import World

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
WHEN = re.compile(r"# (\d{4}-\d\d-\d\d \d\d:\d\d)(?: (\w+))?")
ZONE = ZoneInfo("America/Los_Angeles")


class _SameEveryTime:
    """Stands for the chance that makes the names of private links."""

    def __init__(self) -> None:
        self._random = Random(1)

    def token_hex(self, size: int) -> str:
        return self._random.randbytes(size).hex()


class Story:
    """The program in a folder that holds the examples and nothing else, at the times that the story says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2026, 10, 1, 9, 0, tzinfo=ZONE)
        self.person = ""
        # A private link is another one each time; here it is always the same.
        self.chance = _SameEveryTime()
        shutil.copytree(ROOT / "examples", folder / "examples")

    def told(self, text: str) -> str:
        """The text with every answer as the program gives it now."""
        return BLOCK.sub(lambda block: f"```console\n{self._block(block[1])}```", text)

    def _block(self, block: str) -> str:
        answered = []
        lines = iter(block.splitlines())
        for line in lines:
            if line.startswith("# "):
                answered += ["", line] if answered else [line]
                self._set_scene(line)
            elif line.startswith("$ "):
                command = line
                while command.endswith("\\"):
                    command += "\n" + next(lines)
                answered.append(command)
                answered.extend(self._typed(command[2:].replace("\\\n", "")).splitlines())
        return "".join(f"{line}\n" for line in answered)

    def _set_scene(self, line: str) -> None:
        scene = WHEN.match(line)
        if scene:
            self.now = datetime.fromisoformat(scene[1]).replace(tzinfo=ZONE)
            self.person = scene[2] or ""

    def _typed(self, command: str) -> str:
        program, *argv = shlex.split(command)
        if program == "head":
            number, file = argv
            text = (self.folder / file).read_text(encoding="utf-8")
            return "".join(text.splitlines(keepends=True)[: int(number.lstrip("-"))])
        if program == "mkdir":
            (self.folder / argv[0]).mkdir()
            return ""
        assert program == "oncall", f"a story types oncall, not {program}"
        printed = io.StringIO()
        with (
            _away(self.folder, self.person),
            mock.patch("oncall_cli.store.feed_links.secrets", self.chance),
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
        ):
            run(argv, World(clock=lambda: self.now, interactive=False, login="desk"))
        return printed.getvalue()


@contextlib.contextmanager
def _away(folder: Path, person: str) -> Iterator[None]:
    """In the story's folder, with a store of its own and none of the user's settings."""
    here = Path.cwd()
    settings = {"ONCALL_STORE": "oncall.db", "ONCALL_AS": person, "NO_COLOR": "1", "COLUMNS": "80"}
    os.chdir(folder)
    try:
        with mock.patch.dict(os.environ, settings):
            yield
    finally:
        os.chdir(here)


def retold(path: Path) -> str:
    """What a file says once its story has been played again."""
    with tempfile.TemporaryDirectory() as folder:
        return Story(Path(folder)).told(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(retold(Path(name)), encoding="utf-8")
        print(f"{name} tells what the program says")
