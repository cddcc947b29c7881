"""Reading tickets: the queue, those of a time, and one with its whole story."""

from datetime import datetime, time
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.answers.ticket import TicketList
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import Number, app, found
from oncall_cli.commands.ticket_shown import shown_all, shown_one
from oncall_cli.core.moment import day_of
from oncall_cli.core.ticket import CHANNELS, STATUS_WORDS, Status, queue_key
from oncall_cli.core.ticket_log import channel_of, tier_of
from oncall_cli.core.week import DAY, instant
from oncall_cli.errors import BadValue
from oncall_cli.session import Session
from oncall_cli.store.tickets import Wanted

NOT_DONE: tuple[Status, ...] = ("open", "on_it", "waiting")
_STATUSES: dict[str, Status] = {status.replace("_", "-"): status for status in STATUS_WORDS}


@verb(app, "list")
def list_(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help="Every ticket, newest first.")] = False,
    done: Annotated[bool, typer.Option("--done", help="Those that are Done, newest first.")] = False,
    status: Annotated[
        str | None,
        typer.Option(
            "--status", help=f"One of {', '.join(_STATUSES)}.", autocompletion=lambda: list(_STATUSES)
        ),
    ] = None,
    tier: Annotated[str | None, typer.Option("--tier", "-t", help="Of one tier.")] = None,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel", "-c", help=f"One of {', '.join(CHANNELS)}.", autocompletion=lambda: list(CHANNELS)
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="HANDLE", help="In one member's hands.", autocompletion=handles),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Received on this day or later, Done too.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Received on this day or before, Done too.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many at most.")] = 50,
) -> Result:
    """List the queue, or other tickets. The queue is in the order to answer it: tier 1 first, then priority,
    then the oldest. Others are newest first."""
    if not 1 <= limit <= 1_000_000:
        raise BadValue(f"--limit is a number from 1 to 1,000,000, not {limit}")
    start, end = _period(session, first, last)
    wanted = Wanted(
        statuses=_statuses(status, is_done=done, is_all=all_, is_dated=bool(start or end)),
        tier=_tier(session, tier) if tier is not None else None,
        channel=channel_of(channel) if channel is not None else None,
        assignee=session.member(person).handle if person is not None else None,
        start=start,
        end=end,
    )
    kept = session.store.tickets
    count = kept.count(wanted)
    is_queue = bool(wanted.statuses) and "done" not in wanted.statuses
    found_ones = kept.matching(wanted) if is_queue else kept.newest(wanted, limit)
    tickets = sorted(found_ones, key=queue_key)[:limit] if is_queue else found_ones
    title = "The queue" if is_queue else "Tickets, newest first"
    return TicketList(tickets=shown_all(session, tickets), more=count - len(tickets), title=title)


@verb(app, "show")
def show(session: Session, number: Number) -> Result:
    """Show one ticket with its whole story. Its clocks, work and documents too, and what to do next."""
    return shown_one(session, found(session, number))


def _statuses(status: str | None, *, is_done: bool, is_all: bool, is_dated: bool) -> tuple[Status, ...]:
    """The statuses to list, none for whatever there is; BadValue where two options ask for different ones."""
    asked = _status_of(status) if status is not None else None
    different = {
        "--all": is_all,
        "--done": is_done and asked != "done",
        f"--status {status}": asked is not None and not (is_done and asked == "done"),
    }
    said = [option for option, is_said in different.items() if is_said]
    if len(said) > 1:
        raise BadValue(f"{' and '.join(said)} ask for different tickets", hint="give one of them")
    if asked is not None:
        return (asked,)
    if is_done:
        return ("done",)
    return () if is_all or is_dated else NOT_DONE


def _status_of(text: str) -> Status:
    asked = _STATUSES.get(text.strip().lower().replace("_", "-").replace(" ", "-"))
    if asked is None:
        raise BadValue(f"'{text}' is not a status", hint=f"one of {', '.join(_STATUSES)}")
    return asked


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
