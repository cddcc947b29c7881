"""The store on screen."""

from oncall_cli.answers.store import StoreLog, StoreMade, StorePath
from oncall_cli.core.record import Change
from oncall_cli.render.screen import Screen

SHOWN = 120
UNTOLD = {"payform": ("form", "start", "end")}
"""What a screen has no room for, by noun: `--json` has all of it."""


def made(screen: Screen, answer: StoreMade) -> None:
    """A new store."""
    screen.line(f"{answer.store} for {answer.team}, {answer.timezone}")


def path(screen: Screen, answer: StorePath) -> None:
    """The path alone, for other programs."""
    screen.raw(answer.store + "\n")


def log(screen: Screen, answer: StoreLog) -> None:
    """The record, newest last."""
    rows = [
        [screen.moment(change.moment), _who(change), f"{change.noun} {change.key}", _what(change)]
        for change in answer.changes
    ]
    screen.table(["When", "Who", "What", "Change"], rows, whole=["When"])


def _who(change: Change) -> str:
    who = change.actor or change.login
    return f"{who} (by {change.acted_by})" if change.acted_by else who


def _what(change: Change) -> str:
    if change.verb == "added":
        untold = UNTOLD.get(change.noun, ())
        told = {name: value for name, value in change.after.items() if name not in untold}
        said = ", ".join(f"{name} {value}" for name, value in told.items() if value is not None)
    else:
        before = change.before or {}
        said = ", ".join(f"{name} {before.get(name)} → {value}" for name, value in change.after.items())
    said = f"{change.verb}: {said}"
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"
