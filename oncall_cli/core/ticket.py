"""A request for help: what is kept of it, which states it has, and which is answered first (T1-T4, T6).

- A ticket is open, on it, waiting for the customer, or done; done can be reopened, with a reason.
- A phone call that was answered is On It from the moment it was answered.
- Done says how it was resolved. No step lies in the future, or before the one it follows.
"""

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import SerializerFunctionWrapHandler, model_serializer

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.span import Span

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

STATUS_WORDS: dict[Status, str] = {"open": "open", "on_it": "On It", "waiting": "waiting", "done": "Done"}
"""The statuses in the words that people answer with."""

DOCUMENTS = {"help_desk": "help-desk ticket", "contact_log": "contact log note", "work_order": "work order"}
"""What somebody files for a call; the fourth of T9, the pay form entry, is met by standing on a form."""
SUMMARY = 120
"""How many characters the summary of a ticket has at most."""

Because = Literal["clients", "blocked", "people", "impact"]
"""Why a priority is raised (T6): many clients are hit, there is no way to work, so many people, the impact on
the organisation."""


class About(Frozen):
    """What a deed of the story names besides its words; each kind of deed has its own few of them. `mail` is
    the number of the reply that was to be sent."""

    until: Moment | None = None
    whom: str | None = None
    how: str | None = None
    satisfied: bool | None = None
    level: int | None = None
    topic: str | None = None
    person: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    priority: int | None = None
    because: tuple[Because, ...] | None = None
    people: int | None = None
    told: bool | None = None
    mail: int | None = None

    @model_serializer(mode="wrap")
    def _said(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only what is said."""
        return {name: value for name, value in whole(self).items() if value is not None}


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
    workaround: str | None = None
    deferred_until: Moment | None = None
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
    """Something that happened to a ticket: what, when, by whom, in which words, and what it names."""

    kind: str
    moment: Moment
    person: str | None
    text: str | None = None
    about: About | None = None


def is_non_critical(channel: Channel, tier: int | None, line_tiers: set[int]) -> bool:
    """Whether the critical line was used for a tier that is not for it (T3)."""
    return channel in LINE_CHANNELS and tier is not None and tier not in line_tiers


def documents_missing(ticket: Ticket) -> list[str]:
    """Which of the filed documents a ticket still lacks, by field name (T9)."""
    return [field for field in DOCUMENTS if not getattr(ticket, field)]


def summary_of(description: str) -> str:
    """The first line of a description that says something, cut where it is long."""
    first = next((line.strip() for line in description.splitlines() if line.strip()), "")
    return first if len(first) <= SUMMARY else first[: SUMMARY - 1].rstrip() + "…"


def queue_key(ticket: Ticket) -> tuple[bool, int, datetime]:
    """Sorts tickets as they are to be answered: tier 1, then priority, then age (T6)."""
    return (ticket.tier != 1, -ticket.priority, ticket.received)
