"""A request for help and its life (T1-T4).

- A ticket is open, on it, waiting for the customer, or done; done can be reopened, with a reason.
- A phone call that was answered is On It from the moment it was answered.
- Done says how it was resolved. No step lies in the future, or before the one it follows.
"""

from datetime import datetime
from typing import Literal, get_args

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.span import Span
from oncall_cli.errors import BadValue, Refused

Channel = Literal["phone", "voicemail", "email", "ticket", "portal", "chat", "walk-in"]
CHANNELS: dict[str, Channel] = {channel: channel for channel in get_args(Channel)}
LINE_CHANNELS: tuple[Channel, ...] = ("phone", "voicemail")
"""What comes over the critical line itself (T3)."""

Status = Literal["open", "on_it", "waiting", "done"]
Step = Literal["on_it", "wait", "done", "reopen"]

TRANSITIONS: dict[tuple[Status, Step], Status] = {
    ("open", "on_it"): "on_it",
    ("waiting", "on_it"): "on_it",
    ("on_it", "on_it"): "on_it",  # somebody else takes it over
    ("open", "wait"): "waiting",
    ("on_it", "wait"): "waiting",
    ("open", "done"): "done",
    ("on_it", "done"): "done",
    ("waiting", "done"): "done",
    ("done", "reopen"): "open",
}

Document = Literal["help_desk", "contact_log", "work_order"]
"""What somebody files for a call; the fourth of T9, the pay form entry, is met by standing on a form."""


class Ticket(Frozen):
    """One request for help: T1 is required, the rest of the fields are T2's."""

    id: int
    status: Status
    channel: Channel
    tier: int | None = None
    priority: int = 0
    received: Moment
    caller: str
    phone: str | None = None
    email: str | None = None
    description: str
    requester: str | None = None
    tell: str | None = None
    customer: str | None = None
    location: str | None = None
    affected: str | None = None
    tried: str | None = None
    error: str | None = None
    first_time: bool | None = None
    reference: str | None = None
    rings: int | None = None
    assignee: str | None = None
    on_it_at: Moment | None = None
    done_at: Moment | None = None
    followed_up_at: Moment | None = None
    documented_at: Moment | None = None
    updated_at: Moment | None = None
    last_step_at: Moment
    resolution: str | None = None
    help_desk: str | None = None
    contact_log: str | None = None
    work_order: str | None = None


class Work(Frozen):
    """A span somebody worked on a ticket."""

    ticket: int
    person: str
    start: Moment
    end: Moment

    @property
    def span(self) -> Span:
        """The span in UTC."""
        return Span(self.start, self.end)


class TicketEvent(Frozen):
    """Something that happened to a ticket: what, when, by whom, in which words."""

    kind: str
    moment: Moment
    person: str | None
    text: str | None = None


def missing_fields(
    channel: str | None, caller: str | None, phone: str | None, email: str | None, description: str | None
) -> list[str]:
    """What a ticket still needs before it can be logged, in the words of its options (T1)."""
    missing = []
    if not channel:
        missing.append("--channel")
    if not caller:
        missing.append("--caller")
    if not phone and not email:
        missing.append("--phone or --email")
    if not description:
        missing.append("--description")
    return missing


def channel_of(text: str) -> Channel:
    """The channel that `text` names; BadValue otherwise."""
    channel = CHANNELS.get(text.strip().lower().replace("_", "-").replace("walkin", "walk-in"))
    if channel is None:
        raise BadValue(f"'{text}' is not a channel", hint=f"one of {', '.join(CHANNELS)}")
    return channel


def is_non_critical(channel: Channel, tier: int | None, line_tiers: set[int]) -> bool:
    """Whether the critical line was used for a tier that is not for it (T3)."""
    return channel in LINE_CHANNELS and tier is not None and tier not in line_tiers


def next_status(ticket: Ticket, step: Step) -> Status:
    """The status after a step; Refused where the ticket's status does not allow it (T4)."""
    status = TRANSITIONS.get((ticket.status, step))
    if status is None:
        if ticket.status == "done":
            raise Refused(
                f"ticket {ticket.id} is done",
                hint=f"oncall ticket reopen {ticket.id} --reason TEXT opens it again",
            )
        if step == "reopen":
            raise Refused(f"ticket {ticket.id} is not done, so there is nothing to reopen")
        raise Refused(f"ticket {ticket.id} is {ticket.status} already")
    return status


def check_step_time(ticket: Ticket, moment: datetime, now: datetime) -> None:
    """Refused for a step in the future or before the one it follows (T4)."""
    if moment > now:
        raise Refused("a step cannot lie in the future", hint="leave --at out for now")
    if moment < ticket.last_step_at:
        raise Refused(
            f"that is before the last step of ticket {ticket.id}, at {local(ticket.last_step_at, moment)}"
        )


def check_work(span: Span, ticket: Ticket, now: datetime) -> None:
    """Refused for work in the future, before the call came, or longer than a week."""
    if span.end > now:
        raise Refused("work cannot lie in the future", hint="log it when it is over")
    if span.end <= ticket.received:
        raise Refused(f"that work is over before ticket {ticket.id} came in")
    if span.minutes > 7 * 1440:
        raise Refused("one span of work cannot be longer than a week")


def local(moment: datetime, like: datetime) -> str:
    """A moment in the zone of another one, to the minute."""
    return moment.astimezone(like.tzinfo).strftime("%Y-%m-%d %H:%M")


def queue_key(ticket: Ticket) -> tuple[bool, int, datetime]:
    """Sorts tickets as they are to be answered: tier 1, then priority, then age (T6)."""
    return (ticket.tier != 1, -ticket.priority, ticket.received)
