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
from oncall_cli.core.payform import Period, week_period, weeks_ending_in
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.payroll import By, corrections_waiting, ends_in, open_periods, payable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused
from oncall_cli.session import Session

Making = Callable[[], PayForm]


class _Found(NamedTuple):
    """How each form is made, and what a reader has to know of those that are not there."""

    making: list[Making]
    notes: list[str]


def payroll(
    session: Session, period: Period, *, by: By, of_week: date | None = None, only_approved: bool = False
) -> Payroll:
    """The forms of all members, by member and date: those that were turned in and end in the period, whole,
    and drafts of the time in it that no form holds, for the period itself or `by` the week. Of a week
    (`of_week`) alone, the forms for exactly that week.

    `only_approved` leaves out what no manager has signed.
    """
    forms = session.store.payforms.between(period.span.start - 2 * WEEK, period.span.end + 2 * WEEK)
    paid = [form for form in payable(forms) if _is_in(form, period, of_week)]
    taken = [form for form in paid if form.state == "approved" or not only_approved]
    making: list[Making] = [partial(turned_in_shown, session, form, differences=False) for form in taken]
    drafts = _Found([], [])
    if not only_approved:
        drafts = _drafts(session, period, forms, by, of_week)
    made: list[PayForm] = []
    notes = [*drafts.notes, *_corrections(forms, taken)]
    with session.progress("pay forms", len(making) + len(drafts.making)) as one_more:
        for make in (*making, *drafts.making):
            try:
                made.append(make())
            except Refused as error:
                notes.append(f"a draft is not in here: {error.message}")
            one_more()
    kept = [form for form in made if form.form is not None or form.lines or form.calls or _stood(form)]
    if by == "period" and period.span.end > session.now and any(form.state == "draft" for form in kept):
        notes.append(
            f"the period runs until {period.last}: drafts are so far, and hold standby still to come"
        )
    if only_approved:
        left = len(paid) - len(taken)
        notes.append(f"{_forms(left)} and every draft are left out: no manager has signed them")
    policy = session.policies.on(period.first)
    ordered = tuple(sorted(kept, key=lambda form: (form.person, form.period.first, form.form or 0)))
    return Payroll(
        team=policy.team.name,
        timezone=policy.team.timezone,
        period=PeriodShown(first=period.first, last=period.last),
        by=by,
        forms=ordered,
        people=_people(ordered),
        totals=_totals(ordered),
        notes=tuple(notes),
        locale=policy.team.locale,
    )


def _drafts(
    session: Session, period: Period, forms: Sequence[TurnedIn], by: By, of_week: date | None
) -> _Found:
    """How the time is drafted that no form holds, and what is not."""
    if by == "period":
        return _Found(_of_period(session, period, forms), [])
    weeks, notes = ([of_week], []) if of_week else _ended_weeks(session, period)
    found = _of_weeks(session, weeks)
    return _Found(found.making, [*notes, *found.notes])


def _is_in(form: TurnedIn, period: Period, of_week: date | None) -> bool:
    return form.span == period.span if of_week else ends_in(period, form)


def _of_period(session: Session, period: Period, forms: Sequence[TurnedIn]) -> list[Making]:
    """Drafts of every member for what is left of the period."""
    zone = session.policies.on(period.first).zone
    return [
        partial(drafted, session, member, left, None)
        for member in session.store.members.all()
        for left in open_periods(member.handle, period, forms, zone)
    ]


def _of_weeks(session: Session, weeks: Sequence[date]) -> _Found:
    """Drafts of whole weeks, of everybody who has to turn one in."""
    making: list[Making] = []
    notes = []
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


def _ended_weeks(session: Session, period: Period) -> tuple[list[date], list[str]]:
    """The weeks whose last date is one of the period's and that have ended, and a note of those that have
    not."""
    timetable = session.timetable(period.first, period.last)
    inside = weeks_ending_in(period, timetable)
    ended = [week for week in inside if timetable.held(week).end <= session.now]
    running = ", ".join(str(week) for week in inside if week not in ended)
    return ended, [f"not in here, for they have not ended: weeks {running}"] if running else []


def _stood(form: PayForm) -> bool:
    return any(week.person == form.person for week in form.weeks)


def _corrections(forms: Iterable[TurnedIn], taken: Iterable[TurnedIn]) -> Iterable[str]:
    for form in corrections_waiting(forms, taken):
        yield f"form {form.id} of {form.person} would correct form {form.replaces}, and is not signed"


def _forms(number: int) -> str:
    return {0: "no form", 1: "1 form"}.get(number, f"{number} forms")


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
