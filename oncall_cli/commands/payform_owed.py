"""What the members owe of some weeks, out of the store: all of it in a handful of queries, however many
members, weeks and tickets there are."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from oncall_cli.core.payform import week_period
from oncall_cli.core.payform_due import Owed, Spoken, calls_by_person, due_moment, owed, spoken_for
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import overlap
from oncall_cli.session import Session


class Ledger(NamedTuple):
    """Of some weeks: who has them, what speaks for a period, and what no form that stands holds. `by_week` is
    what of it lies in no dates that were sent back, whose form says it already."""

    schedule: Schedule
    spoken: tuple[Spoken, ...]
    owed: tuple[Owed, ...]
    by_week: tuple[Owed, ...]


def ledger(session: Session, weeks: Sequence[date], more: Sequence[TurnedIn] = ()) -> Ledger:
    """What is owed of weeks, and the forms that share time with them; `more` forms are looked at too."""
    schedule = session.schedule(weeks[0], weeks[-1])
    timetable = schedule.timetable
    start, end = timetable.held(weeks[0]).start, timetable.held(weeks[-1]).end
    forms = {form.id: form for form in [*session.store.payforms.between(start, end), *more]}
    calls = calls_by_person(session.store.tickets.work_between(start, end), timetable)
    standing = [form for form in forms.values() if form.standing]
    left = owed(weeks, schedule, calls, standing)
    spoken = tuple(one for one in spoken_for(forms.values()) if one.form.standing or _still_owed(one, left))
    back = [one.form for one in spoken if one.form.week is None and not one.form.standing]
    by_week = owed(weeks, schedule, calls, [*standing, *back]) if back else left
    return Ledger(schedule, spoken, tuple(left), tuple(by_week))


def _still_owed(spoken: Spoken, left: Sequence[Owed]) -> bool:
    """Whether what was sent back has not been turned in otherwise by now, week by week or for other dates."""
    form = spoken.form
    return any(overlap(span, form.span) for one in left if one.person == form.person for span in one.left)


def due_of(session: Session, last: date, end: datetime, schedule: Schedule) -> datetime:
    """When the form is to be turned in of a period that ends on a date, at an instant."""

    def clock_on(week: date) -> time:
        return session.policies.on(week).phone.reminders.pay_form

    return due_moment(last, end, schedule.timetable, clock_on)


def due_of_week(session: Session, week: date, schedule: Schedule) -> datetime:
    """When the form of an on-call week is to be turned in."""
    period = week_period(week, schedule.timetable)
    return due_of(session, period.last, period.span.end, schedule)
