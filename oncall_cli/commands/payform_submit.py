"""Turning in a pay form: from then on it stays as it is, and waits for a manager's signature."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.payform import PayForm
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_draft import drafted
from oncall_cli.commands.payform_form import asked_period, week_meant
from oncall_cli.commands.payform_frame import PeriodOption, Person, Week, app
from oncall_cli.commands.payform_kept import differences_between, frozen, turned_in_shown
from oncall_cli.core.actor import need_member
from oncall_cli.core.member import Member
from oncall_cli.core.payform import Period
from oncall_cli.core.payform_life import TurnedIn, dates_said, next_state, paid_before, waiting_among
from oncall_cli.core.text import one_line
from oncall_cli.errors import Refused
from oncall_cli.session import Session

REASON_LIMIT = 2000


@verb(app, "submit", writes=True)
def submit(
    session: Session,
    week: Week = None,
    period: PeriodOption = None,
    person: Person = None,
    correction: Annotated[
        str | None,
        typer.Option("--correction", help="Replaces what was turned in; why.", metavar="REASON"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be turned in, and stop.")
    ] = False,
) -> Result:
    """Turn in your form for a manager to sign.

    From then on it stays as it is. If a ticket or a rule changes later, a correction replaces it.
    """
    because = None if correction is None else one_line(correction, "reason", limit=REASON_LIMIT)
    member = _technician(session, person)
    asked, of_week = asked_period(session, week, period)
    _check_ended(session, asked, of_week)
    rows = session.store.payforms.of_period(member.handle, asked.span)
    meant = week_meant(session, asked, of_week)
    _check_standing(rows, asked, of_week, meant, member, because)
    _check_apart(session, member, asked, of_week, meant)
    form = drafted(session, member, asked, of_week, lasting=True)
    _check_whole(form, of_week, rows)
    _check_otherwise(session, form, rows)
    row = _stored(session, form, asked, of_week, rows, because)
    shown = turned_in_shown(session, row, differences=False)
    what = f"{member.name} for {row.dates_said}"
    notes = (*shown.notes, *([f"from midnight to midnight; {_said_of(meant)}"] if meant else []))
    if dry_run:
        session.rehearse()
        line = f"Would turn in the pay form of {what}: {row.currency} {row.total:f}."
        return Done(shown, line, notes=notes, show=True)
    line = f"Pay form {row.id} of {what} is turned in: {row.currency} {row.total:f}."
    return Done(shown, f"{line}\n{_next(rows)}", notes=notes)


def _technician(session: Session, person: str | None) -> Member:
    """Whose form it is: of whoever acts; a manager may turn in that of somebody else, who may have left."""
    actor = need_member(session.actor)
    member = session.member(person) if person else actor
    if member.handle != actor.handle and not session.actor.is_manager:
        raise Refused(
            f"{actor.handle} cannot turn in the form of {member.handle}: everybody turns in their own",
            hint=f"{member.handle} does, or a manager for them",
        )
    return member


def _check_ended(session: Session, period: Period, week: date | None) -> None:
    if session.now < period.span.end:
        raise Refused(
            f"{dates_said(week, period.first, period.last)} has not ended; its form can be turned in from "
            f"{session.said(period.span.end)}",
            hint="oncall payform show shows it so far",
        )


def _said_of(meant: date) -> str:
    """How the week is named of which somebody wrote the dates."""
    return f"the week is --week {meant}"


def _check_standing(
    rows: Sequence[TurnedIn],
    period: Period,
    week: date | None,
    meant: date | None,
    member: Member,
    because: str | None,
) -> None:
    """Refused where a form stands for exactly this period and this corrects none, or the other way round."""
    standing = [row for row in rows if row.standing]
    if not standing and because is not None:
        back = f": form {rows[-1].id} was sent back" if rows else ""
        raise Refused(
            f"{member.handle} has no form for {dates_said(week, period.first, period.last)} to correct{back}",
            hint=_said_of(meant) if meant else "leave --correction out",
        )
    if standing and because is None:
        row = standing[-1]
        raise Refused(
            f"pay form {row.id} of {row.person} for {row.dates_said} is turned in already and {_became(row)}",
            hint="if something changed since: --correction REASON",
        )


def _became(row: TurnedIn) -> str:
    return f"signed by {row.approved_by}" if row.approved else "waits for a manager's signature"


def _check_apart(
    session: Session, member: Member, period: Period, week: date | None, meant: date | None
) -> None:
    """Refused where another form of the member has some of the period's minutes."""
    for row in session.store.payforms.touching(member.handle, period.span):
        if row.span != period.span:
            what = dates_said(week, period.first, period.last)
            beside = "turn in a period beside it"
            beside += "" if row.approved else f", or a manager sends form {row.id} back"
            raise Refused(
                f"pay form {row.id} of {row.person} for {row.dates_said} has some of the time of {what}, and "
                "a minute is paid on one form only",
                hint=_said_of(meant) if meant else beside,
            )


