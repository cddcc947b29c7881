"""Putting a ticket off until the office opens, where the critical line is not for it (T3)."""

from datetime import timedelta
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import Number, app, found, text_or_stdin, told
from oncall_cli.commands.ticket_reply import Draft, Send, reply
from oncall_cli.core.deferral import LONGEST, check_deferrable, deferred, opening_after, until_of
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import STATUS_WORDS, About, Ticket, TicketEvent, is_non_critical
from oncall_cli.session import Session

_MARGIN = timedelta(days=2)


@verb(app, "defer", writes=True)
def defer(
    session: Session,
    number: Number,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="MOMENT", help="If not when the office opens: 09:00, 'mon 13:00', +2h."
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why; - reads standard input.", callback=text_or_stdin)
    ] = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Put off what the line is not for until the office opens. Until then it is not in the queue; any step
    takes it up again earlier."""
    before = found(session, number)
    policy = session.policies.on(session.local(before.received).date())
    check_deferrable(before, policy.line_tiers)
    timetable = session.timetable(session.today, session.today + LONGEST + _MARGIN)
    asked = (
        opening_after(timetable, session.now) if until is None else until_of(until, session.now, timetable)
    )
    moment = session.local(asked)
    opens = timetable.office_open(moment) and not timetable.office_open(moment - timedelta(minutes=1))
    said = session.said(moment) + (", when the office opens" if opens else "")
    after = deferred(before, moment)
    if after == before:
        return told(
            session, before, f"Ticket {number} is deferred already, until {said}; nothing was changed."
        )
    session.store.tickets.change(before, after)
    words = long_text(reason, "reason") if reason is not None else None
    event = TicketEvent(
        kind="deferred",
        moment=session.now,
        person=session.actor.handle,
        text=words,
        about=About(until=moment),
    )
    session.store.tickets.add_event(number, event)
    notes = reply(
        session, after, "deferred", draft=draft, send=send, reason=words, until=session.said(moment)
    )
    if before.deferred_until and before.deferred_until > session.now:
        notes = [f"it was deferred until {session.said(before.deferred_until)}", *notes]
    if after.status == "on_it":
        notes = [*notes, f"it stays {STATUS_WORDS['on_it']}, {after.assignee or 'nobody named'}"]
    return told(session, after, f"Ticket {number} is deferred until {said}.", *notes)


def deferral_notes(session: Session, ticket: Ticket) -> list[str]:
    """That a call the line is not for can wait, while the office is closed (T3)."""
    policy = session.policies.on(session.local(ticket.received).date())
    is_for_line = not is_non_critical(ticket.channel, ticket.tier, policy.line_tiers)
    if is_for_line or session.timetable().office_open(session.now):
        return []
    return [f"it can wait until the office opens: oncall ticket defer {ticket.id}"]
