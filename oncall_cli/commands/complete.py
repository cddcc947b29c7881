"""What the shell offers for handles, tickets and weeks; where there is nothing to offer, nothing."""

import os
from collections.abc import Callable
from datetime import date, timedelta

import typer

from oncall_cli.errors import OncallError
from oncall_cli.session import Session

Offered = list[tuple[str, str]]


def _offered(ctx: typer.Context, incomplete: str, found: Callable[[Session], Offered]) -> Offered:
    store = ctx.params.get("store") or ctx.find_root().params.get("store")
    try:
        session = Session(store_path=store, environ=os.environ)
        try:
            return [(word, help_) for word, help_ in found(session) if word.startswith(incomplete)]
        finally:
            session.close()
    except OncallError:
        return []


def handles(ctx: typer.Context, incomplete: str) -> Offered:
    """Members, by handle."""
    return _offered(
        ctx, incomplete, lambda session: [(m.handle, m.name) for m in session.store.members.all()]
    )


def tickets(ctx: typer.Context, incomplete: str) -> Offered:
    """Tickets that are not done, and the latest that are."""

    def found(session: Session) -> Offered:
        kept = session.store.tickets
        numbered = {ticket.id: ticket for ticket in [*kept.not_done(), *kept.latest(20)]}
        return [(str(number), numbered[number].caller) for number in sorted(numbered, reverse=True)]

    return _offered(ctx, incomplete, found)


def swaps(ctx: typer.Context, incomplete: str) -> Offered:
    """Swaps that are open."""
    from oncall_cli.commands.swap_shown import open_swaps

    return _offered(
        ctx,
        incomplete,
        lambda session: [
            (str(swap.id), f"{swap.requester} and {swap.partner}") for swap in open_swaps(session)
        ],
    )


def payforms(ctx: typer.Context, incomplete: str) -> Offered:
    """Pay forms that wait for a signature, by number."""
    return _offered(
        ctx,
        incomplete,
        lambda session: [
            (str(form.id), f"{form.person}, {form.dates_said}") for form in session.store.payforms.waiting()
        ],
    )


def mails(ctx: typer.Context, incomplete: str) -> Offered:
    """Replies that are not sent."""
    return _offered(
        ctx,
        incomplete,
        lambda session: [(str(mail.id), mail.subject) for mail in session.store.mails.not_sent()],
    )


def covers(ctx: typer.Context, incomplete: str) -> Offered:
    """Covers of the latest weeks and of those to come."""

    def found(session: Session) -> Offered:
        recent = session.store.covers.between(session.today - timedelta(weeks=8), date.max)
        return [
            (str(cover.id), f"{cover.person} in week {week}") for week in recent for cover in recent[week]
        ]

    return _offered(ctx, incomplete, found)


def weeks(ctx: typer.Context, incomplete: str) -> Offered:
    """The weeks around today, with their owners."""

    def found(session: Session) -> Offered:
        timetable = session.timetable()
        this = timetable.this_week(session.now)
        days = [this + timedelta(weeks=step) for step in range(-4, 27)]
        schedule = session.schedule(days[0], days[-1])
        return [(day.isoformat(), schedule.owner(day) or "nobody") for day in days]

    return _offered(ctx, incomplete, found)
