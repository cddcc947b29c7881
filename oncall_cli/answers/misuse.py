"""Answers about non-critical use of the line: what can be billed to which customer (T3)."""

from decimal import Decimal

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.payform import PeriodShown
from oncall_cli.core.misuse import Billed, Sum
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.ticket import Channel


class MisuseTicket(Frozen):
    """A ticket of non-critical use, with the fee of its day. `customer` is written as most of the customer's
    tickets have it; `minutes` were worked after hours, by those in `worked_by`."""

    ticket: int
    reference: str | None
    received: Moment
    after_hours: bool
    customer: str | None
    caller: str
    channel: Channel
    tier: int
    summary: str
    assignee: str | None
    worked_by: tuple[str, ...]
    minutes: int
    deferred_until: Moment | None
    fee: Decimal
    currency: str


class Misuse(Answer):
    """Non-critical use of the line in a period of dates, both inside: each ticket by customer and time, what
    each customer comes to and what all do, in each currency. `customer` is the part of a name that was asked
    for; tickets in `without_tier` came over the line too, but nobody can say whether they are billed.
    Money is written for people as `locale` does; `when` says the period to them."""

    period: PeriodShown
    customer: str | None
    tickets: tuple[MisuseTicket, ...]
    customers: tuple[Billed, ...]
    totals: tuple[Sum, ...]
    without_tier: tuple[int, ...]
    notes: tuple[str, ...]
    locale: str
    when: str = Field(exclude=True)

    @property
    def title(self) -> str:
        """What is listed, of whom and of when."""
        return f"Non-critical use of the line{self._whose} {self.when}"

    @property
    def none(self) -> str:
        """That there is nothing, where that is so."""
        return f"No non-critical use of the line to bill{self._whose} {self.when}."

    @property
    def _whose(self) -> str:
        return f" by a customer with '{self.customer}' in the name" if self.customer else ""
