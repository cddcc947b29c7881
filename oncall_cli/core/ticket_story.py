"""A ticket's story, in order: what came with the ticket itself, and what was done about it since (T4).

When a ticket came in can be corrected afterwards. What is told of its receipt then moves along, and whatever
was done about it since stays where it is.
"""

from collections.abc import Sequence
from datetime import datetime

from oncall_cli.core.ticket import Ticket, TicketEvent

STEPS = ("on_it", "waiting", "done", "reopened")
_TELLING = ("follow_up", "update", "note", "document", "replied", "attached")
_DEEDS = (*STEPS, *_TELLING, "escalated", "second_call", "priority", "deferred")


def receipts(ticket: Ticket, story: Sequence[TicketEvent]) -> list[TicketEvent]:
    """What came with the ticket: that it was logged and, for a phone call, that somebody was On It at once.

    A message can be answered at the very moment it came; then its On It is a step like any other. How a
    ticket came in, as it was logged, tells the two apart; the oldest stories do not say it.
    """
    logged = next((event for event in story if event.kind == "logged"), None)
    if logged is None:
        return []
    answer = next((one for one in story if one.kind == "on_it" and one.moment == logged.moment), None)
    how = logged.about.how if logged.about else None
    is_step = how != "phone" if how else ticket.channel != "phone" and ticket.on_it_at == logged.moment
    return [logged] if answer is None or is_step else [logged, answer]


def since_receipt(ticket: Ticket, story: Sequence[TicketEvent]) -> list[TicketEvent]:
    """What was done about a ticket once it was there, in order; work is told by spans of its own."""
    came = receipts(ticket, story)
    return [event for event in story if event.kind in _DEEDS and not any(event is one for one in came)]


def as_corrected(ticket: Ticket, story: Sequence[TicketEvent]) -> list[TicketEvent]:
    """The story with the ticket's receipt at the moment it is now known to have come in. It comes before all
    else, also before what was said to have happened in the same minute, without its seconds."""
    came = receipts(ticket, story)
    rest = [event for event in story if not any(event is one for one in came)]
    since = sorted(rest, key=lambda event: event.moment)
    return [*(_at(one, ticket.received) for one in came), *since]


def _at(event: TicketEvent, moment: datetime) -> TicketEvent:
    return event.model_copy(update={"moment": moment})
