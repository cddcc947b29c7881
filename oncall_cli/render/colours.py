"""A colour for each member that stays theirs from one view to the next, as far as there are colours."""

from collections.abc import Sequence
from zlib import crc32

COLOURS = (
    *("cyan", "magenta", "green", "yellow", "blue", "red"),
    *("bright_cyan", "bright_magenta", "bright_green", "bright_yellow", "bright_blue", "bright_red"),
)


def colours_of(roster: Sequence[str]) -> dict[str, str]:
    """Each handle's colour: the one its letters give, or the next that nobody before it in the roster has."""
    taken: dict[str, str] = {}
    for handle in roster:
        first = crc32(handle.encode()) % len(COLOURS)
        turned = [*COLOURS[first:], *COLOURS[:first]]
        free = (colour for colour in turned if colour not in taken.values())
        taken[handle] = next(free, turned[0])
    return taken
