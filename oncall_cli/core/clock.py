"""The clocks of a ticket: what is due when, and whether it was kept (T5, T9, T10).

An open clock is `running` until its due time and `late` after it; a closed one was `met` or `missed`. The
policy says which clocks stand still while a ticket waits for the customer, and while it is deferred: their
due time moves on by that. One that was late when the pause began stays late.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pydantic import Field

from oncall_cli.core.length import Length
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.pause import Pause, is_held, stretched
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


class TierTimes(NamedTuple):
    """What a tier has of its own: its cadence of updates (T10), and times in place of everybody's (T5)."""

    update_every: timedelta | None = None
    response: timedelta | None = None
    follow_up: timedelta | None = None


class Clock(Frozen):
    """One clock: due when, met when (nothing while it is open), and how it stands. One that is `paused`
    stands still, and is due as if that ended now."""

    name: ClockName
    due: Moment
    met: Moment | None
    state: ClockState
    paused: bool = False


def response_of(channel: Channel, rules: ClockRules, tier: TierTimes) -> timedelta | None:
    """How soon somebody is to be On It; nothing for a phone call, which is held to its rings, and for a
    channel without such a time (T5)."""
    if channel == "phone":
        return None
    return tier.response or rules.response.get(channel)


def clocks_of(
    ticket: Ticket, rules: ClockRules, tier: TierTimes, now: datetime, pauses: Sequence[Pause] = ()
) -> list[Clock]:
    """Every clock of a ticket at the moment `now`.

    A phone call is held to its rings where they were counted; every other channel to its response time,
    until On It (or Done, where that came first). The follow-up is met by one, or by Done, whose answer goes
    to the caller. Documents are met when every one that is filed has been. Updates are due on the tier's
    cadence until Done, counted from the last one or the last step, which is told to all.
    """

    def clock(name: Pausable, start: datetime, length: timedelta, met: datetime | None) -> Clock:
        causes = [cause for cause in ("waiting", "deferred") if name in getattr(rules.pauses, cause)]
        holding = [pause for pause in pauses if pause.cause in causes]
        due = stretched(start, start + length, holding, met or now)
        if met is not None:
            return Clock(name=name, due=due, met=met, state="met" if met <= due else "missed")
        state: ClockState = "running" if now <= due else "late"
        return Clock(name=name, due=due, met=None, state=state, paused=is_held(due, holding, now))

    clocks = []
    answered = min((moment for moment in (ticket.on_it_at, ticket.done_at) if moment), default=None)
    response = response_of(ticket.channel, rules, tier)
    if ticket.channel == "phone" and ticket.rings is not None:
        kept: ClockState = "met" if ticket.rings <= rules.rings else "missed"
        clocks.append(Clock(name="answer", due=ticket.received, met=ticket.received, state=kept))
    if response:
        clocks.append(clock("response", ticket.received, response, answered))
    followed = min((moment for moment in (ticket.followed_up_at, ticket.done_at) if moment), default=None)
    clocks.append(clock("follow_up", ticket.received, tier.follow_up or rules.follow_up, followed))
    clocks.append(clock("documents", ticket.received, rules.documents, ticket.documented_at))
    if tier.update_every and ticket.status != "done":
        since = max(filter(None, (ticket.updated_at, ticket.last_step_at)))
        clocks.append(clock("update", since, tier.update_every, None))
    return clocks


def next_due(clocks: Sequence[Clock]) -> Clock | None:
    """The open clock that is due first, late ones before all, or nothing. One that stands still comes after
    those that run."""
    still_open = [clock for clock in clocks if clock.met is None]
    return min(still_open, key=lambda clock: (clock.paused, clock.due), default=None)


def soonest_key(clocks: Sequence[Clock], received: datetime) -> tuple[int, datetime]:
    """Sorts tickets by the clock that comes first: the longest late one, then what runs out soonest, then
    what stands still; last those with no open clock, by age."""
    first = next_due(clocks)
    if first is None:
        return (2, received)
    return (int(first.paused), first.due)
