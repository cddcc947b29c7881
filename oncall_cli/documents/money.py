"""Money and numbers as people of a place write them: for reading alone, never for a program or a sum.

Digits are always 0 to 9, whatever the place, since payroll has to read them. Marks that turn the reading
direction are left out, and a currency whose sign is in letters that run from right to left goes by its code,
so that no sentence or table gets out of order. A place that nobody knows any more is written like "en": a
form is for ever.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

from oncall_cli.answers.payform import LOCALE
from oncall_cli.core.pay.rounding import cents, decimals
from oncall_cli.core.text import is_harmful

_DIGITS = re.compile(r"([#0][#0,]*)(\.[#0]+)?")
_FROM_RIGHT = ("R", "AL")
_GAP = "\u00a0"


def money_shown(amount: Decimal, currency: str, locale: str) -> str:
    """An amount with its currency's sign, half up in the currency's own decimals: "-$1,234.50"."""
    rounded = cents(amount, currency)
    return _written(rounded, _money_pattern(locale, currency), locale, currency)


def number_shown(number: Decimal, locale: str, least: int = 0) -> str:
    """A number with the decimals that it has, `least` at least: "1,234.50"."""
    exponent = number.as_tuple().exponent
    places = max(least, -exponent) if isinstance(exponent, int) else least
    return _written(number, _number_pattern(locale, places), locale)


def _written(number: Decimal, pattern: NumberPattern, locale: str, currency: str | None = None) -> str:
    """The number by a pattern that has exactly its decimals; there is no minus before a zero."""
    text = pattern.apply(
        number if number else abs(number),
        _known(locale),
        currency=currency,
        currency_digits=False,
        decimal_quantization=False,
    )
    return "".join(char for char in text if not is_harmful(char))


@lru_cache(maxsize=64)
def _known(locale: str) -> Locale:
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(LOCALE)


@lru_cache(maxsize=256)
def _number_pattern(locale: str, places: int) -> NumberPattern:
    return _with_places(_known(locale).decimal_formats[None].pattern, places)


@lru_cache(maxsize=256)
def _money_pattern(locale: str, currency: str) -> NumberPattern:
    """The place's way to write money, with the decimals of ISO 4217 and a gap between letters and digits."""
    known = _known(locale)
    sign = get_currency_symbol(currency, known)
    text = known.currency_formats["standard"].pattern
    if any(unicodedata.bidirectional(char) in _FROM_RIGHT for char in sign):
        sign, text = currency, text.replace("¤", "¤¤")
    if sign[-1:].isalpha():
        text = re.sub(r"¤(?=[#0])", f"¤{_GAP}", text)
    if sign[:1].isalpha():
        text = re.sub(r"(?<=[#0])¤", f"{_GAP}¤", text)
    return _with_places(text, decimals(currency))


def _with_places(pattern: str, places: int) -> NumberPattern:
    decimals_too = "." + "0" * places if places else ""
    return parse_pattern(_DIGITS.sub(lambda found: found[1] + decimals_too, pattern))
