"""Answers about swaps."""

from oncall_cli.answers.answer import Answer
from oncall_cli.core.swap import Swap, SwapStepTaken


class SwapShown(Answer, Swap):
    """A swap as it stands, with its warnings and steps; `next` is what has to happen now, and by whom."""

    warnings: tuple[str, ...]
    steps: tuple[SwapStepTaken, ...]
    next: str | None


class Swaps(Answer):
    """Swaps, oldest first."""

    swaps: tuple[SwapShown, ...]
