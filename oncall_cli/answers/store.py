"""Answers about the store itself."""

from oncall_cli.answers.answer import Answer
from oncall_cli.core.record import Change


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


class StoreLog(Answer):
    """The newest entries of the record, oldest first."""

    changes: tuple[Change, ...]
