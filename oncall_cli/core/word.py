"""How a text is cut into the words that can be searched: folded, so that neither capitals nor accents matter.

- A word is a run of letters and digits with their marks; whatever stands between words is not searched.
- Scripts that write no spaces between words (Chinese, Japanese, Thai …): every character is a word.
- Of a word that goes on and on, the beginning counts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LONGEST = 60
"""How many characters of a word count."""

PHONE_LEAST = 4
"""The fewest digits by which a telephone number is found."""

_PLAIN = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Letters that are no letter with an accent, by how people type them who do not have them."""

_UNSEEN = "\u00ad\u200c\u200d\u2060\ufeff"
"""What can stand inside a word without being seen: hyphens for line ends, joiners."""

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0ede\u0edf\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17e0-\u17e9"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""The characters of scripts without spaces, as a class of a regular expression has them."""

LETTER = rf"[^\W_{UNSPACED}]"
"""A letter or digit of any other script, as a regular expression."""


class _Folds(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        whole = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = "".join(_PLAIN.get(char, char) for char in whole if not "\u0300" <= char <= "\u036f")
        self[code] = unicodedata.normalize("NFC", bare.casefold())
        return self[code]


_FOLDS = _Folds({ord(char): "" for char in _UNSEEN})


def folded(text: str) -> str:
    """The text without capitals, accents and other ways to write the same letter. A character can become
    several, or none."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def origins(text: str) -> list[int]:
    """For each character of the folded text, and its end, where it comes from in the text."""
    found = [place for place, char in enumerate(text) for _ in folded(char)]
    return [*found, len(text)]


@cache
def _marks() -> str:
    """The marks of scripts with spaces, which stand inside their words; what makes a class of them."""
    marks = (chr(code) for code in range(0x300, 0xFFFF) if unicodedata.category(chr(code))[0] == "M")
    return re.sub(f"[{UNSPACED}]", "", "".join(marks))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]|{LETTER}+(?:[{_marks()}]+{LETTER}*)*")


_ASCII_WORD = re.compile("[a-z0-9]+")


def word_places(text: str) -> Iterator[re.Match[str]]:
    """The words of a folded text, where they stand."""
    return (_ASCII_WORD if text.isascii() else _word()).finditer(text)


def words_of(text: str) -> list[str]:
    """The words of a text, in order, each as it is searched."""
    return [found[0][:LONGEST] for found in word_places(folded(text))]


def is_unspaced(word: str) -> bool:
    """Whether a word is a character of a script without spaces."""
    return re.fullmatch(f"[{UNSPACED}]", word) is not None


def digits_of(text: str) -> str:
    """The digits of a text, run together."""
    return "".join(char for char in folded(text) if char.isdecimal())


def phone_words(phone: str) -> Iterator[str]:
    """A telephone number from each of its digits on: any part of it finds it, however it is written."""
    digits = digits_of(phone)
    return (digits[start:] for start in range(len(digits) - PHONE_LEAST + 1))
