"""A pay form worked out: what a period pays one member for the weeks they held and the work they did.

A form is for an on-call week or for whole dates. Cutting a period in two never changes what is paid:
a week pays what it pays as a whole, and a period that cuts it gets its part of that (`payform_part`); calls
that are paid together are paid where the first of them began. Pooled calls alone are the period's own, since
that rule counts a period's minutes together.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from oncall_cli.core.model import Frozen
from oncall_cli.core.pay.callout import call_outs
from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.form import calls_listed, currency_of, total
from oncall_cli.core.pay.guarantee import guarantee_lines
from oncall_cli.core.pay.model import Call, CallPaid, Duty, PayLine
from oncall_cli.core.pay.rounding import cents
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform_part import by_currency, holds_all, part_of_week
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span, overlap
from oncall_cli.core.ticket import DOCUMENTS, STATUS_WORDS, Ticket, Work, documents_missing
from oncall_cli.core.ticket_work import worked_spans
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY, WEEK, instant
from oncall_cli.errors import BadValue

LONGEST = 731
"""Days of the longest period: two years."""


class Period(NamedTuple):
    """What a form is for: the dates it names, both inside, and every instant that belongs to it."""

    first: date
    last: date
    span: Span


class WeekStood(NamedTuple):
    """An on-call week from its first to its last minute, and the parts of it that one member held."""

    week: date
    span: Span
    held: tuple[Span, ...]


class FormPay(NamedTuple):
    """What a form says of money: `total` is the sum of `lines` as they are printed."""

    currency: str
    lines: tuple[PayLine, ...]
    total: Decimal
    calls: tuple[CallPaid, ...]


class Missing(Frozen):
    """What keeps a form from being final: a ticket, and what it lacks (T9)."""

    ticket: int
    what: str


def week_period(week: date, timetable: Timetable) -> Period:
    """The period of an on-call week, up to the date on which it ends."""
    held = timetable.held(week)
    return Period(week, timetable.last_day(week), held)


def dates_period(first: date, last: date, zone: ZoneInfo, after: ZoneInfo | None = None) -> Period:
    """The period of local dates, both inside, up to the midnight after them: in the zone `after` where the
    team moves that day, so that the next period begins where this one ends. BadValue where it ends before it
    begins or is too long."""
    if last < first:
        raise BadValue(
            f"the period {first}/{last} ends before it has begun", hint="write FROM/TO, the earlier first"
        )
    if (last - first).days >= LONGEST:
        raise BadValue(
            f"the period {first}/{last} is longer than two years", hint="make a form for each year"
        )
    return Period(
        first, last, Span(instant(first, time(0), zone), instant(last + DAY, time(0), after or zone))
    )


def weeks_ending_in(period: Period, timetable: Timetable) -> list[date]:
    """The weeks whose last date is one of the period's, in order."""
    first = timetable.week_of_day(period.first) - WEEK
    weeks = (first + step * WEEK for step in range((period.last - first).days // 7 + 1))
    return [week for week in weeks if period.first <= timetable.last_day(week) <= period.last]


def weeks_stood(person: str, weeks: Iterable[date], schedule: Schedule) -> list[WeekStood]:
    """The weeks in which a member is on at all, and their parts of each (C2): a whole week as one, and parts
    that follow each other as one. All members' parts of a week make the week."""
    stood = []
    for week in weeks:
        span = schedule.timetable.span(week)
        parts: list[Span] = []
        for stretch in schedule.stretches(week):
            part = overlap(stretch.span, span) if stretch.person == person else None
            if part and parts and parts[-1].end == part.start:
                parts[-1] = Span(parts[-1].start, part.end)
            elif part:
                parts.append(part)
        if parts:
            stood.append(WeekStood(week, span, tuple(parts)))
    return stood


def duties_of(week: WeekStood) -> list[Duty]:
    """The duties that a week pays: one whole week, or each part held with the week it is a part of."""
    start, end = week.span
    if week.held == (week.span,):
        return [Duty(start=start, end=end, whole_week=True, week=week.week, week_start=start, week_end=end)]
    return [
        Duty(start=part.start, end=part.end, week=week.week, week_start=start, week_end=end)
        for part in week.held
    ]


def calls_of(work: Iterable[Work], timetable: Timetable) -> list[Call]:
    """The calls that one member's work makes: its parts after hours, in whole minutes. Work in office hours
    is none. Spans that overlap on one ticket are one, so that no rule pays a minute of it twice."""
    return [
        Call(start=part.start, end=part.end, ticket=ticket)
        for (_, ticket), spans in worked_spans(work).items()
        for span in spans
        for part in timetable.after_hours_parts(span)
    ]


def form_pay(
    period: Period,
    weeks: Iterable[WeekStood],
    calls: Sequence[Call],
    rules_on: Callable[[date], PayRules],
    holidays: Container[date],
    zone: ZoneInfo,
) -> FormPay:
    """The lines of a period: standby of the member's weeks that touch it, then calls, then guaranteed hours.

    `calls` are all the member's calls in the period and in the weeks at its edges, for what a week pays can
    depend on all of its calls. Refused where the lines are in more than one currency: a week in which it
    changes is paid in each up to there and from there, by two forms.
    """
    days = PayDays(cache(rules_on), holidays, zone)
    paid = call_outs(calls, days, period.span)
    standby: list[PayLine] = []
    guaranteed: list[PayLine] = []
    for duties, currency in (part for week in weeks for part in by_currency(duties_of(week), days)):
        counted = [one for one in paid if days.rules_at(one.group.start).currency == currency]
        more = guarantee_lines(duties, counted, days, cut=not holds_all(period.span, duties))
        part = part_of_week(duties, calls, more, period.span, days)
        # A week's last morning belongs to the date before it, which another currency may have paid already.
        own = [line for line in part if days.rules_on(line.date).currency == currency]
        standby += [line for line in own if line.kind != "guarantee"]
        guaranteed += [line for line in part if line.kind == "guarantee"]
    began = [one for one in paid if period.span.start <= one.group.start < period.span.end]
    lines = [*standby, *(line for one in began for line in one.lines), *guaranteed]
    currency = currency_of(lines, days.rules_on) or rules_on(period.first).currency
    rows = calls_listed(paid, days)
    return FormPay(
        currency=currency,
        lines=tuple(line.model_copy(update={"date": max(line.date, period.first)}) for line in lines),
        total=cents(total(lines), currency),
        calls=tuple(row for row in rows if period.span.start <= row.start < period.span.end),
    )


def missing_of(tickets: Iterable[Ticket]) -> list[Missing]:
    """What the tickets on a form still lack before it can be final: an end, and documents filed (T9)."""
    lacks = []
    for ticket in sorted(tickets, key=lambda ticket: ticket.id):
        if ticket.status != "done":
            what = f"has no end: it is {STATUS_WORDS[ticket.status]}"
            lacks.append(Missing(ticket=ticket.id, what=what))
        for field in documents_missing(ticket):
            lacks.append(Missing(ticket=ticket.id, what=f"{DOCUMENTS[field]} is not filed"))
    return lacks
