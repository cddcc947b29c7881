"""Answers about swaps."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Moment
from oncall_cli.core.swap import SwapState


class SwapStepShown(Answer):
    """A step of a swap: what, when, by whom, why."""

    step: str
    moment: Moment
    person: str | None
    reason: str | None


class SwapShown(Answer):
    """A swap of two whole weeks, or of one that is given away (`take` is nothing)."""

    id: int
    state: SwapState
    requester: str
    partner: str
    give: date
    take: date | None
    deadline: Moment
    requested_at: Moment
    in_time: bool
    exception: str | None
    reason: str | None
    closed_because: str | None
    warnings: tuple[str, ...]
    steps: tuple[SwapStepShown, ...] = ()
    next: str | None
    """What has to happen now, and by whom."""


class Swaps(Answer):
    """Swaps, oldest first."""

    swaps: tuple[SwapShown, ...]
