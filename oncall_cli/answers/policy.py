"""Answers about the policy."""

from datetime import date
from typing import Any

from oncall_cli.answers.answer import Answer


class PolicyShown(Answer):
    """A policy in force: where it comes from, since when it holds, and all it says."""

    source: str
    holds_from: date | None
    policy: dict[str, Any]


class PolicyChecked(Answer):
    """A policy file that was checked; `warnings` are things that are allowed and probably not meant."""

    file: str
    ok: bool
    team: str
    timezone: str | None
    warnings: tuple[str, ...] = ()


class PolicyChange(Answer):
    """A key that another policy sets differently."""

    key: str
    before: str | None
    after: str | None


class PolicyApplied(Answer):
    """A policy that was applied, and what it changes against the one that held on its first day; one that
    changes nothing is not stored. `warnings` are as in a check."""

    file: str
    holds_from: date
    changes: tuple[PolicyChange, ...]
    stored: bool
    warnings: tuple[str, ...] = ()


class PolicyEntry(Answer):
    """One of the policies a team has had."""

    id: int
    holds_from: date | None
    source: str


class PolicyList(Answer):
    """Every policy by the date it holds from; each holds until the next one does."""

    policies: tuple[PolicyEntry, ...]
