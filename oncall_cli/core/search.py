"""What somebody looks for: words that a ticket has to hold, wherever they stand, and others it must not.

- All words have to be there; each is found as the beginning of a word.
- Words in quotes stand side by side; so do the parts of a word like E-501, and words given as one argument,
  as far as any ticket has them so.
- A word after a - must not be there.
- Digits find a telephone number however its digits are grouped.
"""

import re
from collections.abc import Sequence

from oncall_cli.core.model import Frozen
from oncall_cli.core.text import visible
from oncall_cli.core.word import PHONE_LEAST, words_of
from oncall_cli.errors import BadValue

MOST = 32
"""How many words one search takes."""

SAID_MOST = 40
_PIECE = re.compile(r'(-?)"([^"]*)(?:"|$)|(\S+)')


class Term(Frozen):
    """Words that stand side by side, as they are searched; `said` is how they were typed, cut. They were
    `bound` by somebody, in quotes or one argument, or are parts of a single word; `apart` is the text of one
    argument without quotes, whose words may stand apart."""

    words: tuple[str, ...]
    said: str
    bound: bool = False
    apart: str | None = None

    @property
    def digits(self) -> str | None:
        """The digits run together, where there is nothing else and a telephone number can be meant."""
        whole = "".join(self.words)
        return whole if whole.isdecimal() and len(whole) >= PHONE_LEAST else None


class Query(Frozen):
    """What a ticket has to hold, and what it must not."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def apart(self) -> "Query | None":
        """The same, with the words that only came as one argument each wherever it stands; nothing where
        there are none."""
        if not any(term.apart for term in self.wanted):
            return None
        terms = [one for term in self.wanted for one in (_apart(term.apart) if term.apart else [term])]
        return self.model_copy(update={"wanted": tuple({term.words: term for term in terms}.values())})

    @property
    def said(self) -> str:
        """The words looked for, as they were typed."""
        return ", ".join(term.said for term in self.wanted[:5]) + (" …" if len(self.wanted) > 5 else "")


def query_of(arguments: Sequence[str]) -> Query:
    """What the arguments of a search ask for. BadValue where they hold no word, or far too many."""
    wanted: dict[tuple[str, ...], Term] = {}
    unwanted: dict[tuple[str, ...], Term] = {}
    for text, is_unwanted in (piece for argument in arguments for piece in _pieces(argument)):
        is_argument = text in arguments and len(text.split()) > 1
        term = _term(text).model_copy(update={"apart": text if is_argument else None})
        if term.words:
            (unwanted if is_unwanted else wanted).setdefault(term.words, term)
    if sum(len(words) for words in (*wanted, *unwanted)) > MOST:
        raise BadValue(f"a search takes at most {MOST} words", hint="a few that are rare find it best")
    if not wanted and unwanted:
        raise BadValue("a search needs a word that is there", hint="oncall ticket search -- WORD -WORD")
    if not wanted:
        said = _cut(" ".join(arguments))
        raise BadValue(f"'{said}' holds no word to look for", hint="give a letter or a digit at least")
    return Query(wanted=tuple(wanted.values()), unwanted=tuple(unwanted.values()))


def _term(text: str) -> Term:
    return Term(words=tuple(words_of(text)), said=_cut(text), bound=len(text.split()) > 1)


def _apart(text: str) -> list[Term]:
    """Each word of a text as a term of its own."""
    return [term for term in map(_term, text.split()) if term.words]


def _pieces(argument: str) -> list[tuple[str, bool]]:
    """The texts in an argument that each stand side by side, and whether they must not be there."""
    if '"' not in argument:
        text = argument.strip()
        return [(text.removeprefix("-"), text.startswith("-"))]
    found = []
    for minus, quoted, bare in _PIECE.findall(argument):
        is_unwanted = bool(minus) or bare.startswith("-")
        found.append((quoted or bare.removeprefix("-"), is_unwanted))
    return found


def _cut(text: str) -> str:
    shown = visible(" ".join(text[: 4 * SAID_MOST].split()))
    return shown if len(shown) <= SAID_MOST else f"{shown[: SAID_MOST - 1]}…"
