"""Pay forms that were turned in, as answers show them: frozen as they were, and what became of them."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from oncall_cli.answers.payform import PayForm, Replaced, SentBack, Signature
from oncall_cli.commands.payform_draft import drafted
from oncall_cli.core.pay.model import CallPaid
from oncall_cli.core.payform import Period
from oncall_cli.core.payform_difference import Difference, Paid, WeekPaid, differences
from oncall_cli.core.payform_life import TurnedIn, replaced_by
from oncall_cli.errors import NotFound, StoreFailed
from oncall_cli.session import Session

OF_ITS_LIFE = frozenset(
    {
        *("state", "form", "submitted", "approved", "sent_back"),
        *("replaces", "replaced_by", "differences"),
    }
)
"""What is not frozen with a form: it is told by what became of it."""


def kept_form(session: Session, number: int) -> TurnedIn:
    """The form of a number; NotFound where none was turned in under it."""
    row = session.store.payforms.find(number)
    if row is None:
        raise NotFound(f"there is no pay form {number}", hint="oncall payform list shows every one")
    return row


def frozen(form: PayForm) -> str:
    """A draft as it is kept for good once it is turned in."""
    return form.model_dump_json(exclude=set(OF_ITS_LIFE))


def turned_in_shown(session: Session, row: TurnedIn, *, differences: bool = True) -> PayForm:
    """A form as it was turned in, with what became of it. `differences`, of one that stands, are what today's
    tickets and rules would make of it. What was sent back is a draft again."""
    rows = session.store.payforms.of_period(row.person, row.span)
    after = replaced_by(row, rows)
    life = {
        "form": row.id,
        "state": "draft" if row.state == "sent_back" else "approved" if row.approved else "submitted",
        "replaced_by": after.id if after else None,
    }
    try:
        form = PayForm.model_validate(json.loads(row.form) | life)
    except (ValidationError, TypeError) as error:
        session.check_store()
        raise StoreFailed(
            f"pay form {row.id} in the store {session.store_path} is damaged",
            hint="restore the store from a copy",
        ) from error
    before = next((one for one in rows if one.id == row.replaces), None)
    form = form.model_copy(
        update={
            "submitted": _signed(row.person, form.name, row.submitted, form.timezone, row.submitted_by),
            "approved": _signed(row.approved_by, row.approved_name, row.approved, form.timezone),
            "sent_back": sent_back_shown(row),
            "replaces": _replaced(before, row) if before else None,
        }
    )
    if not (differences and row.standing):
        return form
    return form.model_copy(update={"differences": differences_now(session, row, form)})


def differences_now(session: Session, row: TurnedIn, form: PayForm) -> tuple[Difference, ...]:
    """What today's tickets and rules would make otherwise of a form that was turned in."""
    period = Period(row.first, row.last, row.span)
    today = drafted(session, session.member(row.person), period, row.week)
    return differences_between(form, today)


def differences_between(was: PayForm, now: PayForm) -> tuple[Difference, ...]:
    """What is otherwise on the second of two forms of one period."""
    return differences(_paid(was), _paid(now))


def sent_back_shown(row: TurnedIn | None) -> SentBack | None:
    """Who sent a form back and why, where it was; when, where the form's team was."""
    if row is None or row.sent_back is None:
        return None
    return SentBack(
        form=row.id,
        person=row.sent_back_by or "",
        name=row.sent_back_name or row.sent_back_by or "",
        moment=_local(row, row.sent_back),
        reason=row.sent_back_because or "",
    )


def life_notes(form: PayForm) -> tuple[str, ...]:
    """What whoever takes along a form that was turned in has to know today."""
    if not form.differences:
        return ()
    total = next((one for one in form.differences if one.what == "total"), None)
    so = f"would come to {total.now}, not {total.was}" if total else "would differ, with the same total"
    count = len(form.differences)
    things = "1 difference" if count == 1 else f"{count} differences"
    return (
        f"by today's tickets and rules pay form {form.form} {so}: oncall payform show --form {form.form} "
        f"names {things}",
    )


def sent_back_notes(session: Session, form: PayForm) -> tuple[str, ...]:
    """That a correction of a form which stands was sent back, and why, until there is another one."""
    row = session.store.payforms.find(form.form) if form.form else None
    if row is None or not row.standing:
        return ()
    last = session.store.payforms.of_period(row.person, row.span)[-1]
    back = sent_back_shown(last)
    if last.id == row.id or back is None:
        return ()
    return (f"its correction, pay form {back.form}, was sent back by {back.person}: {back.reason}",)


def _signed(
    person: str | None, name: str | None, moment: datetime | None, timezone: str, by: str | None = None
) -> Signature | None:
    if person is None or moment is None:
        return None
    local = moment.astimezone(ZoneInfo(timezone))
    return Signature(person=person, name=name or person, moment=local, by=by)


def _local(row: TurnedIn, moment: datetime) -> datetime:
    """A moment where the form's team was; as it is kept where the form is damaged."""
    try:
        return moment.astimezone(ZoneInfo(json.loads(row.form)["timezone"]))
    except (LookupError, TypeError, ValueError):
        return moment


def _replaced(before: TurnedIn, row: TurnedIn) -> Replaced:
    return Replaced(
        form=before.id,
        total=before.total,
        difference=row.total - before.total,
        because=row.because,
        approved=before.approved is not None,
    )


def _paid(form: PayForm) -> Paid:
    return Paid(
        lines=form.lines,
        calls=[CallPaid(**call.model_dump(include=set(CallPaid.model_fields))) for call in form.calls],
        weeks=_weeks(form),
        policy=form.policy,
        payroll=form.payroll,
        currency=form.currency,
        total=form.total,
    )


def _weeks(form: PayForm) -> dict[date, WeekPaid]:
    weeks = {}
    for week in form.weeks:
        covers = (
            f"covered by {one.person} from {one.start:%Y-%m-%d %H:%M} to {one.end:%Y-%m-%d %H:%M}"
            for one in week.cover
        )
        whose = "; ".join([week.owner or "nobody", *covers])
        weeks[week.week] = WeekPaid(whose, paid=week.person is not None)
    return weeks
