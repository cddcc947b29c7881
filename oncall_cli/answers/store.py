"""Answers about the store itself."""

from typing import Any

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Moment


class StoreMade(Answer):
    """A new store."""

    store: str
    team: str
    timezone: str
    timezone_from: str
    policy: str
    members: int


class StorePath(Answer):
    """Where the store is."""

    store: str
    exists: bool


class ChangeShown(Answer):
    """One entry of the record: who, for whom, when, what it was and what it is (Y1)."""

    id: int
    moment: Moment
    actor: str | None
    acted_by: str | None
    login: str
    noun: str
    key: str
    verb: str
    before: dict[str, Any] | None
    after: dict[str, Any]


class StoreLog(Answer):
    """The newest entries of the record, oldest first."""

    changes: tuple[ChangeShown, ...] = Field(default=())
