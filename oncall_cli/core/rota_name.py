"""Whom a text of a calendar or a table names: compared word by word, whatever capitals and accents.

A name counts only as whole words: `Ana` is not in `Diana`. The longest name wins over the shorter ones in it;
a handle wins over the same word as somebody's first name or surname, which count where one member has them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from oncall_cli.core.member import Member

Words = tuple[str, ...]

_EMAIL = re.compile(r"[^@\s,;:<>()\"\[\]/]+@[^@\s,;:<>()\"\[\]/]+")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_ACCENTS = range(0x300, 0x370)
_AWAY = {"vacation", "holiday", "holidays", "leave", "pto", "ooo", "away", "sick"}
"""Words of time off: an entry with one of them is nobody's week on call."""

NOBODY = "no member is named"
UNKNOWN = "no member has that name"
TIME_OFF = "it speaks of time off, not of a week on call"


class Named(NamedTuple):
    """The member that a text names, or nothing and why not."""

    person: str | None
    why: str = ""


def words_of(text: str) -> Words:
    """The words of a text, folded: `Søren-Ångström (on call)` is soren, angstrom, on, call."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_PLAIN)
    letters = (char for char in plain if ord(char) not in _ACCENTS)
    return tuple(
        "".join(
            char if char.isalnum() or unicodedata.category(char).startswith("M") else " " for char in letters
        ).split()
    )


@dataclass(frozen=True)
class Names:
    """The names of a team: whom each run of words can be. `sure` are handles and whole names."""

    sure: dict[Words, frozenset[str]]
    short: dict[Words, frozenset[str]]
    emails: dict[str, str]

    @property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max((len(words) for words in self.sure), default=1)


def names_of(members: Iterable[Member]) -> Names:
    """The names by which members can be known: handle, whole name in either order, first name, surname."""
    sure: dict[Words, set[str]] = {}
    short: dict[Words, set[str]] = {}
    emails: dict[str, str] = {}
    for member in members:
        sure.setdefault(words_of(member.handle), set()).add(member.handle)
        words = words_of(member.name)
        if len(words) > 1:
            for whole in (words, (words[-1], *words[:-1]), (words[0], words[-1])):
                sure.setdefault(whole, set()).add(member.handle)
        for word in words[:1] + words[-1:]:
            short.setdefault((word,), set()).add(member.handle)
        if member.email:
            emails[member.email.casefold()] = member.handle
    return Names(_frozen(sure), _frozen(short), emails)


def _frozen(names: dict[Words, set[str]]) -> dict[Words, frozenset[str]]:
    return {words: frozenset(handles) for words, handles in names.items() if words}


def named_in(text: str, names: Names, *, whole: bool = False) -> Named:
    """The one member whom a text names. Where it is a name and nothing else (`whole`), a first name, surname
    or handle must be all there is: `Ana Smith` is not Ana Ruiz."""
    known = [names.emails.get(email.casefold()) for email in _EMAIL.findall(text)]
    found = [frozenset({handle}) for handle in known if handle]
    words = words_of(_EMAIL.sub(" ", text))
    runs, left = _runs(words, names)
    is_whole = bool(found) or len(runs) > 1 or any(size > 1 for size, _ in runs)
    if whole and left and not is_whole:
        return Named(None, UNKNOWN)
    if not whole and (_AWAY.intersection(words) or " out of office " in f" {' '.join(words)} "):
        return Named(None, TIME_OFF)
    return _one_of([*found, *(handles for _, handles in runs)])


def _runs(words: Words, names: Names) -> tuple[list[tuple[int, frozenset[str]]], int]:
    """The names in a row of words with how many words each has, and how many words are no name."""
    found = []
    left = place = 0
    while place < len(words):
        for size in range(names.longest, 0, -1):
            run = words[place : place + size]
            handles = names.sure.get(run) or names.short.get(run)
            if len(run) == size and handles:
                found.append((size, handles))
                place += size
                break
        else:
            left += 1
            place += 1
    return found, left


def _one_of(found: list[frozenset[str]]) -> Named:
    """The member that every name found can be."""
    if not found:
        return Named(None, NOBODY)
    common = frozenset.intersection(*found)
    if len(common) == 1:
        return Named(next(iter(common)))
    people = sorted(frozenset.union(*found))
    if common:
        return Named(None, f"the name can be {all_of(people, 'or')}")
    return Named(None, f"more than one member is named: {all_of(people)}")


def all_of(several: Iterable[str], last: str = "and") -> str:
    """Several things in a row, in words: ana, ben and cy."""
    *first, end = several
    return f"{', '.join(first)} {last} {end}" if first else end
