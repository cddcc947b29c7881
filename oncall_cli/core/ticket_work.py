"""Work on a ticket: which spans can be told, what kind each is, and on whose form they put the call (T9, A).

Spans of one member may overlap: on one ticket pay counts a minute once, on two it is for the rule to merge.
The very same span twice is a slip of the hand, and refused.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from oncall_cli.core.span import Span, overlap, whole_minute
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.core.ticket_step import local
from oncall_cli.core.timetable import Timetable
from oncall_cli.errors import Refused

WorkKind = Literal["call_out", "office"]
LONGEST = 7 * 1440


def check_work(span: Span, ticket: Ticket, now: datetime) -> None:
    """Refused for work in the future, begun before the call came, or longer than a week; times are told in
    the zone of `now`."""
    read = f"work from {local(span.start, now)} to {local(span.end, now)}"
    if span.start > now:
        raise Refused(f"{read} lies in the future", hint="tell it when it is over")
    if span.end > now:
        raise Refused(
            f"that reads as {read}, and its end lies in the future",
            hint="tell it when it is over; START/END begins with the earlier",
        )
    if span.start < whole_minute(ticket.received):
        earlier = f"--received {typed(span.start, now)}"
        raise Refused(
            f"{read} begins before ticket {ticket.id} came in, at {local(ticket.received, now)}"
            if ticket.id
            else f"{read} begins before the ticket came in, at {local(ticket.received, now)}",
            hint=f"did it come in earlier? oncall ticket edit {ticket.id} {earlier}; "
            "a new ticket is logged with --received"
            if ticket.id
            else f"did it come in earlier? {earlier}",
        )
    if span.minutes > LONGEST:
        raise Refused("one span of work cannot be longer than a week", hint="tell it day by day")


def typed(moment: datetime, now: datetime) -> str:
    """A past moment as somebody would type it, with its date where it is not today's."""
    wall = moment.astimezone(now.tzinfo)
    return f"{wall:%H:%M}" if wall.date() == now.date() else f"{wall:%Y-%m-%dT%H:%M}"


def check_new_work(work: Work, told: Sequence[Work]) -> None:
    """Refused where the same person's same span is there already."""
    if work in told:
        raise Refused(
            f"that work of {work.person} on ticket {work.ticket} is there already",
            hint=f"oncall ticket show {work.ticket} lists it",
        )


def overlapping(work: Work, told: Sequence[Work]) -> list[Work]:
    """The same person's work that shares minutes with a span."""
    return [other for other in told if other.person == work.person and overlap(other.span, work.span)]


def kind_of(span: Span, timetable: Timetable) -> WorkKind:
    """A call-out when any minute of it is after hours (W3)."""
    return "call_out" if timetable.after_hours_parts(span) else "office"


def worked_spans(work: Iterable[Work]) -> dict[tuple[str, int], list[Span]]:
    """What each member worked on each ticket, in whole minutes and order: spans that share minutes are made
    one, so that nothing counts a minute of one ticket twice; spans that only touch stay two."""
    told: dict[tuple[str, int], list[Span]] = {}
    for one in sorted(work, key=lambda one: (one.start, one.end)):
        span = Span(whole_minute(one.start), whole_minute(one.end))
        spans = told.setdefault((one.person, one.ticket), [])
        if spans and span.start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return told


def form_week(spans: Sequence[Span], timetable: Timetable) -> date | None:
    """The first week with after-hours work, on whose pay form a call stands; or nothing (T9)."""
    parts = [part for span in spans for part in timetable.after_hours_parts(span)]
    return timetable.week_at(min(parts).start) if parts else None
