"""Non-critical use of the line, and what of it is billed to which customer (T3). It never touches pay.

Which tiers are billed, and at what fee, says the policy that held on the day a call came in (Y2). That a call
was put off until the office opened changes nothing: the line was used.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from oncall_cli.core.model import Frozen
from oncall_cli.core.pay.rounding import cents
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.ticket import LINE_CHANNELS, Ticket, Work, is_non_critical
from oncall_cli.core.ticket_work import worked_spans
from oncall_cli.core.timetable import Timetable


class Sum(Frozen):
    """Tickets of non-critical use: how many, the minutes worked on them after hours, and what they come to in
    one currency."""

    tickets: int
    minutes: int
    amount: Decimal
    currency: str


class Billed(Sum):
    """What one customer is billed in one currency; nothing is the customer where the tickets name none."""

    customer: str | None


class Use(NamedTuple):
    """What one ticket of non-critical use adds to a bill."""

    customer: str | None
    minutes: int
    fee: Decimal
    currency: str


def fee_of(ticket: Ticket, rules: PayRules, line_tiers: set[int]) -> Decimal | None:
    """What a ticket is billed at by the rules of its day, in whole cents; nothing where it is no non-critical
    use of the line, or of a tier that is not billed."""
    is_billed = ticket.tier in rules.misuse.tiers
    if not is_billed or not is_non_critical(ticket.channel, ticket.tier, line_tiers):
        return None
    return cents(rules.misuse.fee, rules.currency)


def is_unjudged(ticket: Ticket) -> bool:
    """Whether a ticket came over the line and has no tier, so that nobody knows whether it is billed."""
    return ticket.channel in LINE_CHANNELS and ticket.tier is None


def minutes_after_hours(work: Iterable[Work], timetable: Timetable) -> int:
    """The minutes that everybody worked after hours; what one member told twice counts once."""
    return sum(
        part.minutes
        for spans in worked_spans(work).values()
        for span in spans
        for part in timetable.after_hours_parts(span)
    )


def customer_key(customer: str | None) -> str:
    """What tells customers apart: neither capitals nor spaces do."""
    return " ".join((customer or "").split()).casefold()


def customer_names(customers: Sequence[str | None]) -> dict[str, str]:
    """The name of each customer by its key: as most tickets write it, of as many the first."""
    ways: dict[str, Counter[str]] = {}
    for customer in customers:
        if customer and customer_key(customer):
            ways.setdefault(customer_key(customer), Counter())[" ".join(customer.split())] += 1
    return {key: counted.most_common(1)[0][0] for key, counted in ways.items()}


def by_customer(uses: Iterable[Use]) -> tuple[Billed, ...]:
    """What each customer is billed in each currency, by name; what names no customer comes last."""
    found: dict[tuple[str | None, str], list[Use]] = {}
    for use in uses:
        found.setdefault((use.customer, use.currency), []).append(use)
    ordered = sorted(found, key=lambda one: (one[0] is None, customer_key(one[0]), one[1]))
    return tuple(Billed(customer=one[0], **_sum(found[one]).model_dump()) for one in ordered)


def altogether(uses: Sequence[Use]) -> tuple[Sum, ...]:
    """What all of them come to, in each currency."""
    currencies = sorted({use.currency for use in uses})
    return tuple(_sum([use for use in uses if use.currency == currency]) for currency in currencies)


def _sum(uses: Sequence[Use]) -> Sum:
    """What some tickets of one currency come to."""
    return Sum(
        tickets=len(uses),
        minutes=sum(use.minutes for use in uses),
        amount=sum((use.fee for use in uses[1:]), uses[0].fee),
        currency=uses[0].currency,
    )
