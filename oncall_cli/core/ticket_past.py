"""A ticket of a past log from the cells of its row, by the checks and the steps of one that is logged now.

Who had it is what the log says, and nobody where it does not. A phone call without `on_it_at` was answered
when it came in, unless its status is another. What a log says without a time, that documents are filed or
that it waits or was opened again, counts from the last step that has one.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from oncall_cli.core.past_row import Ground, PastRow
from oncall_cli.core.priority import with_priority
from oncall_cli.core.span import Span, whole_minute
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import DOCUMENTS, STATUS_WORDS, About, Status, Ticket, TicketEvent
from oncall_cli.core.ticket_log import (
    NEEDED,
    OPTIONAL,
    check_received,
    field_of,
    listed,
    missing_fields,
    ticket_of,
    tier_of,
)
from oncall_cli.core.ticket_step import documented, done, local, on_it
from oncall_cli.core.ticket_work import LONGEST

_STEPS = ("received", "on_it_at", "done_at")
COLUMNS = (
    *(*NEEDED, "tier", "received", "first_time", "rings", *OPTIONAL),
    *("status", "priority", "assignee", "on_it_at", "done_at", "resolution"),
    *(*DOCUMENTS, "worked", "note"),
)
"""What a row can say: the names that `--json` has for it, its spans of work, and a note."""


class Past(NamedTuple):
    """A past ticket, numbered 0 until it is kept, with its story and the spans its assignee worked on it."""

    ticket: Ticket
    story: tuple[TicketEvent, ...]
    work: tuple[Span, ...]


def past_of(cells: Mapping[str, str], ground: Ground, source: str) -> Past | list[str]:
    """The ticket that a row makes, or everything that is wrong with the row. Its story says that it comes
    from `source`."""
    row = PastRow(cells, ground)
    needed = [name.replace("--", "") for name in missing_fields({name: cells.get(name) for name in NEEDED})]
    needed += [] if "received" in row.cells else ["received"]
    if needed:
        row.faults.append(f"it still needs {listed(needed)}")
    said = {name: row.made(name, partial(field_of, name)) for name in (*NEEDED, *OPTIONAL)}
    first_time, rings, assignee = row.truth("first_time"), row.rings("rings"), row.member("assignee")
    status, priority = row.status("status"), row.priority("priority")
    moments = {name: moment for name in _STEPS if (moment := row.moment(name))}
    tier = _tier(row, moments.get("received"))
    resolution, note = row.made("resolution", _resolution), row.made("note", _note)
    papers: dict[str, str | None] = {name: row.line(name, what) for name, what in DOCUMENTS.items()}
    work = row.spans("worked")
    _check_order(row, moments)
    _check_done(row)
    _check_status(row, status, said["channel"])
    _check_worked(row, work, moments.get("received"))
    if row.faults:
        return row.faults
    came = ticket_of(
        said,
        tier=tier,
        first_time=first_time,
        rings=rings,
        received=moments["received"],
        on_duty=assignee,
    )
    ticket = _standing(_lived(came, moments, assignee, resolution), status, moments)
    ticket = with_priority(ticket, priority or 0)
    filed = {name: reference for name, reference in papers.items() if reference}
    ticket = documented(ticket, {**papers}, ticket.last_step_at) if filed else ticket
    return Past(ticket, tuple(_story(ticket, source, filed, note)), tuple(work))


def _resolution(text: str) -> str:
    return long_text(text, "resolution")


def _note(text: str) -> str:
    return long_text(text, "note")


def _tier(row: PastRow, received: datetime | None) -> int | None:
    """The tier by the policy of the day it came in; by today's where no such day is said, so that a tier
    there is not is named beside what is wrong with the day."""
    day = (received or row.ground.now.astimezone(row.ground.zone)).date()
    return row.made("tier", partial(tier_of, tiers=row.ground.tiers(day)))


def _check_order(row: PastRow, moments: Mapping[str, datetime]) -> None:
    """Nothing happened in the future, or before what comes before it (T4)."""
    now = row.ground.now
    if "received" in moments:
        row.checked(partial(check_received, moments["received"], now))
    before = "received"
    for name in ("on_it_at", "done_at"):
        if name not in moments:
            continue
        if moments[name] > now:
            row.faults.append(f"{name} {_said(moments[name])} lies in the future")
        elif before in moments and whole_minute(moments[name]) < whole_minute(moments[before]):
            row.faults.append(f"{name} {_said(moments[name])} is before {before} {_said(moments[before])}")
        before = name


def _check_done(row: PastRow) -> None:
    """Done says how it was resolved, and what was resolved says when (T4)."""
    if "done_at" in row.cells and "resolution" not in row.cells:
        row.faults.append("it is Done (done_at) without a resolution")
    if "resolution" in row.cells and "done_at" not in row.cells:
        row.faults.append("it has a resolution without done_at")


def _check_status(row: PastRow, status: Status | None, channel: str | None) -> None:
    """The status is what the steps of the row lead to."""
    if status is None:
        return
    word = STATUS_WORDS[status]
    if "done_at" in row.cells and status != "done":
        row.faults.append(f"its status is {word}, and done_at says that it is Done")
    if status == "done" and "done_at" not in row.cells:
        row.faults.append("its status is Done without done_at")
    if status == "on_it" and channel != "phone" and "on_it_at" not in row.cells:
        row.faults.append("its status is On It without on_it_at")


def _check_worked(row: PastRow, work: list[Span], received: datetime | None) -> None:
    """Work is somebody's, told once, over by now, no longer than a week, and begun once the ticket was
    there."""
    if work and "assignee" not in row.cells:
        row.faults.append("it has work (worked) and nobody who did it (assignee)")
    if len(set(work)) < len(work):
        row.faults.append("worked says the same span twice")
    for span in work:
        start, end = (moment.astimezone(row.ground.zone) for moment in span)
        if end > row.ground.now:
            row.faults.append(f"worked ends {_said(end)}, which lies in the future")
        if span.minutes > LONGEST:
            row.faults.append(f"worked from {_said(start)} to {_said(end)} is longer than a week")
        if received and span.start < whole_minute(received):
            row.faults.append(f"worked begins {_said(start)}, before received {_said(received)}")


def _said(moment: datetime) -> str:
    return local(moment, moment)


def _lived(
    came: Ticket, moments: Mapping[str, datetime], person: str | None, resolution: str | None
) -> Ticket:
    """The ticket after the steps that the log tells of; they are nobody's where it names nobody."""
    on_it_at, done_at = moments.get("on_it_at"), moments.get("done_at")
    ticket = came
    if on_it_at and whole_minute(on_it_at) > whole_minute(came.received):
        waited = ticket.model_copy(update={"status": "open", "on_it_at": None})
        ticket = on_it(waited, person or "", on_it_at)
    elif on_it_at and ticket.status == "open":
        ticket = on_it(ticket, person or "", max(on_it_at, came.received))
    if done_at:
        ticket = done(ticket, person or "", resolution or "", max(done_at, ticket.last_step_at))
    return ticket.model_copy(update={"assignee": person})


