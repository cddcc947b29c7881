"""What there is to say in a reply: all that a team's template can name, and two samples to try one with."""

from collections.abc import Iterator
from itertools import product

from oncall_cli.core.model import Frozen
from oncall_cli.core.ticket import CHANNELS, STATUS_WORDS


class TicketSaid(Frozen):
    """What a template can say of the ticket; moments are on the team's clock, `summary` is the first
    paragraph of its description."""

    number: int
    status: str
    channel: str
    caller: str
    tier: int | None
    priority: int
    received: str
    summary: str
    description: str
    phone: str | None
    email: str | None
    requester: str | None
    tell: str | None
    customer: str | None
    location: str | None
    affected: str | None
    tried: str | None
    error: str | None
    reference: str | None
    help_desk: str | None
    resolution: str | None
    workaround: str | None


class MemberSaid(Frozen):
    """What a template can say of the member who writes."""

    handle: str
    name: str
    phone: str | None
    email: str | None


class TeamSaid(Frozen):
    """What a template can say of the team: its name, and the number of its line."""

    name: str
    phone: str | None


class Said(Frozen):
    """All that a template can say. `words` are what was said with the step itself: what is waited for, the
    update, why it is escalated, deferred or raised. `until` is when a deferral ends, `contact` to whom it is
    escalated, `next_update` when the next update is due; what there is not is empty."""

    ticket: TicketSaid
    caller: str
    member: MemberSaid
    team: TeamSaid
    words: str | None = None
    resolution: str | None = None
    workaround: str | None = None
    until: str | None = None
    contact: str | None = None
    next_update: str | None = None


_NAMED = ("words", "resolution", "workaround", "until", "contact", "next_update")
_NUMBERS = {"number": 12, "tier": 2, "priority": 1}
_TEXTS = ("status", "channel", "caller", "received", "summary", "description")
_ALL = Said(
    ticket=TicketSaid.model_validate(dict.fromkeys(TicketSaid.model_fields, "some text") | _NUMBERS),
    caller="Dana Fox",
    member=MemberSaid(handle="ana", name="Ana Ruiz", phone="555-0100", email="ana@example.com"),
    team=TeamSaid(name="Support", phone="555-0199"),
    **dict.fromkeys(_NAMED, "some text"),
)
_LEAST = Said(
    ticket=TicketSaid.model_validate(
        dict.fromkeys(TicketSaid.model_fields)
        | dict.fromkeys(_TEXTS, "some text")
        | _NUMBERS
        | {"tier": None}
    ),
    caller="Dana Fox",
    member=MemberSaid(handle="ana", name="Ana Ruiz", phone=None, email=None),
    team=TeamSaid(name="Support", phone=None),
)
SAMPLES = (_ALL, _LEAST)
"""All there can be to say, and the least."""


def every_sample() -> Iterator[Said]:
    """The samples, and each as if of a ticket of every tier, channel and status."""
    yield from SAMPLES
    tickets = product((None, 1, 2, 3, 4), CHANNELS, STATUS_WORDS.values())
    for said, (tier, channel, status) in product(SAMPLES, tuple(tickets)):
        differs = {"tier": tier, "channel": channel, "status": status}
        yield said.model_copy(update={"ticket": said.ticket.model_copy(update=differs)})
