"""Answers about many pay forms: who is to turn in what, and how everything that was turned in stands."""

import datetime
from decimal import Decimal

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.payform import PeriodShown, SentBack
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.payform_due import ListedState


class FormListed(Frozen):
    """A form that was turned in, by its number, or one that is still to be.

    Tickets that are `incomplete` keep it from being turned in. `partly_in` are forms for other dates that
    hold the rest of the week. `sent_back` is what a manager sent back for the same period last, the form
    itself or a correction of it. `differences` counts what today would make of it otherwise, where asked.
    """

    form: int | None
    person: str
    name: str
    week: datetime.date | None
    period: PeriodShown
    state: ListedState
    due: Moment
    currency: str | None = None
    total: Decimal | None = None
    incomplete: tuple[int, ...] = ()
    partly_in: tuple[int, ...] = ()
    submitted: Moment | None = None
    submitted_by: str | None = None
    approved: Moment | None = None
    approved_by: str | None = None
    replaces: int | None = None
    because: str | None = None
    sent_back: SentBack | None = None
    differences: int | None = None


class PayFormList(Answer):
    """Forms by the dates they are for; a technician's own come first.

    Listed are those that end in the `period`. Of what is listed, and of nothing else, `to_sign` are the forms
    that wait for the reader's signature, and `to_turn_in` the reader's weeks that are due or late and lack
    nothing: nobody signs by the way what they asked not to see.
    `unpaid` counts the weeks that are left out since no pay rule held in them.
    """

    period: PeriodShown
    reader: str | None
    forms: tuple[FormListed, ...]
    to_sign: tuple[int, ...]
    to_turn_in: tuple[datetime.date, ...]
    unpaid: int
