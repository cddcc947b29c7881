"""The kinds of answer: something to show, once or again and again, something done, and a document."""

from dataclasses import dataclass
from pathlib import Path

from oncall_cli.core.model import Frozen


class Answer(Frozen):
    """What a command answers; `--json` prints exactly this."""


@dataclass(frozen=True)
class Done:
    """Something was changed: the answer, the line that says so, and notes worth knowing (to stderr)."""

    answer: Answer
    line: str
    notes: tuple[str, ...] = ()
    show: bool = False
    """Whether people see the answer itself under the line."""
    advice: str | None = None
    """Told on a terminal."""


@dataclass(frozen=True)
class Document:
    """A file to write to `out`, or to standard output; `line` says so, `notes` are worth knowing (to
    stderr), `advice` is told on a terminal.

    Where it is written to a file and is to `show`, people see the answer itself under the line.
    """

    answer: Answer
    content: bytes
    out: Path | None
    line: str
    advice: str | None = None
    notes: tuple[str, ...] = ()
    show: bool = False


@dataclass(frozen=True)
class Judged:
    """Something to show that is a verdict: the program ends with 1 where what was looked at did not pass."""

    answer: Answer
    passed: bool


@dataclass(frozen=True)
class Watched:
    """Something to show anew every few seconds, until the person interrupts."""

    answer: Answer


Result = Answer | Done | Document | Judged | Watched
