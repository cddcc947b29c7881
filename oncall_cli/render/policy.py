"""The policy on screen."""

import tomli_w

from oncall_cli.answers.policy import PolicyApplied, PolicyChecked, PolicyList, PolicyShown
from oncall_cli.render.screen import Screen


def policy(screen: Screen, answer: PolicyShown) -> None:
    """The whole policy as TOML, ready for a file."""
    since = f"since {answer.holds_from}" if answer.holds_from else "from the beginning"
    screen.raw(f"# {answer.source}, {since}\n{tomli_w.dumps(answer.policy)}")


def checked(screen: Screen, answer: PolicyChecked) -> None:
    """A file that passed, and what looks unintended in it."""
    screen.line(f"{answer.file} is a valid policy for {answer.team}.")
    for warning in answer.warnings:
        screen.line(f"! {warning}", "yellow")


def applied(screen: Screen, answer: PolicyApplied) -> None:
    """What a policy changes."""
    rows = [[change.key, change.before or "", change.after or ""] for change in answer.changes]
    screen.table(["Key", "Before", "After"], rows, title=f"{answer.file}, from {answer.holds_from}")


def policies(screen: Screen, answer: PolicyList) -> None:
    """Every policy, oldest first."""
    rows = [
        [str(entry.id), str(entry.holds_from or "the beginning"), entry.source] for entry in answer.policies
    ]
    screen.table(["No.", "Holds from", "Source"], rows, right=["No."], whole=["No.", "Holds from"])
