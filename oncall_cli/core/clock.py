"""The clocks of a ticket: what is due when, and whether it was kept (T5, T9, T10).

An open clock is `running` until its due time and `late` after it; a closed one was `met` or `missed`.
"""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from oncall_cli.core.length import Length
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.ticket import Channel, Ticket

ClockName = Literal["answer", "response", "follow_up", "documents", "update"]
ClockState = Literal["running", "met", "late", "missed"]


Pausable = Literal["response", "follow_up", "documents", "update"]


class Pauses(Frozen):
    """Which clocks stand still while a ticket waits for the customer, and while it is deferred."""

    waiting: tuple[Pausable, ...] = ()
    deferred: tuple[Pausable, ...] = ()


class ClockRules(Frozen):
    """How fast: rings before an answer, the response per channel, and two that count from the call; and
    when they stand still."""

    rings: int = Field(ge=1, le=60, strict=True)
    response: dict[Channel, Length]
    follow_up: Length
    documents: Length
    pauses: Pauses = Pauses()


class Clock(Frozen):
    """One clock: due when, met when (nothing while it is open), and how it stands."""

    name: ClockName
    due: Moment
    met: Moment | None
    state: ClockState


def _clock(name: ClockName, due: datetime, met: datetime | None, now: datetime) -> Clock:
    if met is None:
        return Clock(name=name, due=due, met=None, state="running" if now <= due else "late")
    return Clock(name=name, due=due, met=met, state="met" if met <= due else "missed")


def clocks_of(
    ticket: Ticket, rules: ClockRules, update_every: timedelta | None, now: datetime
) -> list[Clock]:
    """Every clock of a ticket at the moment `now`.

    A phone call is held to its rings where they were counted; every other channel to its response time,
    until On It (or Done, where that came first). The follow-up is met by one, or by Done, whose answer goes
    to the caller. Documents are met when every one that is filed has been. Updates are due on the tier's
    cadence (`update_every`) until Done, counted from the last one or the last step, which is told to all.
    """
    clocks = []
    answered = min((moment for moment in (ticket.on_it_at, ticket.done_at) if moment), default=None)
    if ticket.channel == "phone":
        if ticket.rings is not None:
            kept = ticket.rings <= rules.rings
            state: ClockState = "met" if kept else "missed"
            clocks.append(Clock(name="answer", due=ticket.received, met=ticket.received, state=state))
    elif ticket.channel in rules.response:
        clocks.append(_clock("response", ticket.received + rules.response[ticket.channel], answered, now))
    followed = min((moment for moment in (ticket.followed_up_at, ticket.done_at) if moment), default=None)
    clocks.append(_clock("follow_up", ticket.received + rules.follow_up, followed, now))
    clocks.append(_clock("documents", ticket.received + rules.documents, ticket.documented_at, now))
    if update_every and ticket.status != "done":
        since = max(filter(None, (ticket.updated_at, ticket.last_step_at)))
        clocks.append(_clock("update", since + update_every, None, now))
    return clocks


def next_due(clocks: list[Clock]) -> Clock | None:
    """The open clock that is due first, late ones before all, or nothing."""
    return min((clock for clock in clocks if clock.met is None), key=lambda clock: clock.due, default=None)
