"""The numbers of a pay rule as people write them: exact, finite, never negative, never absurd."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

AMOUNT_LIMIT = Decimal(1_000_000_000)
FACTOR_LIMIT = Decimal(100)
HOUR_LIMIT = Decimal(1_000)
MINUTE_LIMIT = 7 * 24 * 60
PLACES = 6

_WRITTEN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


def _exact(value: object) -> Decimal | None:
    """The number that text, an integer or a Decimal says; nothing for fractions that are already inexact."""
    if isinstance(value, str):
        return Decimal(value.strip()) if _WRITTEN.fullmatch(value.strip()) else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object, limit: Decimal, what: str) -> Decimal:
    number = _exact(value)
    if number is None or number < 0:
        raise ValueError(f"expected {what}, nothing negative")
    if number > limit:
        raise ValueError(f"expected {what}, at most {limit:,}")
    least = Decimal(1).scaleb(-PLACES)
    if number != number.quantize(least):
        raise ValueError(f"expected {what}, with at most {PLACES} decimals")
    # Kept as it would be written out, so that what is stored can be read back: no exponent, no sign.
    plain = number if -PLACES <= int(number.as_tuple().exponent) <= 0 else number.quantize(least)
    return abs(plain)


def amount_of(value: object) -> Decimal:
    """An amount of money, or of base hours; ValueError says what was expected."""
    return _number(value, AMOUNT_LIMIT, 'an amount like "20.00"')


def factor_of(value: object) -> Decimal:
    """What a rate is multiplied by; ValueError says what was expected."""
    return _number(value, FACTOR_LIMIT, 'a multiplier like "1.5"')


def hours_of(value: object) -> Decimal:
    """A number of hours; ValueError says what was expected."""
    return _number(value, HOUR_LIMIT, 'hours like 8 or "7.5"')


def minutes_of(value: object) -> int:
    """Whole minutes, up to a week of them; ValueError says what was expected."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MINUTE_LIMIT:
        raise ValueError(f"expected whole minutes like 30, from 0 to {MINUTE_LIMIT:,}")
    return value


Amount = Annotated[Decimal, BeforeValidator(amount_of)]
Factor = Annotated[Decimal, BeforeValidator(factor_of)]
Hours = Annotated[Decimal, BeforeValidator(hours_of)]
Minutes = Annotated[int, BeforeValidator(minutes_of)]
