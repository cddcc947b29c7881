"""Correcting a ticket that was logged wrongly; its story and the record keep what it was before."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_touched import ticket_touched
from oncall_cli.commands.ticket_contacts import whom_to_call
from oncall_cli.commands.ticket_fields import (
    Affected,
    Caller,
    Channel,
    Customer,
    Description,
    Email,
    Error,
    FirstTime,
    Location,
    Phone,
    Reference,
    Requester,
    Rings,
    Tell,
    Tier,
    Tried,
    Workaround,
    each,
)
from oncall_cli.commands.ticket_frame import Number, app, found, moment_asked, note_event, told
from oncall_cli.commands.ticket_new import answered_by, long_ago_notes, misuse_notes, tier_names
from oncall_cli.core.deferral import as_worked_on
from oncall_cli.core.ticket import About, Ticket
from oncall_cli.core.ticket_edit import changes_said, edited, moved, standing
from oncall_cli.core.ticket_log import check_received, check_rings, tier_of
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session


@verb(app, "edit", writes=True)
def edit(
    session: Session,
    number: Number,
    channel: Channel = None,
    caller: Caller = None,
    phone: Phone = None,
    email: Email = None,
    description: Description = None,
    tier: Tier = None,
    received: Annotated[
        str | None, typer.Option("--received", metavar="MOMENT", help="When it really came in.")
    ] = None,
    requester: Requester = None,
    tell: Tell = None,
    customer: Customer = None,
    location: Location = None,
    affected: Affected = None,
    tried: Tried = None,
    error: Error = None,
    first_time: FirstTime = None,
    reference: Reference = None,
    rings: Rings = None,
    workaround: Workaround = None,
) -> Result:
    """Correct what was logged wrongly. An empty text takes an optional one back."""
    before = found(session, number)
    said = {"channel": channel, "caller": caller, "phone": phone, "email": email, "description": description}
    more = {"requester": requester, "tell": each(tell), "customer": customer, "location": location}
    rest = {"affected": affected, "tried": tried, "error": error, "reference": each(reference)}
    rest["workaround"] = workaround
    story = session.store.tickets.events(number)
    moment = session.local(before.received)
    if received is not None:
        asked = moment_asked(session, received)
        check_received(asked, session.now)
        moment = session.local(moved(before, asked, story, session.store.tickets.work_on(number)))
    policy = session.policies.on(moment.date())
    check_rings(rings)
    corrected = edited(
        before,
        said | more | rest,
        tier=_tier(before, tier, policy, is_moved=moment != before.received),
        first_time=before.first_time if first_time is None else first_time,
        rings=before.rings if rings is None else rings,
        received=moment,
    )
    after = as_worked_on(standing(before, corrected, story, answered_by(session, moment)), policy.line_tiers)
    changes = changes_said(before, after, moment)
    if not changes:
        return told(session, before, f"Ticket {number} is as before; nothing was changed.")
    session.store.tickets.change(before, after)
    note_event(session, after, "edited", session.now, changes)
    if before.deferred_until and before.deferred_until > session.now and after.deferred_until is None:
        # Its clocks stood still until then; they go on from here.
        about = About(until=session.local(session.now))
        note_event(session, after, "deferred", session.now, "it is worked on now", about=about)
    notes = (
        misuse_notes(after, policy) if (before.tier, before.channel) != (after.tier, after.channel) else []
    )
    if before.tier != after.tier:
        notes += whom_to_call(session, after)
    if before.received != after.received:
        notes += long_ago_notes(session, after)
    if _on_form(before) != _on_form(after):
        notes += ticket_touched(session, after)
    if before.assignee and not after.assignee:
        notes.append(f"it is open and nobody's now: oncall ticket on-it {number}")
    return told(session, after, f"Corrected ticket {number}: {changes.removesuffix('.')}.", *notes)


def _on_form(ticket: Ticket) -> tuple[str | None, ...]:
    """What a pay form says of a ticket."""
    return ticket.caller, ticket.description, ticket.reference


def _tier(before: Ticket, text: str | None, policy: Policy, *, is_moved: bool) -> int | None:
    """The tier said, or the one it has; checked where it is said or another day's policy may judge it."""
    if text is None and not is_moved:
        return before.tier
    said = str(before.tier or "") if text is None else text
    return tier_of(said, tier_names(policy)) if said.strip() else None
