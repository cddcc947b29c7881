"""A member's pay form for a period as it is today, put together from the store."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import PurePath
from zoneinfo import ZoneInfo

from oncall_cli.answers.payform import CallShown, FormWeek, PayForm, PeriodShown, totals_of
from oncall_cli.commands.payform_owed import due_of
from oncall_cli.commands.weeks import covers_shown, holidays_in
from oncall_cli.core.base_rate import rate_on, rules_at_rate
from oncall_cli.core.member import Member
from oncall_cli.core.pay.model import CallPaid
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform import (
    Period,
    calls_of,
    form_pay,
    missing_of,
    weeks_stood,
)
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import overlap
from oncall_cli.core.ticket import Ticket
from oncall_cli.core.week import DAY, WEEK
from oncall_cli.session import Session

EDGE = timedelta(days=16)
"""How far calls are read beyond a period: the weeks at its edges, and one more, whole."""
SUMMARY = 120


def drafted(
    session: Session, member: Member, period: Period, of_week: date | None, *, lasting: bool = False
) -> PayForm:
    """A member's form as today's tickets and rules make it, whatever was turned in. A `lasting` one of a
    period that has ended tells nothing that is only so today: that a week at its edge still runs."""
    schedule = session.schedule(period.first - WEEK, period.last + WEEK)
    timetable, policies = schedule.timetable, session.policies
    zone = policies.on(period.first).zone
    weeks = _weeks(schedule, period)
    stood = weeks_stood(member.handle, weeks, schedule)
    work = session.store.tickets.work_of(member.handle, period.span.start - EDGE, period.span.end + EDGE)
    pay = form_pay(
        period,
        stood,
        calls_of(work, timetable),
        _rules_on(session, member.handle),
        timetable.holidays,
        zone,
    )
    tickets = _tickets(session, pay.calls)
    others = {number: _others(session, number, member.handle) for number in tickets}
    called = {timetable.week_at(call.start) for call in pay.calls}
    on = {one.week for one in stood}
    own = {day for day in weeks if schedule.owner(day) == member.handle}
    listed = [day for day in weeks if day in {of_week, *on, *own, *called}]
    names = {one.handle: one.name for one in session.store.members.all()}
    shown = tuple(
        _week(session, schedule, day, member.handle if day in on else None, names, zone) for day in listed
    )
    if lasting:
        shown = tuple(week.model_copy(update={"stage": "ended"}) for week in shown)
    return PayForm(
        person=member.handle,
        name=member.name,
        payroll=member.payroll,
        team=policies.on(period.first).team.name,
        timezone=zone.key,
        period=PeriodShown(first=period.first, last=period.last),
        week=of_week,
        state="draft",
        policy=_policy_said(session, period),
        currency=pay.currency,
        due=due_of(session, period.last, period.span.end, schedule).astimezone(zone),
        weeks=shown,
        lines=pay.lines,
        totals=totals_of(pay.lines),
        total=pay.total,
        calls=tuple(_call(call, tickets, others, zone) for call in pay.calls),
        missing=tuple(missing_of(tickets.values())),
        notes=tuple(_notes(session, member, shown, of_week, period)),
        locale=policies.on(period.first).team.locale,
    )


def _rules_on(session: Session, person: str) -> Callable[[date], PayRules]:
    """The rules that held for a member on a date, their own base rate in them."""
    policies, rates = session.policies, session.store.base_rates.of(person)
    return lambda day: rules_at_rate(policies.on(day).pay, rate_on(rates, day))


def _weeks(schedule: Schedule, period: Period) -> list[date]:
    """The weeks that share an instant with the period, in order."""
    first = schedule.timetable.week_of_day(period.first) - WEEK
    steps = (period.last - first).days // 7 + 1
    weeks = [first + step * WEEK for step in range(steps)]
    return [week for week in weeks if overlap(schedule.timetable.held(week), period.span)]


def _week(
    session: Session, schedule: Schedule, day: date, paid: str | None, names: dict[str, str], zone: ZoneInfo
) -> FormWeek:
    held, span = schedule.held(day), schedule.timetable.span(day)
    owner = held.person if held else None
    now = session.now
    return FormWeek(
        week=day,
        start=span.start.astimezone(zone),
        end=span.end.astimezone(zone),
        owner=owner,
        name=names.get(owner) if owner else None,
        person=paid,
        state="published" if held and held.published else "projected",
        ordered=held.ordered if held else None,
        was=held.was if held else None,
        cause=held.cause if held else None,
        reason=held.reason if held else None,
        swap=held.swap if held else None,
        cover=covers_shown(schedule, day, zone),
        holidays=tuple(holidays_in(schedule, day)),
        stage="coming"
        if now < span.start
        else "running"
        if now < schedule.timetable.held(day).end
        else "ended",
    )


def _tickets(session: Session, calls: Sequence[CallPaid]) -> dict[int, Ticket]:
    numbers = {call.ticket for call in calls if call.ticket is not None}
    found = (session.store.tickets.find(number) for number in sorted(numbers))
    return {ticket.id: ticket for ticket in found if ticket}


def _others(session: Session, ticket: int, person: str) -> tuple[str, ...]:
    return tuple(sorted({work.person for work in session.store.tickets.work_on(ticket)} - {person}))


def _call(
    call: CallPaid, tickets: dict[int, Ticket], others: dict[int, tuple[str, ...]], zone: ZoneInfo
) -> CallShown:
    ticket = tickets.get(call.ticket) if call.ticket is not None else None
    start = call.start.astimezone(zone)
    return CallShown(
        ticket=call.ticket,
        date=start.date(),
        start=start,
        end=call.end.astimezone(zone),
        caller=ticket.caller if ticket else None,
        summary=_summary(ticket.description) if ticket else None,
        reference=ticket.reference if ticket else None,
        others=others[ticket.id] if ticket else (),
        worked=call.worked,
        paid=call.paid,
        amount=call.amount,
        why=call.why,
    )


def _summary(description: str) -> str:
    """The first line of a description that says something, cut where it is long."""
    first = next((line.strip() for line in description.splitlines() if line.strip()), "")
    return first if len(first) <= SUMMARY else first[: SUMMARY - 1] + "…"


def _policy_said(session: Session, period: Period) -> str:
    """Every policy that held in the period: its number, since when, and the file it came from."""
    dates = [period.first + step * DAY for step in range((period.last - period.first).days + 1)]
    entries = {entry.id: entry for entry in map(session.policies.dated_on, dates)}
    return "; ".join(
        f"policy {entry.id}"
        + (f", from {entry.holds_from}" if entry.holds_from != date.min else "")
        + f" ({PurePath(entry.source).name})"
        for entry in entries.values()
    )


def _notes(
    session: Session, member: Member, weeks: Sequence[FormWeek], of_week: date | None, period: Period
) -> list[str]:
    """What a reader has to know of the weeks: one that runs, those to come, one that is somebody else's."""
    notes = []
    for week in weeks:
        if week.stage == "running":
            notes.append(f"week {week.week} runs until {week.end:%a %Y-%m-%d %H:%M}: this is the form so far")
        if week.week == of_week and week.person is None:
            whose = f"is {week.owner}'s" if week.owner else "has no owner"
            if week.owner == member.handle:
                whose = "is covered from its first minute to its last"
            notes.append(f"week {week.week} {whose}: only the calls of {member.handle} are paid")
    coming = [week for week in weeks if week.stage == "coming" and week.person]
    if coming:
        named = f"week {coming[0].week} has" if len(coming) == 1 else f"{len(coming)} of the weeks have"
        owned = " and may still change owner" if any(week.state == "projected" for week in coming) else ""
        notes.append(f"{named} not begun{owned}: standby is shown as it would be paid")
    if session.policies.on(period.first).pay == PayRules():
        notes.append("the policy has no [pay] table, so nothing is paid")
    return notes
