"""Payroll's one file: every member's pay forms of a period."""

from decimal import Decimal
from typing import Literal

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.payform import LOCALE, PayForm, PeriodShown
from oncall_cli.core.model import Frozen


class CurrencyTotal(Frozen):
    """What all forms in one currency come to."""

    currency: str
    total: Decimal


class PersonTotal(Frozen):
    """What a member's forms come to, and how many of them are not signed yet."""

    person: str
    name: str
    payroll: str | None
    currency: str
    forms: int
    unsigned: int
    total: Decimal


class Payroll(Answer):
    """The forms of a period, by member and date: one each for the period itself, or each week that ends in
    it (`by`)."""

    team: str
    timezone: str
    period: PeriodShown
    by: Literal["period", "week"]
    forms: tuple[PayForm, ...]
    people: tuple[PersonTotal, ...]
    totals: tuple[CurrencyTotal, ...]
    notes: tuple[str, ...]
    locale: str = LOCALE

    @property
    def unsigned(self) -> int:
        """How many of the forms no manager has signed."""
        return sum(form.state != "approved" for form in self.forms)
