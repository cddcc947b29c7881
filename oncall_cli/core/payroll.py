"""Which pay forms payroll gets for a period: each minute and each call once, month after month.

A form that was turned in belongs whole to the period that its last date lies in, so that months that follow
each other share no form and miss none. Time that no form holds is the period's it lies in, as a draft.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from oncall_cli.core.payform import Period
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.span import MINUTE, Span, without

By = Literal["period", "week"]


def ends_in(period: Period, form: TurnedIn) -> bool:
    """Whether a form's last date is one of the period's."""
    return period.first <= form.last <= period.last


def payable(forms: Iterable[TurnedIn]) -> list[TurnedIn]:
    """For each member and dates the one form that is paid: the approved one, also while a correction of it
    waits for a signature, else the one that waits."""
    standing: dict[tuple[str, Span], list[TurnedIn]] = defaultdict(list)
    for form in forms:
        if form.standing:
            standing[form.person, form.span].append(form)
    return [max(alike, key=lambda form: (form.state == "approved", form.id)) for alike in standing.values()]


def corrections_waiting(forms: Iterable[TurnedIn], chosen: Iterable[TurnedIn]) -> list[TurnedIn]:
    """The corrections of chosen forms that still wait for a signature."""
    numbers = {form.id for form in chosen}
    return [form for form in forms if form.state == "submitted" and form.replaces in numbers]


def open_periods(person: str, period: Period, forms: Iterable[TurnedIn], zone: ZoneInfo) -> list[Period]:
    """What is left of a period without a member's standing forms, each part with the dates it touches."""
    held = [form.span for form in forms if form.person == person and form.standing]
    return [
        Period(
            part.start.astimezone(zone).date(),
            (part.end - MINUTE).astimezone(zone).date(),
            part,
        )
        for part in without(period.span, held)
    ]
