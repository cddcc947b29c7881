"""The pay form that somebody asks for: what was turned in, else today's draft."""

from datetime import date

from oncall_cli.answers.payform import PayForm
from oncall_cli.commands.payform_draft import drafted
from oncall_cli.commands.payform_kept import kept_form, sent_back_shown, turned_in_shown
from oncall_cli.core.actor import need_member
from oncall_cli.core.member import Member
from oncall_cli.core.moment import day_of, week_of
from oncall_cli.core.payform import Period, dates_period, week_period
from oncall_cli.core.week import DAY, WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

__all__ = ["asked_form", "asked_period", "drafted", "period_asked", "week_meant"]


def asked_form(
    session: Session, person: str | None, week: str | None, period: str | None, number: int | None = None
) -> PayForm:
    """The form that the options ask for; left out, of whoever acts, for the week that ended last.

    The one of a `number` is as it was turned in; so is the one that stands for the period. Else it is
    today's draft.
    """
    if number is not None:
        return _numbered(session, number, person, week, period)
    member = session.member(person) if person else need_member(session.actor)
    asked, of_week = asked_period(session, week, period)
    kept = session.store.payforms.of_period(member.handle, asked.span)
    standing = [row for row in kept if row.standing]
    if standing:
        return turned_in_shown(session, standing[-1])
    form = drafted(session, member, asked, of_week)
    return form.model_copy(
        update={
            "sent_back": sent_back_shown(kept[-1] if kept else None),
            "notes": (*form.notes, *_held_already(session, member, asked)),
        }
    )


def _held_already(session: Session, member: Member, period: Period) -> tuple[str, ...]:
    """That forms which stand have some of a draft's time. It is shown all the same, as it may be what the
    reader would turn in instead, but it cannot be turned in beside them."""
    forms = session.store.payforms.touching(member.handle, period.span)
    if not forms:
        return ()
    numbers = ", ".join(str(form.id) for form in forms)
    have = f"pay form {numbers} has" if len(forms) == 1 else f"pay forms {numbers} have"
    return (f"{have} a part of these dates already, and a minute is paid on one form only",)


def week_meant(session: Session, period: Period, of_week: date | None) -> date | None:
    """The on-call week whose dates a period names, where it was asked for by dates: from its first date to
    its last, or to the seventh. Dates run from midnight to midnight, so that it is not the week's form."""
    timetable = session.timetable(period.first, period.last)
    week = timetable.week_of_day(period.first)
    lasts = (week + 6 * DAY, timetable.last_day(week))
    is_week = of_week is None and period.first == week and period.last in lasts
    return week if is_week and period.span != timetable.held(week) else None


def asked_period(session: Session, week: str | None, period: str | None) -> tuple[Period, date | None]:
    """The period that the options ask for, and the week where it is one: left out, the last that ended."""
    if week and period:
        raise BadValue("a form is for a week or for a period", hint="leave --week or --period out")
    if period:
        return period_asked(session, period), None
    timetable = session.timetable()
    day = week_of(week, session.now, timetable) if week else timetable.this_week(session.now) - WEEK
    return week_period(day, session.timetable(day, day)), day


def period_asked(session: Session, text: str) -> Period:
    """The period of two dates, FROM/TO, both inside, where the team was then."""
    first, slash, last = text.partition("/")
    if not slash:
        raise BadValue(f"'{text}' is not a period", hint="write FROM/TO, like 2026-11-01/2026-11-30")
    start = day_of(first, session.now, session.zone)
    end = day_of(last, session.now, session.zone)
    policies = session.policies
    return dates_period(start, end, policies.on(start).zone, policies.on(min(end, date.max - DAY) + DAY).zone)


def _numbered(
    session: Session, number: int, person: str | None, week: str | None, period: str | None
) -> PayForm:
    """The form of a number. BadValue where the other options ask for one as well."""
    if person or week or period:
        raise BadValue(
            "--form N says which form, so --person, --week and --period have nothing to say",
            hint=f"oncall payform show --form {number}",
        )
    return turned_in_shown(session, kept_form(session, number))
