"""Which pay forms are to be turned in, since when one is late, and which form speaks for its period.

A week is owed by whoever stood by in it or had a call after hours in it, as far as none of their forms that
stand holds that time: a form for a month holds the weeks in it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Literal, NamedTuple

from oncall_cli.core.pay.model import Call
from oncall_cli.core.payform import calls_of
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.reminder import once_ended
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span, overlap, whole_minute, without
from oncall_cli.core.ticket import Work
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK

ListedState = Literal["running", "due", "late", "submitted", "approved", "sent_back"]


class Owed(NamedTuple):
    """What a member has not turned in of a week: the time that no form holds (`left`), the tickets of calls
    in it, and the forms for other dates that hold the rest of it."""

    week: date
    person: str
    left: tuple[Span, ...]
    tickets: tuple[int, ...]
    partly_in: tuple[int, ...]


class Spoken(NamedTuple):
    """The form that speaks for a member's period; what was sent back there after it, or is itself."""

    form: TurnedIn
    sent_back: TurnedIn | None


def due_moment(last: date, end: datetime, timetable: Timetable, clock_on: Callable[[date], time]) -> datetime:
    """When the form of a period is to be turned in, in UTC: the first morning after a week has ended that is
    not before the period's own `end`. `clock_on` gives the time of day for the week of a date."""
    week = timetable.week_of_day(last) - WEEK
    while True:
        zone = timetable.on(week).shape.zone
        due = once_ended(week, timetable.span(week), clock_on(week), zone)
        if due >= end:
            return due
        week += WEEK


def draft_state(end: datetime, due: datetime, now: datetime) -> Literal["running", "due", "late"]:
    """How a form stands that was not turned in; the minute at which it is due is in time."""
    if now < end:
        return "running"
    return "late" if whole_minute(now) > due else "due"


def spoken_for(forms: Iterable[TurnedIn]) -> list[Spoken]:
    """What speaks for each period of each member: the latest form that stands, else the last one where that
    was sent back. One that a manager sent back after the one that stands is named with it."""
    periods: dict[tuple[str, Span], list[TurnedIn]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: form.id):
        periods[form.person, form.span].append(form)
    found = []
    for of_period in periods.values():
        last = of_period[-1] if of_period[-1].state == "sent_back" else None
        speaks = next((form for form in reversed(of_period) if form.standing), last)
        if speaks:
            found.append(Spoken(speaks, last))
    return found


def calls_by_person(work: Iterable[Work], timetable: Timetable) -> dict[str, list[Call]]:
    """Every member's calls after hours."""
    told: dict[str, list[Work]] = defaultdict(list)
    for one in work:
        told[one.person].append(one)
    return {person: calls_of(own, timetable) for person, own in told.items()}


def owed(
    weeks: Iterable[date],
    schedule: Schedule,
    calls: Mapping[str, Sequence[Call]],
    forms: Iterable[TurnedIn],
) -> list[Owed]:
    """Who has what left to turn in of each week, by week and member; `forms` hold all of their time."""
    held_by: dict[str, list[TurnedIn]] = defaultdict(list)
    for form in forms:
        held_by[form.person].append(form)
    in_order = {person: sorted(own, key=_start) for person, own in calls.items()}
    found = []
    for week in weeks:
        span = schedule.timetable.held(week)
        stood: dict[str, list[Span]] = defaultdict(list)
        for stretch in schedule.stretches(week):
            stood[stretch.person].append(stretch.span)
        called = {person: begun for person, own in in_order.items() if (begun := _begun_in(span, own))}
        for person in sorted({*stood, *called}):
            holding = [form for form in held_by[person] if overlap(form.span, span)]
            holes = [form.span for form in holding]
            open_calls = [
                call for call in called.get(person, ()) if not any(_holds(hole, call) for hole in holes)
            ]
            left = [part for whole in stood[person] for part in without(whole, holes)]
            left += [Span(call.start, call.end) for call in open_calls]
            if left:
                tickets = {call.ticket for call in open_calls if call.ticket is not None}
                partly_in = tuple(form.id for form in holding)
                found.append(Owed(week, person, tuple(left), tuple(sorted(tickets)), partly_in))
    return found


def _start(call: Call) -> datetime:
    return call.start


def _begun_in(span: Span, calls: Sequence[Call]) -> Sequence[Call]:
    """Those of a member's calls, in order, that began inside a span: they belong to it whole."""
    return calls[bisect_left(calls, span.start, key=_start) : bisect_left(calls, span.end, key=_start)]


def _holds(span: Span, call: Call) -> bool:
    return span.start <= call.start < span.end
