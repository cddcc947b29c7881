"""Reading tickets: the queue, those of a time or of a kind, and one with its whole story."""

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Result, Watched
from oncall_cli.answers.ticket import TicketList, TicketsWritten
from oncall_cli.commands import ticket_wanted as wanted_
from oncall_cli.commands.file_options import Out, format_option
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import Number, app, found
from oncall_cli.commands.ticket_pages import PAGE, Listed, Which, listed
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.commands.ticket_wanted import NOT_DONE, limit_of, status_of, wanted_of
from oncall_cli.core.ticket import Status
from oncall_cli.documents.format import FORMATS, format_of
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

USUAL = 50
"""How many tickets are shown on screen where nothing else is said; a document has them all."""
ORDERS = ("queue", "clock")
_TITLES: dict[Which, str] = {
    "queue": "The queue",
    "deferred": "Deferred, the next to come back first",
    "newest": "Tickets, newest first",
}


@verb(app, "list")
def list_(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help="Every ticket, newest first.")] = False,
    done: Annotated[bool, typer.Option("--done", help="Those that are Done, newest first.")] = False,
    deferred: Annotated[
        bool, typer.Option("--deferred", help="Those that are put off until a time to come.")
    ] = False,
    status: wanted_.Status = None,
    tier: wanted_.Tier = None,
    channel: wanted_.Channel = None,
    person: wanted_.Person = None,
    caller: wanted_.Caller = None,
    customer: wanted_.Customer = None,
    first: wanted_.From = None,
    last: wanted_.To = None,
    missing: wanted_.Missing = False,
    late: wanted_.Late = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            help="The queue's order: queue, or clock for what runs out first.",
            autocompletion=lambda: list(ORDERS),
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help=f"How many at most; on screen {USUAL}.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Show it anew every few seconds.")] = False,
    format_: Annotated[str | None, format_option(FORMATS)] = None,
    out: Out = None,
) -> Result:
    """List the queue, or other tickets. The queue is in the order to answer it: tier 1 first, then priority,
    then the oldest; deferred ones are not in it until their time comes. Others are newest first."""
    chosen = format_of(format_, out, "tickets")
    if watch and chosen != "table":
        raise BadValue(f"--watch shows a table again and again, not {chosen}", hint="leave one of them out")
    by_clock = _is_by_clock(by)
    is_wide = bool(first is not None or last is not None or ((missing or late) and not by_clock))
    statuses = _statuses(status, is_done=done, is_all=all_, is_deferred=deferred, is_wide=is_wide)
    which: Which = "newest" if not statuses or "done" in statuses else "deferred" if deferred else "queue"
    if by_clock and which == "newest":
        raise BadValue("--by clock is an order of the queue, and that is not asked for")
    wanted = wanted_of(
        session,
        statuses=statuses,
        tier=tier,
        channel=channel,
        person=person,
        caller=caller,
        customer=customer,
        first=first,
        last=last,
        missing=missing,
        late=late,
    )
    most = limit_of(limit, USUAL)
    has_document = chosen != "table"
    found_ones = listed(
        session, wanted, which, by_clock=by_clock, limit=PAGE if has_document and limit is None else most
    )
    if has_document:
        return _document(found_ones, chosen, out, limit)
    is_narrow = bool({tier, channel, person, caller, customer, status} - {None})
    answer = _answer(session, found_ones, which, most, is_narrow=is_narrow)
    return Watched(answer) if watch else answer


@verb(app, "show")
def show(session: Session, number: Number) -> Result:
    """Show one ticket with its whole story. Its clocks, work and documents too, and what to do next."""
    return shown_one(session, found(session, number))


def _answer(session: Session, found_ones: Listed, which: Which, most: int, *, is_narrow: bool) -> TicketList:
    tickets = tuple(islice(found_ones.tickets, most))
    if found_ones.total is None:
        more = 0 if next(found_ones.tickets, None) is None else 1
    else:
        more = found_ones.total - len(tickets)
    empty = {
        "queue": "The queue has no such ticket; --all looks at every one."
        if is_narrow
        else "The queue is empty.",
        "deferred": "No such ticket is deferred." if is_narrow else "No ticket is deferred.",
        "newest": "There is no such ticket.",
    }
    back = [one.deferred_until for one in found_ones.deferred if one.deferred_until]
    return TicketList(
        tickets=tickets,
        more=more,
        counted=found_ones.total is not None,
        deferred=len(back),
        next_deferred=session.local(back[0]) if back else None,
        now=session.local(session.now),
        title=_TITLES[which],
        none=empty[which],
    )


def _document(found_ones: Listed, chosen: str, out: Path | None, limit: int | None) -> Document:
    """The tickets as a file: all of them, unless a limit was asked for."""
    from oncall_cli.documents.tickets import document_of

    count, content = document_of(islice(found_ones.tickets, limit), chosen)
    answer = TicketsWritten(tickets=count, format=chosen, out=str(out) if out else None)
    return Document(answer, content, out, f"Wrote {count} ticket{'' if count == 1 else 's'} to {out}.")


def _statuses(
    status: str | None, *, is_done: bool, is_all: bool, is_deferred: bool, is_wide: bool
) -> tuple[Status, ...]:
    """The statuses to list, none for whatever there is; BadValue where two options ask for different ones."""
    asked = status_of(status) if status is not None else None
    different = {
        "--all": is_all,
        "--deferred": is_deferred and asked in (None, "done"),
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
    if is_deferred:
        return NOT_DONE
    return () if is_all or is_wide else NOT_DONE


def _is_by_clock(by: str | None) -> bool:
    said = by.strip().lower() if by is not None else ORDERS[0]
    if said not in ORDERS:
        raise BadValue(f"'{by}' is no order of the queue", hint=f"--by is {' or '.join(ORDERS)}")
    return said == "clock"
