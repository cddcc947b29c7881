"""Reports on a period of dates: misuse."""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.answers.misuse import Misuse, MisuseTicket
from oncall_cli.answers.payform import PeriodShown
from oncall_cli.commands.file_options import Out, format_option
from oncall_cli.commands.frame import group, verb
from oncall_cli.commands.report_notes import notes_of
from oncall_cli.core.misuse import (
    Use,
    altogether,
    by_customer,
    customer_key,
    customer_names,
    fee_of,
    is_unjudged,
    minutes_after_hours,
)
from oncall_cli.core.moment import day_of
from oncall_cli.core.month import days_of_month, month_of
from oncall_cli.core.text import one_line
from oncall_cli.core.ticket import Ticket, summary_of
from oncall_cli.core.week import DAY, instant
from oncall_cli.core.word import folded
from oncall_cli.documents.format import FORMATS, format_of
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

app = group("Reports on a period.", "misuse")


class Asked(NamedTuple):
    """The dates that are asked for, both inside, and how to say when that is."""

    first: date
    last: date
    when: str


@verb(app, "misuse", bare=("--month",))
def misuse(
    session: Session,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="FROM/TO", help="Dates, both inside, like 2026-11-01/2026-11-15."),
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", help="A month, like 2026-11, or last; bare: this one so far.")
    ] = None,
    customer: Annotated[str | None, typer.Option("--customer", help="A part of the customer's name.")] = None,
    format_: Annotated[str | None, format_option(FORMATS)] = None,
    out: Out = None,
) -> Result:
    """List what non-critical use of the line can be billed to whom. Left out, of last month.

    Calls and voicemails of the tiers and at the fee in [pay.misuse], each by the policy of its day. Nobody's
    pay depends on it.
    """
    chosen = format_of(format_, out, "the report")
    asked = _asked(session, period, month)
    part = one_line(customer, "customer's name") if customer is not None else None
    answer = _misuse(session, asked, part)
    return answer if chosen == "table" else _document(answer, chosen, out)


def _asked(session: Session, period: str | None, month: str | None) -> Asked:
    """The dates that the options ask for; BadValue where both do, or they are none."""
    if period is not None and month is not None:
        raise BadValue("--period and --month each say which dates to list", hint="give one of them")
    if period is None:
        days = days_of_month(month_of(month or "last", session.now, session.timetable()))
        when = f"in {days[0]:%Y-%m}" + (", last month" if month is None else "")
        first, last = days[0], days[-1]
    else:
        begins, slash, ends = period.partition("/")
        if not slash:
            raise BadValue(f"'{period}' is not a period", hint="write FROM/TO, like 2026-11-01/2026-11-15")
        first, last = (day_of(text, session.now, session.zone) for text in (begins, ends))
        if last < first:
            raise BadValue(
                f"the period {first}/{last} ends before it has begun", hint="write FROM/TO, the earlier first"
            )
        when = f"from {first} to {last}"
    return Asked(first, last, when + (", so far" if first <= session.today <= last else ""))


def _misuse(session: Session, asked: Asked, part: str | None) -> Misuse:
    policies = session.policies
    found = session.store.tickets.over_the_line(
        instant(asked.first, time(), policies.on(asked.first).zone),
        instant(asked.last + DAY, time(), policies.on(asked.last).zone),
        {tier for entry in policies.applied for tier in entry.policy.pay.misuse.tiers},
    )
    every = sorted(
        _shown(session, found, customer_names([ticket.customer for ticket in found])),
        key=lambda one: (one.customer is None, customer_key(one.customer), one.received, one.ticket),
    )
    tickets = [one for one in every if _is_of(one.customer, part)]
    uses = [Use(one.customer, one.minutes, one.fee, one.currency) for one in tickets]
    without_tier = tuple(
        ticket.id for ticket in found if is_unjudged(ticket) and _is_of(ticket.customer, part)
    )
    nameless = [one.ticket for one in every if part and one.customer is None]
    return Misuse(
        period=PeriodShown(first=asked.first, last=asked.last),
        customer=part,
        tickets=tuple(tickets),
        customers=by_customer(uses),
        totals=altogether(uses),
        without_tier=without_tier,
        notes=notes_of(tickets, without_tier, nameless),
        locale=session.policy.team.locale,
        when=asked.when,
    )


def _is_of(customer: str | None, part: str | None) -> bool:
    """Whether a part of a customer's name is in it; every customer's is where none is asked for."""
    return part is None or folded(customer_key(part)) in folded(customer_key(customer))


def _shown(session: Session, tickets: Sequence[Ticket], names: dict[str, str]) -> list[MisuseTicket]:
    """Those that are billed by the policy of their day, with the work on them."""
    works = session.store.tickets.works_on([ticket.id for ticket in tickets])
    moments = [ticket.received for ticket in tickets]
    moments += [moment for work in works.values() for one in work for moment in (one.start, one.end)]
    days = [moment.date() for moment in moments] or [session.today]
    timetable = session.timetable(min(days) - DAY, max(days) + DAY)
    shown = []
    for ticket in tickets:
        policy = session.policies.on(timetable.local_day(ticket.received))
        fee = fee_of(ticket, policy.pay, policy.line_tiers)
        if fee is None or ticket.tier is None:
            continue
        work = works[ticket.id]
        shown.append(
            MisuseTicket(
                ticket=ticket.id,
                reference=ticket.reference,
                received=session.local(ticket.received),
                after_hours=timetable.after_hours(ticket.received),
                customer=names.get(customer_key(ticket.customer)),
                caller=ticket.caller,
                channel=ticket.channel,
                tier=ticket.tier,
                summary=summary_of(ticket.description),
                assignee=ticket.assignee,
                worked_by=tuple(dict.fromkeys(one.person for one in work)),
                minutes=minutes_after_hours(work, timetable),
                deferred_until=session.local(ticket.deferred_until) if ticket.deferred_until else None,
                fee=fee,
                currency=policy.pay.currency,
            )
        )
    return shown


def _document(answer: Misuse, chosen: str, out: Path | None) -> Document:
    from oncall_cli.documents.misuse import document_of

    count, period = len(answer.tickets), answer.period
    return Document(
        answer,
        document_of(answer, chosen),
        out,
        f"Wrote {count} ticket{'' if count == 1 else 's'} of non-critical use, "
        f"{period.first} to {period.last}, to {out}.",
        "\n".join(f"note: {note}" for note in answer.notes) or None,
    )
