"""When a ticket stands still: while it waits for the customer, and while it is deferred (T3, T5).

- Waiting begins with the step that says so and ends with the next step.
- A deferral ends at the moment it was deferred to, or with the next step or the next deferral before that.

Deeds count by the moment they happened, whenever they were told. Where a step was told after a deferral that
it came before, the ticket was worked on all along, and the deferral holds nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from oncall_cli.core.ticket import Ticket, TicketEvent
from oncall_cli.core.ticket_story import STEPS

Cause = Literal["waiting", "deferred"]


class Pause(NamedTuple):
    """From `start` up to `end`, or still going on; both aware."""

    start: datetime
    end: datetime | None
    cause: Cause


def pauses_of(ticket: Ticket, story: Sequence[TicketEvent]) -> list[Pause]:
    """When a ticket stood still, and why, by its beginnings. Causes may overlap, and a deferral's end may
    still be to come."""
    deeds = sorted(
        (event for event in story if event.kind in (*STEPS, "deferred")), key=lambda event: event.moment
    )
    found = []
    for number, deed in enumerate(deeds):
        later = deeds[number + 1 :]
        if deed.kind == "waiting":
            found.append(Pause(deed.moment, _first(later, STEPS), "waiting"))
        if deed.kind == "deferred":
            ended = _first(later, (*STEPS, "deferred"))
            if ended or ticket.deferred_until:
                until = deed.about.until if deed.about else None
                found.append(Pause(deed.moment, min(filter(None, (until, ended)), default=None), "deferred"))
    return [pause for pause in found if pause.end is None or pause.start < pause.end]


def _first(later: Sequence[TicketEvent], kinds: Sequence[str]) -> datetime | None:
    return next((event.moment for event in later if event.kind in kinds), None)


def stretched(start: datetime, due: datetime, pauses: Iterable[Pause], until: datetime) -> datetime:
    """A due time, moved by how long a clock that began at `start` stood still before it ran out, as known at
    `until`. Time in which two causes hold it counts once. A pause that begins at the very moment a clock is
    due is in time, as an answer at that moment is; one that begins later changes nothing."""
    counted = start
    for pause in sorted(pauses, key=lambda pause: pause.start):
        begins = max(pause.start, counted)
        ends = min(pause.end or until, until)
        if begins > due:
            break
        if begins < ends:
            due += ends - begins
            counted = ends
    return due


def is_held(due: datetime, pauses: Iterable[Pause], moment: datetime) -> bool:
    """Whether a clock that is due then (as `stretched` says) stands still at a moment."""
    return due >= moment and any(
        pause.start <= moment and (pause.end is None or moment < pause.end) for pause in pauses
    )


def is_deferred(ticket: Ticket, moment: datetime) -> bool:
    """Whether a ticket is put off at a moment: nobody has to look at it before its time comes (T3)."""
    return ticket.deferred_until is not None and moment < ticket.deferred_until


def put_off(tickets: Iterable[Ticket], moment: datetime) -> tuple[list[Ticket], list[Ticket]]:
    """The tickets that are there to be answered, and those that are deferred, the next to come first."""
    there: list[Ticket] = []
    deferred: list[Ticket] = []
    for ticket in tickets:
        (deferred if is_deferred(ticket, moment) else there).append(ticket)
    return there, sorted(deferred, key=lambda ticket: ticket.deferred_until or moment)
