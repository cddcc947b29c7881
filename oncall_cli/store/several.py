"""Asking for what belongs to several numbers at once, in no more queries than the engine needs."""

from collections.abc import Collection, Sequence

_AT_ONCE = 500
"""How many numbers one query asks for; engines allow a thousand values or more."""


def some_at_once(numbers: Sequence[int]) -> list[Sequence[int]]:
    """The numbers in pieces that one query can ask for."""
    return [numbers[first : first + _AT_ONCE] for first in range(0, len(numbers), _AT_ONCE)]


def among(values: Collection[object]) -> str:
    """The condition that a column is one of so many values."""
    return f"IN ({', '.join('?' * len(values))})"
