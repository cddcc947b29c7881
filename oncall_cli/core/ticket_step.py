"""The steps of a ticket's life: each takes the ticket as it is and gives it as it then stands (T4).

A step never lies in the future or before the one it follows. What a clock was met by stays met when a
ticket is reopened: the caller was answered, even if the trouble came back.
"""

from datetime import datetime

from oncall_cli.core.span import whole_minute
from oncall_cli.core.ticket import (
    DOCUMENTS,
    STATUS_WORDS,
    TRANSITIONS,
    Status,
    Step,
    Ticket,
    documents_missing,
)
from oncall_cli.errors import Refused


def next_status(ticket: Ticket, step: Step) -> Status:
    """The status after a step; Refused where the ticket's status does not allow it (T4)."""
    status = TRANSITIONS.get((ticket.status, step))
    if status is not None:
        return status
    check_not_done(ticket)
    if step == "reopen":
        raise Refused(
            f"ticket {ticket.id} is {STATUS_WORDS[ticket.status]}, so there is nothing to reopen",
            hint=f"oncall ticket show {ticket.id}",
        )
    raise Refused(
        f"ticket {ticket.id} is {STATUS_WORDS[ticket.status]} already",
        hint=f"oncall ticket note {ticket.id} TEXT adds to it; "
        f"oncall ticket on-it {ticket.id} takes it up again",
    )


def check_not_done(ticket: Ticket) -> None:
    """Refused for a ticket that is Done; the way on is to open it again."""
    if ticket.status == "done":
        raise Refused(
            f"ticket {ticket.id} is Done",
            hint=f"oncall ticket reopen {ticket.id} --reason TEXT opens it again",
        )


def step_moment(ticket: Ticket, moment: datetime, now: datetime) -> datetime:
    """When a step was taken. Refused in the future, or before the step it follows; a time in the same minute
    as that step, which people say without its seconds, is taken as the step's own."""
    return _after(ticket.last_step_at, moment, now, f"the last step of ticket {ticket.id}")


def told_moment(ticket: Ticket, moment: datetime, now: datetime) -> datetime:
    """When somebody spoke with the caller. Refused in the future, or before the ticket came in."""
    return _after(ticket.received, moment, now, f"ticket {ticket.id} came in")


def _after(earliest: datetime, moment: datetime, now: datetime, what: str) -> datetime:
    if moment > now:
        raise Refused(
            f"{local(moment, moment)} lies in the future", hint="leave --at out where it happened just now"
        )
    if whole_minute(moment) < whole_minute(earliest):
        raise Refused(f"{local(moment, moment)} is before {what}, at {local(earliest, moment)}")
    return max(moment, earliest)


def on_it(ticket: Ticket, person: str, moment: datetime) -> Ticket:
    """The ticket in the hands of `person`. `on_it_at` stays the first time anybody was On It (T5)."""
    return _stepped(ticket, "on_it", moment, assignee=person, on_it_at=ticket.on_it_at or moment)


def waiting(ticket: Ticket, moment: datetime) -> Ticket:
    """The ticket while the customer has to act."""
    return _stepped(ticket, "wait", moment)


def done(ticket: Ticket, person: str, resolution: str, moment: datetime) -> Ticket:
    """The ticket resolved; it is `person`'s where it was nobody's."""
    return _stepped(
        ticket, "done", moment, done_at=moment, resolution=resolution, assignee=ticket.assignee or person
    )


def reopened(ticket: Ticket, moment: datetime) -> Ticket:
    """The ticket open again, with nobody's clock set back: Done had answered the caller."""
    return _stepped(
        ticket,
        "reopen",
        moment,
        done_at=None,
        resolution=None,
        on_it_at=ticket.on_it_at or ticket.done_at,
        followed_up_at=min(filter(None, (ticket.followed_up_at, ticket.done_at)), default=None),
    )


def _stepped(ticket: Ticket, step: Step, moment: datetime, **changes: object) -> Ticket:
    status = next_status(ticket, step)
    begun = {"status": status, "last_step_at": moment, "deferred_until": None}
    return ticket.model_copy(update={**begun, **changes})


def followed_up(ticket: Ticket, moment: datetime) -> Ticket:
    """The ticket after somebody spoke with the caller; the first time is what its clock asks for (T5)."""
    first = min(filter(None, (ticket.followed_up_at, moment)))
    return ticket.model_copy(update={"followed_up_at": first})


def updated(ticket: Ticket, moment: datetime, workaround: str | None = None) -> Ticket:
    """The ticket after the requester was told how it stands; the next update counts from the last (T10). A
    workaround stays the one that was told before where none is told."""
    last = max(filter(None, (ticket.updated_at, moment)))
    return ticket.model_copy(update={"updated_at": last, "workaround": workaround or ticket.workaround})


def documented(ticket: Ticket, references: dict[str, str | None], moment: datetime) -> Ticket:
    """The ticket with references to its documents; nothing takes one back. They are complete from the moment
    the last one was filed (T9)."""
    if not references.keys() <= DOCUMENTS.keys():
        raise ValueError(f"no such document among {sorted(references)}")
    changed = ticket.model_copy(update=references)
    complete = None if documents_missing(changed) else ticket.documented_at or moment
    return changed.model_copy(update={"documented_at": complete})


def local(moment: datetime, like: datetime) -> str:
    """A moment in the zone of another one, to the minute."""
    return moment.astimezone(like.tzinfo).strftime("%Y-%m-%d %H:%M")
