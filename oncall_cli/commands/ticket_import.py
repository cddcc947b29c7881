"""Taking over a past log of tickets: all of it, or nothing where a row is wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.ticket_import import TicketsImported
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_touched import works_touched
from oncall_cli.commands.ticket_frame import app
from oncall_cli.commands.ticket_new import tier_names
from oncall_cli.commands.ticket_spans import keep_work
from oncall_cli.commands.typed import stdin_bytes
from oncall_cli.core.past_row import Ground
from oncall_cli.core.text import visible
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.core.ticket_log import listed
from oncall_cli.core.ticket_past import COLUMNS, Past, past_of
from oncall_cli.errors import BadValue
from oncall_cli.policy.file import file_bytes
from oncall_cli.session import Session
from oncall_cli.store.wanted import Wanted

SIZE_LIMIT = 100_000_000
FAULTS_SAID = 50
"""How many faults are listed; there are as many more as the last line says."""

_OF_CLOCKS = ("_state", "_due", "_met")
"""How the columns of clocks end."""
_SECOND = timedelta(seconds=1)
_Key = tuple[int, str, str]


class CSV:
    """A table that was read before the command began."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content


def _log_of(ctx: typer.Context, value: str) -> CSV | str:
    """The log in a file, or on standard input for `-`."""
    if ctx.resilient_parsing:
        return value
    if value == "-":
        return CSV("standard input", stdin_bytes(ctx, SIZE_LIMIT, f"{SIZE_LIMIT // 1_000_000} MB"))
    path = Path(value).expanduser()
    return CSV(visible(path.name), file_bytes(path, "log", SIZE_LIMIT))


@verb(app, "import", writes=True)
def import_(
    session: Session,
    log: Annotated[
        CSV,
        typer.Argument(
            metavar="FILE",
            help="A table (CSV) with a head line; - reads standard input.",
            parser=str,
            callback=_log_of,
            show_default=False,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row and store nothing.")] = False,
) -> Result:
    """Take over a past log of tickets. Every row is checked first; all of them are stored, or none.

    A ticket needs channel, caller, phone or email, description and received. Other columns have the names
    that `ticket list --format csv` writes; those that no log can say (id, clocks, minutes, work of others)
    are passed over.
    worked holds spans like 2026-11-20T22:14/22:40 with ; between two, note a note.
    """
    pasts, passed = _checked(session, log)
    if dry_run:
        session.rehearse()
    kept = [_keep(session, past) for past in pasts]
    numbers = [number for number, _ in kept]
    touched = works_touched(session, [work for _, works in kept for work in works])
    tickets = [past.ticket for past in pasts]
    days = [session.local(ticket.received).date() for ticket in tickets]
    finished = sum(ticket.status == "done" for ticket in tickets)
    answer = TicketsImported(
        file=log.name,
        tickets=len(tickets),
        first=min(days),
        last=max(days),
        done=finished,
        open=len(tickets) - finished,
        work=sum(len(past.work) for past in pasts),
        channels=dict(Counter(ticket.channel for ticket in tickets).most_common()),
        numbers=None if dry_run else (numbers[0], numbers[-1]),
        stored=not dry_run,
        passed_over=tuple(passed),
    )
    count = "1 ticket" if len(tickets) == 1 else f"{len(tickets):,} tickets"
    when = f"{answer.first} to {answer.last}" if answer.first != answer.last else str(answer.first)
    deed = "Would import" if dry_run else "Imported"
    line = f"{deed} {count}, {when}: {answer.done:,} Done, {answer.open:,} open."
    return Done(answer, line, (*_notes(passed), *touched), show=True)


def _notes(passed: Sequence[str]) -> tuple[str, ...]:
    """What the log says that was not taken over."""
    if not passed:
        return ()
    shown = [name for name in passed if not name.endswith(_OF_CLOCKS)]
    shown += ["the clocks"] if len(shown) < len(passed) else []
    return (f"not taken over: {listed(shown)}",)


def _checked(session: Session, log: CSV) -> tuple[list[Past], list[str]]:
    """What every row makes, and the columns that were passed over; BadValue with all that is wrong, by
    line."""
    from oncall_cli.documents.ticket_rows import rows_of
    from oncall_cli.documents.tickets_csv import COLUMNS as WRITTEN

    policies = session.policies
    ground = Ground(
        now=session.now,
        zone=session.zone,
        tiers=cache(lambda day: tier_names(policies.on(day))),
        handles=frozenset(member.handle for member in session.store.members.all()),
    )
    table = rows_of(log.content, log.name, COLUMNS, passing=WRITTEN)
    wrong: dict[int, list[str]] = {}
    read: list[tuple[int, Past]] = []
    for row in table.rows:
        past = [row.fault] if row.fault else past_of(row.cells, ground, log.name)
        if isinstance(past, list):
            wrong[row.line] = past
        else:
            read.append((row.line, past))
    wrong |= _known(session, read)
    if wrong or table.faults:
        raise _refusal(log.name, table.faults, wrong, len(table.rows))
    if not read:
        raise BadValue(f"{log.name} has a head line and no ticket under it")
    return [past for _, past in read], table.passed


def _refusal(source: str, head: Sequence[str], wrong: Mapping[int, Sequence[str]], rows: int) -> BadValue:
    """The sentence for a log that cannot be taken over; its details are the faults by line."""
    faults = [*head, *(f"line {line}: {fault}" for line in sorted(wrong) for fault in wrong[line])]
    more = [f"and {len(faults) - FAULTS_SAID:,} more"] if len(faults) > FAULTS_SAID else []
    counted = [f"{len(wrong):,} of {rows:,} row{'' if rows == 1 else 's'}"] if wrong else []
    what = listed([*(["its head line"] if head else []), *counted])
    return BadValue(
        f"{source}: {what} cannot be taken over; nothing was stored",
        hint=f"the columns are {', '.join(COLUMNS)}" if head else "mend them and import the whole file again",
        details=[*faults[:FAULTS_SAID], *more],
    )


def _known(session: Session, read: Sequence[tuple[int, Past]]) -> dict[int, list[str]]:
    """The lines that are a ticket of the store already, or another line again, and what to say of each."""
    if not read:
        return {}
    moments = [past.ticket.received for _, past in read]
    there = session.store.tickets.matching(Wanted(start=min(moments), end=max(moments) + _SECOND))
    said = {_key(ticket): f"ticket {ticket.id} already" for ticket in there}
    faults: dict[int, list[str]] = {}
    for line, past in read:
        key = _key(past.ticket)
        if key in said:
            faults[line] = [f"it is {said[key]}"]
        else:
            said[key] = f"line {line} again"
    return faults


def _key(ticket: Ticket) -> _Key:
    """What tells tickets apart: one that an export wrote out is the one it wrote."""
    return (int(ticket.received.timestamp()), visible(ticket.caller), visible(ticket.description))


def _keep(session: Session, past: Past) -> tuple[int, list[Work]]:
    """The number that a ticket has now, and the work on it."""
    ticket = session.store.tickets.add(past.ticket)
    for event in past.story:
        session.store.tickets.add_event(ticket.id, event)
    person = ticket.assignee or ""
    for span in past.work:
        keep_work(session, ticket, span, person)
    return ticket.id, [
        Work(ticket=ticket.id, person=person, start=span.start, end=span.end) for span in past.work
    ]
