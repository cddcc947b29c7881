"""The record of every change: who did what, for whom, when, and what it was before (Y1)."""

from typing import Any

from oncall_cli.core.model import Frozen, Moment


class Change(Frozen):
    """One entry: who (and who acted for them), when, what, and what it was before."""

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
