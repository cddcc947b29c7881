"""Slips of the hand: the known word that somebody probably meant."""

import difflib
from collections.abc import Iterable

ALIKE = 0.7
"""How alike (0 to 1) two words are at least where one can be a slip for the other."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like `word`, whatever its capitals; nothing where none is really near."""
    plain = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), plain, n=1, cutoff=ALIKE)
    return plain[found[0]] if found else None
