"""The options that say which tickets are wanted, the same wherever tickets are listed or searched."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Annotated

import typer

from oncall_cli.commands.complete import handles
from oncall_cli.core.moment import day_of
from oncall_cli.core.text import one_line
from oncall_cli.core.ticket import CHANNELS, STATUS_WORDS
from oncall_cli.core.ticket import Status as Standing
from oncall_cli.core.ticket_log import channel_of, tier_of
from oncall_cli.core.week import DAY, instant
from oncall_cli.errors import BadValue
from oncall_cli.session import Session
from oncall_cli.store.wanted import Wanted

NOT_DONE: tuple[Standing, ...] = ("open", "on_it", "waiting")
LIMIT_MOST = 1_000_000
_STATUSES: dict[str, Standing] = {status.replace("_", "-"): status for status in STATUS_WORDS}

Status = Annotated[
    str | None,
    typer.Option("--status", help=f"One of {', '.join(_STATUSES)}.", autocompletion=lambda: list(_STATUSES)),
]
Tier = Annotated[str | None, typer.Option("--tier", "-t", help="Of one tier.")]
Channel = Annotated[
    str | None,
    typer.Option(
        "--channel", "-c", help=f"One of {', '.join(CHANNELS)}.", autocompletion=lambda: list(CHANNELS)
    ),
]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="HANDLE", help="In one member's hands.", autocompletion=handles),
]
Caller = Annotated[
    str | None, typer.Option("--caller", "-n", help="A part of the caller's name, number or address.")
]
Customer = Annotated[str | None, typer.Option("--customer", help="A part of the customer's name.")]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Received on this day or later, Done too.")
]
To = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="Received on this day or before, Done too.")
]
Missing = Annotated[bool, typer.Option("--missing", help="With a document that is not filed, Done too.")]
Late = Annotated[bool, typer.Option("--late", help="With a clock that has run out, Done too.")]


def wanted_of(
    session: Session,
    *,
    statuses: Sequence[Standing] = (),
    tier: str | None = None,
    channel: str | None = None,
    person: str | None = None,
    caller: str | None = None,
    customer: str | None = None,
    first: str | None = None,
    last: str | None = None,
    missing: bool = False,
    late: bool = False,
) -> Wanted:
    """What the options ask for. Of the `late` ones it has those that may be: whether a clock of theirs has
    run out says `TicketShown.is_late`. BadValue and NotFound for what no ticket can be."""
    start, end = _period(session, first, last)
    return Wanted(
        statuses=tuple(statuses),
        tier=_tier(session, tier) if tier is not None else None,
        channel=channel_of(channel) if channel is not None else None,
        assignee=session.member(person).handle if person is not None else None,
        start=start,
        end=end,
        caller=one_line(caller, "caller's name") if caller is not None else None,
        customer=one_line(customer, "customer's name") if customer is not None else None,
        missing=missing,
        unsettled=late,
    )


def status_of(text: str) -> Standing:
    """The status that `text` names; BadValue otherwise."""
    asked = _STATUSES.get(text.strip().lower().replace("_", "-").replace(" ", "-"))
    if asked is None:
        raise BadValue(f"'{text}' is not a status", hint=f"one of {', '.join(_STATUSES)}")
    return asked


def limit_of(limit: int | None, usual: int) -> int:
    """How many at most; BadValue for a number that no list can have."""
    if limit is not None and not 1 <= limit <= LIMIT_MOST:
        raise BadValue(f"--limit is a number from 1 to {LIMIT_MOST:,}, not {limit}")
    return usual if limit is None else limit


def _tier(session: Session, text: str) -> int:
    """Any tier that a policy of the team ever had can be asked for (Y2)."""
    known: dict[int, str] = {}
    for entry in session.policies.applied:
        known |= {number: rules.name for number, rules in entry.policy.tiers.items()}
    return tier_of(text, known)


def _period(session: Session, first: str | None, last: str | None) -> tuple[datetime | None, datetime | None]:
    """From the first minute of one day to the last of another, on the team's wall clock."""
    start = day_of(first, session.now, session.zone) if first is not None else None
    end = day_of(last, session.now, session.zone) if last is not None else None
    if start and end and end < start:
        raise BadValue(f"--to {end} is before --from {start}", hint="name the earlier day first")
    midnight = time()
    return (
        instant(start, midnight, session.zone) if start else None,
        instant(end + DAY, midnight, session.zone) if end else None,
    )
