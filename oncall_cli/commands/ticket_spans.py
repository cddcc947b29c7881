"""The work on a ticket: telling a span of one's own or of a colleague, and taking one back."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_touched import works_touched
from oncall_cli.commands.ticket_frame import Number, app, found, note_event, time_said, told
from oncall_cli.core.actor import check_manager, need_member
from oncall_cli.core.moment import span_of
from oncall_cli.core.said import clock_said
from oncall_cli.core.span import Span
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.core.ticket_work import check_new_work, check_work, overlapping
from oncall_cli.errors import NotFound
from oncall_cli.session import Session


@verb(app, "work", writes=True)
def work(
    session: Session,
    number: Number,
    span: Annotated[str, typer.Argument(metavar="SPAN", help="22:14/22:40, 22:14/26m or START/END.")],
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="HANDLE", help="Whose work, if not yours.", autocompletion=handles),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take a span back that was told wrongly.")] = False,
) -> Result:
    """Tell when somebody worked on it. After hours that is a call-out."""
    ticket = found(session, number)
    whose = session.member(person).handle if person is not None else need_member(session.actor).handle
    asked = span_of(span, session.now, session.zone)
    said = f"{span_said(session, asked)}, {asked.minutes} min"
    if remove:
        notes = _remove(session, ticket, asked, whose)
        return told(session, ticket, f"Took back {whose}'s work on ticket {number}: {said}.", *notes)
    notes = add_work(session, ticket, asked, whose)
    return told(session, ticket, f"Noted {whose}'s work on ticket {number}: {said}.", *notes)


def add_work(session: Session, ticket: Ticket, span: Span, person: str) -> list[str]:
    """Keeps a span of somebody's work; notes where it overlaps what they told before, and pay forms that were
    turned in without it."""
    notes = keep_work(session, ticket, span, person)
    work = Work(ticket=ticket.id, person=person, start=span.start, end=span.end)
    return [*notes, *works_touched(session, [work])]


def keep_work(session: Session, ticket: Ticket, span: Span, person: str) -> list[str]:
    """Keeps a span of somebody's work; notes where it overlaps what they told before."""
    check_work(span, ticket, session.local(session.now))
    told_before = session.store.tickets.work_on(ticket.id)
    work = Work(ticket=ticket.id, person=person, start=span.start, end=span.end)
    check_new_work(work, told_before)
    session.store.tickets.add_work(work)
    note_event(session, ticket, "work", span.end, _event_text(session, work))
    return [
        f"that overlaps {span_said(session, other.span)}; pay counts a minute once"
        for other in overlapping(work, told_before)
    ]


def _remove(session: Session, ticket: Ticket, span: Span, person: str) -> list[str]:
    """Takes a span back; notes pay forms that were turned in with it."""
    if session.actor.handle != person:
        check_manager(session.actor, "take back somebody else's work")
    work = Work(ticket=ticket.id, person=person, start=span.start, end=span.end)
    if not session.store.tickets.withdraw_work(work):
        own = [one for one in session.store.tickets.work_on(ticket.id) if one.person == person]
        told_ones = "; ".join(span_said(session, one.span) for one in own)
        raise NotFound(
            f"there is no such work of {person} on ticket {ticket.id}",
            hint=f"told so far: {told_ones}" if own else f"{person} has told none on it",
        )
    note_event(session, ticket, "work_removed", session.now, _event_text(session, work))
    return works_touched(session, [work])


def _event_text(session: Session, work: Work) -> str:
    start, end = session.local(work.start), session.local(work.end)
    return f"{work.person}, {start:%Y-%m-%d %H:%M} to {end:%H:%M}, {work.span.minutes} min"


def span_said(session: Session, span: Span) -> str:
    """From when to when, as the team reads it: "01:45 to 02:10"."""
    end = clock_said(session.local(span.end), session.policy.team.clock)
    return f"{time_said(session, span.start)} to {end}"
