"""Call-outs in money: minutes at the rate of their kind of day, the least a call pays, and fees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from oncall_cli.core.pay.days import KIND_NAMES, PayDays
from oncall_cli.core.pay.merge import Group, Terms, merged, window_of
from oncall_cli.core.pay.minutes import Measured, capped, measured
from oncall_cli.core.pay.model import Call, LineKind, PayLine
from oncall_cli.core.pay.rounding import cents, hours_shown, plain, rate_shown
from oncall_cli.core.pay.rules import NOTHING, Kind, PayRules
from oncall_cli.core.span import Span


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
        return sum((line.amount for line in self.lines), NOTHING)


class _Price(NamedTuple):
    """What an hour pays: minutes that share it are one line."""

    kind: Kind
    rate: Decimal
    multiplier: Decimal
    currency: str

    @property
    def hourly(self) -> Decimal:
        return self.rate * self.multiplier

    @property
    def said(self) -> str:
        rate = rate_shown(self.rate, self.currency)
        return f"{KIND_NAMES[self.kind]} ×{plain(self.multiplier):f} at {rate:f}"


def call_outs(calls: Iterable[Call], days: PayDays, period: Span | None = None) -> list[CallOut]:
    """Every call of one member, paid in this order: overlaps, merging, what standby already pays, rounding,
    minimum, split by kind of day, caps, rate, least amount, fee. Calls are clipped to after hours already.

    The rules are those of the date a call began on; each minute has the rate of the date it lies on. Calls
    that are pooled are pooled within `period`; left out, all of them.
    """

    def terms_at(moment: datetime) -> Terms:
        held = days.rules_at(moment)
        minimum = held.callout.minimum_at(moment.astimezone(days.zone).time())
        return Terms(held.callout, minimum, window_of(held.callout, minimum), held.currency)

    groups = [measured(group, days) for group in merged(calls, terms_at, period)]
    return [CallOut(one, tuple(_lines(one, days))) for one in capped(groups, days)]


def hourly_rate(rules: PayRules) -> Decimal:
    """What an hour of a call-out pays before multiplication: its own rate, else the base rate."""
    return rules.base_rate if rules.callout.rate is None else rules.callout.rate


def _lines(one: Measured, days: PayDays) -> list[PayLine]:
    lines = _time_lines(one, days)
    if one.free:
        return lines
    rules = days.rules_at(one.group.start)
    least, fee = rules.callout.minimum_amount, rules.callout.flat_fee
    earned = sum((line.amount for line in lines), NOTHING)
    if earned < least:
        how = lines[0].why if len(lines) == 1 else f"{one.paid} min over midnight"
        why = f"{how}, makes {earned:f}; a call pays {rate_shown(least, rules.currency):f} at least"
        line = _per_call(one, days, least, kind="call_out", label="Call-out, least amount", why=why)
        lines = [line.model_copy(update={"worked": one.group.worked, "paid": one.paid})]
    if fee:
        number = len(one.group.runs) if rules.callout.merge == "pool" else 1
        why = "a fee for each paid call"
        lines.append(_per_call(one, days, fee, kind="call_fee", label="Call fee", why=why, number=number))
    return lines


def _price(one: Measured, day: date, days: PayDays) -> _Price:
    """What held on the date; a call over the midnight at which the currency changes stays in its own."""
    rules, kind = days.rules_on(day), days.kind(day)
    if rules.currency != one.group.terms.currency:
        rules = days.rules_at(one.group.start)
    return _Price(kind, hourly_rate(rules), rules.callout.multiplier.on(kind), rules.currency)


def _time_lines(one: Measured, days: PayDays) -> list[PayLine]:
    """A line for each price that its minutes have, dated by the first date with it; one in any case."""
    began = days.day(one.group.start)
    dated = {day: minutes for day, minutes in one.by_date.items() if minutes} or {began: 0}
    priced: dict[_Price, tuple[date, int]] = {}
    for day, minutes in dated.items():
        price = _price(one, day, days)
        first, before = priced.get(price, (day, 0))
        priced[price] = (first, before + minutes)
    lines: list[PayLine] = []
    for price, (day, minutes) in priced.items():
        part = (f"{minutes} of {one.paid} min from {day}",) if len(priced) > 1 else ()
        line = PayLine(
            kind="call_out",
            label=f"Call-out, {KIND_NAMES[price.kind]}",
            date=day if days.rules_on(day).currency == price.currency else began,
            ticket=one.group.calls[0].ticket,
            quantity=hours_shown(minutes),
            unit="hour",
            rate=rate_shown(price.hourly, price.currency),
            amount=cents(price.hourly * minutes / 60, price.currency),
            why=", ".join((*one.why, *part, price.said)),
            worked=None if lines else one.group.worked,
            paid=minutes,
        )
        lines.append(line)
    return lines


def _per_call(
    one: Measured, days: PayDays, rate: Decimal, *, kind: LineKind, label: str, why: str, number: int = 1
) -> PayLine:
    currency = days.rules_at(one.group.start).currency
    return PayLine(
        kind=kind,
        label=label,
        date=days.day(one.group.start),
        ticket=one.group.calls[0].ticket,
        quantity=Decimal(number),
        unit="call",
        rate=rate_shown(rate, currency),
        amount=cents(rate * number, currency),
        why=why,
    )
