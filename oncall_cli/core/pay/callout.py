"""Call-outs in money: minutes at the rate of their kind of day, amounts a call pays at least, and fees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from oncall_cli.core.pay.days import KIND_NAMES, PayDays
from oncall_cli.core.pay.merge import Group, Terms, in_order, merged, window_of
from oncall_cli.core.pay.minutes import Measured, capped, measured
from oncall_cli.core.pay.model import Call, CallPaid, PayLine
from oncall_cli.core.pay.rounding import cents, hours_shown, plain, rate_shown
from oncall_cli.core.pay.rules import Kind, PayRules


@dataclass(frozen=True)
class CallOut:
    """A paid call (or a pool of calls): its minutes and its lines."""

    measured: Measured
    lines: tuple[PayLine, ...]

    @property
    def group(self) -> Group:
        """The calls it consists of."""
        return self.measured.group

    @property
    def amount(self) -> Decimal:
        """What its lines add up to."""
        return sum((line.amount for line in self.lines), Decimal(0))


class _Price(NamedTuple):
    """What an hour pays: minutes that share it are one line."""

    kind: Kind
    rate: Decimal
    multiplier: Decimal
    currency: str

    @property
    def hourly(self) -> Decimal:
        return self.rate * self.multiplier

    def __str__(self) -> str:
        name = KIND_NAMES[self.kind]
        return f"{name} ×{plain(self.multiplier):f} at {rate_shown(self.rate, self.currency):f}"


def call_outs(calls: Iterable[Call], days: PayDays) -> list[CallOut]:
    """Every call of one member, paid in the order: overlaps, merging, what standby already pays, rounding,
    minimum, split by kind of day, caps, rate, least amount, fee. Calls are clipped to after hours already.

    The rules are those of the date a call began on; each minute has the rate of its own date.
    """

    def terms_at(moment: datetime) -> Terms:
        rules = days.rules_at(moment).callout
        minimum = rules.minimum_at(moment.astimezone(days.zone).time())
        return Terms(rules, minimum, window_of(rules, minimum))

    groups = [measured(group, days) for group in merged(calls, terms_at)]
    return [CallOut(one, tuple(_lines(one, days))) for one in capped(groups, days)]


def _price(day: date, days: PayDays) -> _Price:
    rules, kind = days.rules_on(day), days.kind(day)
    return _Price(kind, hourly_rate(rules), rules.callout.multiplier.on(kind), rules.currency)


def hourly_rate(rules: PayRules) -> Decimal:
    """What an hour of a call-out pays before multiplication: its own rate, else the base rate."""
    return rules.base_rate if rules.callout.rate is None else rules.callout.rate


def _lines(one: Measured, days: PayDays) -> list[PayLine]:
    began = days.day(one.group.start)
    rules = days.rules_on(began)
    lines = _time_lines(one, days)
    if one.free:
        return lines
    least = rules.callout.minimum_amount
    earned = sum((line.amount for line in lines), Decimal(0))
    if earned < least:
        why = f"{lines[0].why} comes to {earned:f}" if len(lines) == 1 else f"{one.group.worked} min come to {earned:f}"
        lines = [_fixed(one, began, "call_out", "Call-out, least amount", 1, least, f"{why}, a call pays {least:f}", rules)]
    if rules.callout.flat_fee:
        number = len(one.group.runs) if rules.callout.merge == "pool" else 1
        lines.append(_fixed(one, began, "call_fee", "Call fee", number, rules.callout.flat_fee, "for each paid call", rules))
    return lines
