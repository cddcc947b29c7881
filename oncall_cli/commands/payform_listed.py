"""The rows of a list of pay forms: those that were turned in, and those that are still to be."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from oncall_cli.answers.payform import PeriodShown, SentBack
from oncall_cli.answers.payform_list import FormListed
from oncall_cli.commands.payform_owed import Ledger, due_of
from oncall_cli.core.payform import missing_of, week_period
from oncall_cli.core.payform_due import Owed, Spoken, draft_state
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.session import Session

_Names = dict[str, str]


class Shown(NamedTuple):
    """A row, and the form it is of where one was turned in."""

    listed: FormListed
    form: TurnedIn | None


def listed(session: Session, book: Ledger) -> list[Shown]:
    """Every form that speaks for its period, and what is owed. A week that was sent back is one row, and
    none where there is nothing left in it to turn in."""
    names = {member.handle: member.name for member in session.store.members.all()}
    back: dict[tuple[str, date | None], Spoken] = {
        (one.form.person, one.form.week): one
        for one in book.spoken
        if one.form.week is not None and not one.form.standing
    }
    lacking = _lacking(session, book.by_week)
    numbers = {one.form.id for one in back.values()}
    spoken = [one for one in book.spoken if one.form.id not in numbers]
    rows = [Shown(_turned_in(session, book, one, names), one.form) for one in spoken]
    for owed in book.by_week:
        before = back.get((owed.person, owed.week))
        shown = _owed(session, book, owed, lacking, before, names)
        rows.append(Shown(shown, before.form if before else None))
    return rows


def _lacking(session: Session, owed: Sequence[Owed]) -> set[int]:
    """The tickets that keep forms from being turned in (T9); all are read at once."""
    numbers = sorted({number for one in owed for number in one.tickets})
    return {lack.ticket for lack in missing_of(session.store.tickets.of_numbers(numbers))}


def _owed(
    session: Session, book: Ledger, owed: Owed, lacking: set[int], back: Spoken | None, names: _Names
) -> FormListed:
    period = week_period(owed.week, book.schedule.timetable)
    due = due_of(session, period.last, period.span.end, book.schedule)
    return FormListed(
        form=back.form.id if back else None,
        person=owed.person,
        name=names[owed.person],
        week=owed.week,
        period=PeriodShown(first=period.first, last=period.last),
        state="sent_back" if back else draft_state(period.span.end, due, session.now),
        due=due.astimezone(session.policies.on(owed.week).zone),
        incomplete=tuple(number for number in owed.tickets if number in lacking),
        partly_in=owed.partly_in,
        sent_back=_sent_back(session, back.sent_back if back else None),
    )


def _turned_in(session: Session, book: Ledger, spoken: Spoken, names: _Names) -> FormListed:
    form = spoken.form
    due = due_of(session, form.last, form.end, book.schedule)
    state = "submitted" if form.state == "submitted" else "approved" if form.standing else "sent_back"
    return FormListed(
        form=form.id,
        person=form.person,
        name=names[form.person],
        week=form.week,
        period=PeriodShown(first=form.first, last=form.last),
        state=state,
        due=due.astimezone(session.policies.on(form.first).zone),
        currency=form.currency,
        total=form.total,
        submitted=session.local(form.submitted),
        submitted_by=form.submitted_by,
        approved=session.local(form.approved) if form.approved else None,
        approved_by=form.approved_by,
        replaces=form.replaces,
        because=form.because,
        sent_back=_sent_back(session, spoken.sent_back),
    )


def _sent_back(session: Session, form: TurnedIn | None) -> SentBack | None:
    if form is None or form.sent_back is None:
        return None
    return SentBack(
        form=form.id,
        person=form.sent_back_by or "",
        name=form.sent_back_name or "",
        moment=session.local(form.sent_back),
        reason=form.sent_back_because or "",
    )
