"""Payroll's one file: every member's forms of a period, those turned in as they were, drafts of the rest."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from oncall_cli.answers.payform import PayForm, PeriodShown
from oncall_cli.answers.payroll import CurrencyTotal, Payroll, PersonTotal
from oncall_cli.commands.payform_draft import drafted
from oncall_cli.commands.payform_kept import turned_in_shown
from oncall_cli.commands.payform_owed import ledger
from oncall_cli.core.payform import Period, week_period
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.payroll import By, beside, corrections_waiting, ends_in, payable, usual_by
from oncall_cli.core.week import WEEK
from oncall_cli.session import Session

Making = Callable[[], PayForm]


class _Found(NamedTuple):
    """How each form is made, and what a reader has to know of those that are not there."""

    making: list[Making]
    notes: list[str]


def payroll(session: Session, period: Period, *, by: By | None, only_approved: bool) -> Payroll:
    """The forms of all members, by member and date; `only_approved` leaves out what no manager has signed."""
    forms = session.store.payforms.between(period.span.start - 2 * WEEK, period.span.end + 2 * WEEK)
    chosen = by or usual_by(period, forms)
    paid = payable(forms)
    if chosen == "week":
        found = _weeks(session, period, [form for form in paid if form.week and ends_in(period, form)])
    else:
        found = _members(session, period, paid)
    made: list[PayForm] = []
    with session.progress("pay forms", len(found.making)) as one_more:
        for make in found.making:
            made.append(make())
            one_more()
    made = [form for form in made if form.form is not None or form.lines or form.calls or _stood(form)]
    kept = [form for form in made if form.state == "approved" or not only_approved]
    notes = [*found.notes, *_corrections(forms, paid, kept)]
    if len(kept) < len(made):
        notes.append(f"{_forms(len(made) - len(kept))} left out that no manager has signed")
    policy = session.policies.on(period.first)
    ordered = tuple(sorted(kept, key=lambda form: (form.person, form.period.first, form.form or 0)))
    return Payroll(
        team=policy.team.name,
        timezone=policy.team.timezone,
        period=PeriodShown(first=period.first, last=period.last),
        by=chosen,
        forms=ordered,
        people=_people(ordered),
        totals=_totals(ordered),
        notes=tuple(notes),
        locale=policy.team.locale,
    )


def _members(session: Session, period: Period, paid: Sequence[TurnedIn]) -> _Found:
    """A form each for the whole period; what a member has turned in for other dates in it is named."""
    making: list[Making] = []
    notes = []
    for member in session.store.members.all():
        own = next((form for form in paid if form.person == member.handle and form.span == period.span), None)
        if own:
            making.append(partial(turned_in_shown, session, own, differences=False))
            continue
        making.append(partial(drafted, session, member, period, None))
        others = beside(member.handle, period, paid)
        if others:
            numbers = ", ".join(str(form.id) for form in others)
            notes.append(f"{member.handle} has turned in forms for other dates in this period: {numbers}")
    return _Found(making, notes)


def _weeks(session: Session, period: Period, paid: Sequence[TurnedIn]) -> _Found:
    """A form for each week that ends in the period, of everybody who had to turn one in."""
    making: list[Making] = [partial(turned_in_shown, session, form, differences=False) for form in paid]
    notes = []
    weeks, running = _ended_weeks(session, period)
    if running:
        named = ", ".join(map(str, running))
        notes.append(f"not in here, for they have not ended: weeks {named}")
    if weeks:
        book = ledger(session, weeks)
        for one in book.owed:
            if one.partly_in:
                numbers = ", ".join(map(str, one.partly_in))
                notes.append(
                    f"the week of {one.week} of {one.person} is partly on form {numbers}: not in here"
                )
                continue
            of_week = week_period(one.week, book.schedule.timetable)
            making.append(partial(drafted, session, session.member(one.person), of_week, one.week))
    return _Found(making, notes)


def _ended_weeks(session: Session, period: Period) -> tuple[list[date], list[date]]:
    """The weeks whose last date is one of the period's: those that have ended, and those that have not."""
    timetable = session.timetable(period.first, period.last)
    first = timetable.week_of_day(period.first) - 2 * WEEK
    weeks = [first + step * WEEK for step in range((period.last - first).days // 7 + 1)]
    inside = [week for week in weeks if period.first <= timetable.last_day(week) <= period.last]
    ended = [week for week in inside if timetable.held(week).end <= session.now]
    return ended, [week for week in inside if week not in ended]


def _stood(form: PayForm) -> bool:
    return any(week.person == form.person for week in form.weeks)


def _corrections(
    forms: Iterable[TurnedIn], paid: Iterable[TurnedIn], kept: Iterable[PayForm]
) -> Iterable[str]:
    numbers = {form.form for form in kept}
    for form in corrections_waiting(forms, [one for one in paid if one.id in numbers]):
        yield f"form {form.id} of {form.person} would correct form {form.replaces}, and is not signed"


def _forms(number: int) -> str:
    return "1 form is" if number == 1 else f"{number} forms are"


def _people(forms: Iterable[PayForm]) -> tuple[PersonTotal, ...]:
    """What each member's forms come to, for each currency they are in."""
    of_person: dict[tuple[str, str], list[PayForm]] = defaultdict(list)
    for form in forms:
        of_person[form.person, form.currency].append(form)
    return tuple(
        PersonTotal(
            person=person,
            name=own[-1].name,
            payroll=own[-1].payroll,
            currency=currency,
            forms=len(own),
            unsigned=sum(form.state != "approved" for form in own),
            total=_sum(form.total for form in own),
        )
        for (person, currency), own in of_person.items()
    )


def _totals(forms: Iterable[PayForm]) -> tuple[CurrencyTotal, ...]:
    of_currency: dict[str, list[Decimal]] = defaultdict(list)
    for form in forms:
        of_currency[form.currency].append(form.total)
    return tuple(
        CurrencyTotal(currency=currency, total=_sum(totals))
        for currency, totals in sorted(of_currency.items())
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, with the decimals that the amounts have."""
    first, *others = amounts
    return sum(others, first)
