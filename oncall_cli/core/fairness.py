"""How the weeks of a time are spread over the members, beside an even share of them (R7)."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from fractions import Fraction

from oncall_cli.core.rotation import Order, order_for
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span, overlap
from oncall_cli.core.ticket import Work
from oncall_cli.core.ticket_work import worked_spans
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY, WEEK, instant

_SATURDAY = 5


@dataclass
class Burden:
    """What one member had of a time: weeks owned, their even share of all, weeks of theirs with a holiday,
    weekends they were on for, minutes they covered in others' weeks, call-outs, and the longest run of whole
    weeks in which they were not on at all."""

    person: str
    weeks: int = 0
    share: Fraction = field(default_factory=Fraction)
    holiday_weeks: int = 0
    weekends: int = 0
    cover_minutes: int = 0
    call_outs: int = 0
    longest_rest: int = 0


def burdens(
    schedule: Schedule,
    weeks: Sequence[date],
    work: Iterable[Work],
    holiday_weeks: Container[date],
    leaves: Mapping[str, date],
) -> list[Burden]:
    """What each member had of the weeks, by handle: everybody who had, covered or was called in any of them,
    or whom the order counts. The schedule reaches one week beyond them on both sides."""
    found: dict[str, Burden] = {}

    def of(person: str) -> Burden:
        return found.setdefault(person, Burden(person))

    for week in weeks:
        owner = schedule.owner(week)
        if owner:
            of(owner).weeks += 1
            of(owner).holiday_weeks += week in holiday_weeks
        for stretch in schedule.stretches(week):
            # As pay counts it: the last minute of a week is its end.
            covered = overlap(stretch.span, schedule.timetable.span(week))
            if stretch.person != owner and covered:
                of(stretch.person).cover_minutes += covered.minutes
        covering = weekend_of(week, schedule)
        if covering:
            of(covering).weekends += 1
    for person, share in shares(schedule, weeks, leaves).items():
        of(person).share = share
    for person, count in _call_outs(work, schedule.timetable, _time_of(weeks, schedule)).items():
        of(person).call_outs = count
    rests = longest_rests(schedule, weeks, found)
    for person, rest in rests.items():
        of(person).longest_rest = rest
    return [found[person] for person in sorted(found)]


def shares(schedule: Schedule, weeks: Sequence[date], leaves: Mapping[str, date]) -> dict[str, Fraction]:
    """An even share of the weeks: of each, one part for every member of the round that it belongs to, less
    those who leave before it ends. Where no order holds and somebody has the week all the same, those who
    have a week share it."""
    owners = {owner for week in weeks if (owner := schedule.owner(week))}
    found: dict[str, Fraction] = {}
    for week in weeks:
        order = order_for(week, schedule.orders, schedule.timetable)
        takers = _round_of(order, schedule.orders) if order else owners if schedule.owner(week) else ()
        ends = schedule.timetable.last_day(week)
        among = [person for person in takers if leaves.get(person, ends) >= ends] or list(takers)
        for person in among:
            found[person] = found.get(person, Fraction()) + Fraction(1, len(among))
    return found


def _round_of(order: Order, orders: Sequence[Order]) -> tuple[str, ...]:
    """Who takes turns around the weeks of an order. Where somebody left, short orders fill a hole, and the
    round is the longest of those made with them."""
    if order.reason is None:
        return order.handles
    together = [one for one in orders if (one.made, one.reason) == (order.made, order.reason)]
    return max([order, *together], key=lambda one: len(one.handles)).handles


def weekend_of(week: date, schedule: Schedule) -> str | None:
    """Who is on for the longer part of the Saturday and Sunday that begin in the week's seven days; of two
    with as much, the earlier. Nobody where nobody has it."""
    saturday = week + timedelta(days=(_SATURDAY - week.weekday()) % 7)
    zone = schedule.timetable.on(saturday).shape.zone
    weekend = Span(instant(saturday, time(0), zone), instant(saturday + 2 * DAY, time(0), zone))
    on: dict[str, timedelta] = {}
    for near in (week - WEEK, week, week + WEEK):
        for stretch in schedule.stretches(near):
            part = overlap(stretch.span, weekend)
            if part:
                on[stretch.person] = on.get(stretch.person, timedelta()) + (part.end - part.start)
    return max(on, key=lambda person: on[person], default=None)


def longest_rests(schedule: Schedule, weeks: Sequence[date], people: Iterable[str]) -> dict[str, int]:
    """The longest run of the weeks in which each member was not on for a minute. Weeks before the first that
    anybody had, and after the last, are nobody's rest."""
    owned = [week for week in weeks if schedule.owner(week)]
    lived = [week for week in weeks if owned and owned[0] <= week <= owned[-1]]
    on = [{stretch.person for stretch in schedule.stretches(week)} for week in lived]
    rests = {}
    for person in people:
        longest = run = 0
        for those in on:
            run = 0 if person in those else run + 1
            longest = max(longest, run)
        rests[person] = longest
    return rests


def _time_of(weeks: Sequence[date], schedule: Schedule) -> Span:
    return Span(schedule.timetable.held(weeks[0]).start, schedule.timetable.held(weeks[-1]).end)


def _call_outs(work: Iterable[Work], timetable: Timetable, time_: Span) -> dict[str, int]:
    """How often each member was called out in a time: spans of work that begin in it and have a part after
    hours. Spans of one ticket that overlap are one call."""
    counts: dict[str, int] = {}
    for (person, _), spans in worked_spans(work).items():
        for span in spans:
            if time_.start <= span.start < time_.end and timetable.after_hours_parts(span):
                counts[person] = counts.get(person, 0) + 1
    return counts
