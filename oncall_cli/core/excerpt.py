"""The place in a ticket's texts that says why it was found, with the words looked for marked (T11)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from oncall_cli.core.model import Frozen
from oncall_cli.core.search import Query, Term
from oncall_cli.core.searched import Text
from oncall_cli.core.text import visible
from oncall_cli.core.word import LETTER, LONGEST, folded, is_unspaced, origins

MOST = 200
"""How many places of one word are looked at."""

LENGTH, BEFORE = 130, 40
"""About how many characters an excerpt has, and how many of them stand before its first mark."""

Place = tuple[int, int, int]
"""Where something that is looked for starts and ends in a text, and which of them it is."""


class Piece(Frozen):
    """A part of an excerpt, harmless on any screen."""

    text: str
    marked: bool = False


class Excerpt(Frozen):
    """A part of one of a ticket's texts, in pieces."""

    of: Text
    pieces: tuple[Piece, ...]


def excerpt_of(texts: Iterable[Text], query: Query) -> Excerpt | None:
    """From the text that holds the most of what was looked for, the first of such; without a mark from the
    first text where none holds any, and nothing where there is no text."""
    patterns = [_pattern(term) for term in query.wanted]
    best: tuple[int, Text, list[Place]] | None = None
    for text in texts:
        found = _places(text.text, patterns)
        held = len({which for _, _, which in found})
        if best is None or held > best[0]:
            best = (held, text, found)
        if held == len(patterns):
            break
    return Excerpt(of=best[1], pieces=tuple(_cut(best[1].text, best[2]))) if best else None


def _pattern(term: Term) -> re.Pattern[str]:
    """Finds the words side by side in a folded text, the last as the beginning of a word."""
    if term.digits:
        return re.compile(r"[^\w\n]{0,3}".join(term.digits) + r"\d*")
    written = "" if is_unspaced(term.words[0]) else f"(?<!{LETTER})"
    for number, word in enumerate(term.words):
        if number:
            apart = is_unspaced(word) or is_unspaced(term.words[number - 1])
            written += r"[\W_]*" if apart else r"[\W_]+"
        is_cut = len(word) == LONGEST
        written += re.escape(word) + (f"{LETTER}*" if is_cut else "")
    return re.compile(written if is_unspaced(term.words[-1]) else f"{written}{LETTER}*")


def _places(text: str, patterns: Sequence[re.Pattern[str]]) -> list[Place]:
    plain = folded(text)
    found = [
        (match.start(), match.end(), which)
        for which, pattern in enumerate(patterns)
        for match in islice(pattern.finditer(plain), MOST)
    ]
    if found and len(plain) != len(text):
        origin = origins(text)
        found = [(origin[start], origin[end - 1] + 1, which) for start, end, which in found]
    return sorted(found)


def _cut(text: str, places: Sequence[Place]) -> Iterator[Piece]:
    """The text around the places that lie close together and are the most different, first of such."""
    first = max(range(len(places)), key=lambda number: _different(places, number)) if places else 0
    start = places[first][0] if places else 0
    begin = _after_space(text, start - BEFORE, start) if start > BEFORE else 0
    end = min(begin + LENGTH, len(text))
    if end < len(text):
        end = _before_space(text, max(begin + LENGTH // 2, start + 1), end)
    at = begin
    if begin:
        yield Piece(text="… ")
    for left, right, _ in places[bisect_left(places, (begin,)) :]:
        if left < at:
            continue
        if left >= end:
            break
        yield from _piece(text[at:left])
        at = min(right, end)
        yield from _piece(text[left:at], marked=True)
    yield from _piece(text[at:end])
    if end < len(text):
        yield Piece(text=" …")


def _different(places: Sequence[Place], number: int) -> int:
    """How many different things stand close behind a place."""
    last = bisect_left(places, (places[number][0] + LENGTH - BEFORE,))
    return len({which for _, _, which in places[number:last]})


def _after_space(text: str, begin: int, end: int) -> int:
    found = re.compile(r"\s").search(text, begin, end)
    return found.end() if found else begin


def _before_space(text: str, begin: int, end: int) -> int:
    found = re.compile(r"\s\S*$").search(text[:end], begin)
    return found.start() if found else end


def _piece(text: str, *, marked: bool = False) -> Iterator[Piece]:
    """The text in one line, every steering character written out."""
    if text:
        yield Piece(text=visible(re.sub(r"\s+", " ", text)), marked=marked)