def _check_whole(form: PayForm, week: date | None, rows: Sequence[TurnedIn]) -> None:
    """Refused where a ticket lacks something, each named, or where there is nothing to pay for; a correction
    can come to nothing."""
    what = dates_said(week, form.period.first, form.period.last)
    stood = any(one.person for one in form.weeks)
    if not stood and not form.calls and not any(row.standing for row in rows):
        raise Refused(
            f"{form.person} had no part of a week and no call in {what}, so there is nothing to turn in",
            hint="--week or --period names another time",
        )
    tickets = dict.fromkeys(lack.ticket for lack in form.missing)
    if tickets:
        count = "a ticket lacks" if len(tickets) == 1 else f"{len(tickets)} tickets lack"
        raise Refused(
            f"the form of {form.person} for {what} is not final: {count} something",
            details=[f"ticket {lack.ticket}: {lack.what}" for lack in form.missing],
            hint="oncall ticket done ID ends a ticket, oncall ticket document ID files what it lacks",
        )


def _check_otherwise(session: Session, form: PayForm, rows: Sequence[TurnedIn]) -> None:
    """Refused where a correction says what a form that stands says already, or pays in another currency."""
    for row in (row for row in rows if row.standing):
        if row.currency != form.currency:
            raise Refused(
                f"pay form {row.id} is in {row.currency}, and a correction in {form.currency} cannot be set "
                "off against it",
                hint="oncall policy history shows which policy holds when",
            )
        before = turned_in_shown(session, row, differences=False)
        if not differences_between(before, form):
            waiting = waiting_among(rows)
            other = waiting if waiting and waiting.id != row.id else None
            raise Refused(
                f"nothing differs from pay form {row.id}, so there is nothing to correct",
                hint=f"a manager sends form {other.id} back: oncall payform send-back {other.id}"
                if other
                else f"oncall payform show --form {row.id} shows it",
            )


def _stored(
    session: Session,
    form: PayForm,
    period: Period,
    week: date | None,
    rows: Sequence[TurnedIn],
    because: str | None,
) -> TurnedIn:
    """The form once it is kept. One that only waited gives way to it at once."""
    waiting, paid = waiting_among(rows), paid_before(rows)
    before = paid or waiting or (rows[-1] if rows and rows[-1].currency == form.currency else None)
    if waiting:
        session.store.payforms.change(waiting, {"state": next_state(waiting, "replace")})
    actor = need_member(session.actor)
    by = session.actor.by or (actor if actor.handle != form.person else None)
    return session.store.payforms.add(
        TurnedIn(
            id=0,
            person=form.person,
            week=week,
            first=period.first,
            last=period.last,
            start=period.span.start,
            end=period.span.end,
            state="submitted",
            currency=form.currency,
            total=form.total,
            form=frozen(form),
            replaces=before.id if before else None,
            because=because,
            submitted=session.now,
            submitted_by=by.handle if by else None,
        )
    )


def _next(rows: Sequence[TurnedIn]) -> str:
    """What the form waits for, and what it takes the place of."""
    waiting, paid = waiting_among(rows), paid_before(rows)
    gone = f" in place of form {waiting.id}" if waiting else ""
    until = f" Until then form {paid.id} is what is paid." if paid else ""
    return f"It waits{gone} for a manager's signature.{until}"
