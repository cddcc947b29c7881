"""Answers about swaps."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.schedule import Cause
from oncall_cli.core.swap import Swap, SwapStepTaken


class PastOwner(Frozen):
    """Somebody who had a week, what gave it to them, and when that was recorded."""

    person: str
    cause: Cause
    swap: int | None
    since: Moment


class WeekHistory(Frozen):
    """Everybody who has had a week, in turn; the last of them has it (S6)."""

    week: date
    owners: tuple[PastOwner, ...]


class SwapShown(Answer, Swap):
    """A swap as it stands, with its warnings and steps; `next` is what has to happen now, and by whom.
    `history` is filled where one swap is shown."""

    warnings: tuple[str, ...]
    steps: tuple[SwapStepTaken, ...]
    next: str | None
    history: tuple[WeekHistory, ...] = ()


class Swaps(Answer):
    """Swaps, oldest first."""

    swaps: tuple[SwapShown, ...]
