"""Answers about what a member's hour pays: their own base rates by date, and the policy's."""

from datetime import date
from decimal import Decimal

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.team import MemberShown
from oncall_cli.core.base_rate import BaseRate, RateState, state_of
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.pay.rounding import rate_shown
from oncall_cli.core.pay.rules import PayRules


class HourlyRate(Frozen):
    """What an hour pays: the member's own rate since a date, or the policy's, which has none here."""

    rate: Decimal
    own: bool
    since: date | None


class RateShown(Frozen):
    """A rate as it was recorded; nothing is the policy's from that date on."""

    holds_from: date
    rate: Decimal | None
    recorded: Moment
    state: RateState


class MemberRates(Answer):
    """What a member's hour pays: today (`holds`), by the policy, and every rate of their own by its date.
    `forms` are the pay forms turned in that a rate just recorded would make otherwise."""

    person: str
    name: str
    today: date
    currency: str
    holds: HourlyRate
    policy: Decimal
    rates: tuple[RateShown, ...]
    forms: tuple[int, ...] = ()
    stored: bool | None = None


class MemberWithRate(MemberShown):
    """One member, and what an hour pays them today."""

    base_rate: HourlyRate
    currency: str


def hourly_rate(held: BaseRate | None, rules: PayRules) -> HourlyRate:
    """What an hour pays by the rate that holds for a member, if any, else by the policy's."""
    if held is None or held.rate is None:
        return HourlyRate(rate=rate_shown(rules.base_rate, rules.currency), own=False, since=None)
    return HourlyRate(rate=rate_shown(held.rate, rules.currency), own=True, since=held.holds_from)


def rates_shown(rates: list[BaseRate], today: date, currency: str) -> tuple[RateShown, ...]:
    """Every rate as answers show it, by its date."""
    return tuple(
        RateShown(
            holds_from=one.holds_from,
            rate=None if one.rate is None else rate_shown(one.rate, currency),
            recorded=one.recorded,
            state=state_of(one, rates, today),
        )
        for one in rates
    )
