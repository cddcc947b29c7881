"""Correcting a ticket that was logged wrongly: by the checks of a new one, without a step being taken back.

When a ticket came in can be corrected up to the first thing that was done about it. A call that turns out to
be a message, or the other way round, stands as if it had been logged like that, until a step is taken (T4).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from oncall_cli.core.span import whole_minute
from oncall_cli.core.ticket import STATUS_WORDS, Ticket, TicketEvent, Work
from oncall_cli.core.ticket_log import NEEDED, as_received, check_needed, fields_of
from oncall_cli.core.ticket_step import local
from oncall_cli.core.ticket_story import STEPS, since_receipt
from oncall_cli.errors import Refused

SAID_MOST = 40
"""How many characters of a text are repeated where a change is told."""

_WORDS = {
    "tier": "tier",
    "channel": "channel",
    "received": "received",
    "caller": "caller",
    "phone": "phone",
    "email": "email",
    "description": "description",
    "requester": "requester",
    "tell": "to be told",
    "customer": "customer",
    "location": "location",
    "affected": "affected",
    "tried": "tried",
    "error": "error",
    "first_time": "first time",
    "reference": "reference",
    "rings": "rings",
    "workaround": "workaround",
    "deferred_until": "deferred until",
    "status": "status",
    "assignee": "in the hands of",
}


def edited(before: Ticket, said: Mapping[str, str | None], **rest: object) -> Ticket:
    """The ticket with the fields that were said (blank: taken back), and others in `rest`, as they are to be.
    BadValue where a field is wrong, or one that every ticket needs would be missing."""
    given = {name: text for name, text in said.items() if text is not None}
    check_needed(
        {name: given.get(name, getattr(before, name)) for name in NEEDED},
        hint=f"nothing was changed; ticket {before.id} has to have it",
    )
    return before.model_copy(update={**fields_of(given), **rest})


def moved(before: Ticket, received: datetime, story: Sequence[TicketEvent], work: Sequence[Work]) -> datetime:
    """When a ticket came in, corrected. Refused after the first thing done about it, or after work on it
    began; a time in the minute it is known by, which people say without its seconds, changes nothing."""
    if whole_minute(received) == whole_minute(before.received):
        return before.received
    number, said = before.id, local(received, received)
    deeds = since_receipt(before, story)
    if deeds and received > deeds[0].moment:
        raise Refused(
            f"ticket {number} cannot have come in at {said}: "
            f"something was done about it at {local(deeds[0].moment, received)}",
            hint=f"oncall ticket show {number} tells what",
        )
    begun = min((one.start for one in work), default=None)
    if begun and whole_minute(received) > begun:
        raise Refused(
            f"ticket {number} cannot have come in at {said}: work on it began at {local(begun, received)}",
            hint=f"oncall ticket work {number} SPAN --remove takes back work that was told wrongly",
        )
    return received


def standing(before: Ticket, after: Ticket, story: Sequence[TicketEvent], on_duty: str | None) -> Ticket:
    """The corrected ticket with its status and moments as the correction leaves them.

    Without a step it stands as it came in; a call that was one before stays in the same hands, another is in
    those of whoever was `on_duty`. Steps stay: only On It at the receipt moves along with it, begins with it
    where this is a call after all, and is left out where it is none.
    """
    was_call, is_call = before.channel == "phone", after.channel == "phone"
    if was_call == is_call and before.received == after.received:
        return after
    steps = [event for event in since_receipt(before, story) if event.kind in STEPS]
    if not steps:
        return as_received(after, before.assignee if was_call else on_duty)
    if is_call and (not was_call or before.on_it_at == before.received):
        return after.model_copy(update={"on_it_at": after.received})
    if was_call and not is_call:
        return after.model_copy(update={"on_it_at": _answered(steps)})
    return after


def _answered(steps: Sequence[TicketEvent]) -> datetime | None:
    """When a message was first answered by On It, or by a Done that was reopened; one that was not is an
    answer by itself."""
    first = next((event for event in steps if event.kind in ("on_it", "done")), None)
    return first.moment if first and (first.kind == "on_it" or first is not steps[-1]) else None


def changes_said(before: Ticket, after: Ticket, like: datetime) -> str:
    """What a correction changed: "tier 3 → 2; caller Dana → Dana W.", with moments in the zone of `like`."""
    changed = [name for name in _WORDS if getattr(before, name) != getattr(after, name)]
    return "; ".join(_change_said(name, before, after, like) for name in changed)


def _change_said(name: str, before: Ticket, after: Ticket, like: datetime) -> str:
    old, new = (_said(name, ticket, like) for ticket in (before, after))
    return f"{_WORDS[name]} {old} → {new}" if old != new else f"{_WORDS[name]} changed after {old}"


def _said(name: str, ticket: Ticket, like: datetime) -> str:
    value = getattr(ticket, name)
    if value is None:
        return "nobody" if name == "assignee" else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return local(value, like)
    text = " ".join(STATUS_WORDS[ticket.status].split() if name == "status" else str(value).split())
    return text if len(text) <= SAID_MOST else f"{text[: SAID_MOST - 1].rstrip()}…"