def _standing(ticket: Ticket, status: Status | None, moments: Mapping[str, datetime]) -> Ticket:
    """The ticket with the status that its row says, where the steps leave that open: it waits, or it is open,
    having been opened again where somebody was On It."""
    if status not in ("open", "waiting"):
        return ticket
    return ticket.model_copy(update={"status": status, "on_it_at": moments.get("on_it_at")})


def _story(ticket: Ticket, source: str, filed: Mapping[str, str], note: str | None) -> list[TicketEvent]:
    """What the log tells, in order."""
    last = ticket.last_step_at
    papers = ", ".join(f"{DOCUMENTS[name]} {reference}" for name, reference in filed.items())
    told = [
        ("logged", ticket.received, None, f"imported from {source}"),
        ("on_it", ticket.on_it_at, ticket.assignee, None),
        ("note", last if note else None, None, note),
        ("done", ticket.done_at, ticket.assignee, ticket.resolution),
        ("waiting", last if ticket.status == "waiting" else None, ticket.assignee, None),
        ("reopened", last if ticket.status == "open" and ticket.on_it_at else None, None, None),
        ("document", last if papers else None, None, papers),
    ]
    story = [
        TicketEvent(kind=kind, moment=moment, person=person, text=text)
        for kind, moment, person, text in told
        if moment
    ]
    return [story[0].model_copy(update={"about": About(how=ticket.channel)}), *story[1:]]
