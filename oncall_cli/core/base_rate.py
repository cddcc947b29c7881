"""A member's own base rate, dated: what an hour pays them from a date on, in place of the policy's rate."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.pay.rules import PayRules


class BaseRate(Frozen):
    """What a member's hour pays from a date on; no rate where the policy's holds for them again."""

    id: int
    person: str
    holds_from: date
    rate: Decimal | None
    recorded: Moment


def rate_on(rates: Iterable[BaseRate], day: date) -> Decimal | None:
    """The member's own rate on a date, or nothing where the policy's holds. Of two that hold from the same
    date the one recorded later counts."""
    held = [rate for rate in rates if rate.holds_from <= day]
    return max(held, key=lambda rate: (rate.holds_from, rate.id)).rate if held else None


def rules_at_rate(rules: PayRules, rate: Decimal | None) -> PayRules:
    """The rules with the member's own base rate in them."""
    return rules if rate is None else rules.model_copy(update={"base_rate": rate})
