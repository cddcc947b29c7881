"""A member's own base rate, dated: what an hour pays them from a date on, in place of the policy's rate.

Of two that hold from the same date the one recorded later counts; the record of the other stays.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.pay.number import amount_of
from oncall_cli.core.pay.rounding import rate_shown
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.errors import BadValue

RateState = Literal["holds", "over", "coming", "replaced"]
"""Whether a rate holds on a day, held before or will hold; or another one counts for its date."""


class BaseRate(Frozen):
    """What a member's hour pays from a date on; no rate where the policy's holds for them again."""

    id: int
    person: str
    holds_from: date
    rate: Decimal | None
    recorded: Moment


def rate_of(text: str) -> Decimal:
    """The rate of an hour that `24.50` says; BadValue where it is no amount."""
    try:
        return amount_of(text)
    except ValueError as error:
        raise BadValue(
            f"'{text}' is no rate: {error}", hint="write the amount alone, without a currency"
        ) from None


def in_force(rates: Iterable[BaseRate], day: date) -> BaseRate | None:
    """What was recorded last of what counts on a date, or nothing."""
    held = [rate for rate in rates if rate.holds_from <= day]
    return max(held, key=lambda rate: (rate.holds_from, rate.id), default=None)


def rate_on(rates: Iterable[BaseRate], day: date) -> Decimal | None:
    """The member's own rate on a date, or nothing where the policy's holds."""
    held = in_force(rates, day)
    return held.rate if held else None


def next_change(rates: Iterable[BaseRate], day: date) -> date | None:
    """The first date after another from which something else was recorded, or nothing."""
    return min((rate.holds_from for rate in rates if rate.holds_from > day), default=None)


def state_of(rate: BaseRate, rates: Iterable[BaseRate], day: date) -> RateState:
    """What a rate is on a day, among all of its member's."""
    every = list(rates)
    if in_force(every, rate.holds_from) != rate:
        return "replaced"
    if rate.holds_from > day:
        return "coming"
    return "holds" if in_force(every, day) == rate else "over"


def rules_at_rate(rules: PayRules, rate: Decimal | None) -> PayRules:
    """The rules with the member's own base rate in them."""
    return rules if rate is None else rules.model_copy(update={"base_rate": rate})


def pays_by_base_rate(rules: PayRules) -> bool:
    """Whether a base rate makes a difference: calls have no rate of their own, or standby is paid in base
    hours."""
    standby = rules.standby
    return rules.callout.rate is None or (standby.unit != "none" and standby.in_base_hours)


def rate_said(rate: Decimal, currency: str) -> str:
    """A rate in words: 24.50 USD an hour."""
    return f"{rate_shown(rate, currency):f} {currency} an hour"
