"""Rounding: minutes to steps, money to the currency's cents, and numbers to what a line prints."""

from decimal import ROUND_HALF_UP, Decimal

from oncall_cli.core.pay.rules import Rounding

_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def decimals(currency: str) -> int:
    """How many decimals a currency has (ISO 4217): 2, but for a few."""
    return _DECIMALS.get(currency, 2)


def cents(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half up to what the currency can pay."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)


def plain(number: Decimal, least: int = 0) -> Decimal:
    """The same number without needless zeros, with `least` decimals anyway, and no exponent."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and exponent > -least:
        return short.quantize(Decimal(1).scaleb(-least))
    return short


def rate_shown(rate: Decimal, currency: str) -> Decimal:
    """A rate as a line prints it: exact, in cents at least."""
    return plain(rate, decimals(currency))


def hours_shown(minutes: Decimal | int) -> Decimal:
    """Minutes as hours with two to four decimals."""
    return plain((Decimal(minutes) / 60).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP), 2)


def rounded_minutes(minutes: int, rounding: Rounding) -> int:
    """Minutes in whole steps; `nearest` takes half a step up, `grace` lets go of so many over a full step."""
    step = rounding.minutes
    if not step:
        return minutes
    full, over = divmod(minutes, step)
    if rounding.mode == "up":
        another = over > 0
    elif rounding.mode == "nearest":
        another = over * 2 >= step
    elif rounding.mode == "down":
        another = False
    else:
        another = over > rounding.grace
    return (full + another) * step


def share(amount: Decimal, first: int, last: int, length: int, currency: str) -> Decimal:
    """The part of `amount` for the minutes from `first` up to `last` of `length`.

    Rounded as the difference of two running sums, so that parts that make the whole add up to it.
    """
    return cents(amount * last / length, currency) - cents(amount * first / length, currency)
