"""What a manager does with a form that was turned in: signs it, or sends it back."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.payform import PayFormsApproved
from oncall_cli.commands.complete import payforms
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_frame import app
from oncall_cli.commands.payform_kept import kept_form, life_notes, turned_in_shown
from oncall_cli.core.actor import check_manager, need_member
from oncall_cli.core.member import Member
from oncall_cli.core.payform_life import TurnedIn, next_state, others_to_sign, paid_before
from oncall_cli.core.text import one_line
from oncall_cli.errors import BadValue, OncallError, Refused
from oncall_cli.session import Session

REASON_LIMIT = 2000


@verb(app, "approve", writes=True)
def approve(
    session: Session,
    number: Annotated[list[int], typer.Argument(help="The forms' numbers.", autocompletion=payforms)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be signed, and stop.")] = False,
) -> Result:
    """Sign forms that were turned in, all of them or none. A signed correction takes the place of the form
    it corrects."""
    check_manager(session.actor, "sign a pay form")
    signer = need_member(session.actor)
    rows = [kept_form(session, one) for one in dict.fromkeys(number)]
    _check_each(session, rows)
    notes: list[str] = []
    signed = []
    with session.progress("Signing", len(rows)) as one_done:
        for row in rows:
            if row.person == signer.handle:
                notes.append(f"pay form {row.id} is your own; you are the only manager, so you may sign it")
            form = turned_in_shown(session, _signed(session, row, signer))
            notes += life_notes(form)
            signed.append(form)
            one_done()
    answer = PayFormsApproved(forms=tuple(signed))
    if dry_run:
        session.rehearse()
        return Done(answer, f"Would sign {_said(rows)}.", notes=tuple(notes), show=True)
    return Done(answer, f"Signed {_said(rows)}.", notes=tuple(notes), show=len(rows) > 1)


def _check_each(session: Session, rows: Sequence[TurnedIn]) -> None:
    """Refused unless each can be signed; of several, every one that cannot is named."""
    refused: list[OncallError] = []
    for row in rows:
        try:
            next_state(row, "approve")
            _check_another_s(session, row)
        except Refused as error:
            refused.append(error)
    if len(rows) == 1 and refused:
        raise refused[0]
    if refused:
        raise Refused(
            f"{len(refused)} of {len(rows)} forms cannot be signed, so none was",
            details=[error.message for error in refused],
            hint="leave them out to sign the others",
        )


def _check_another_s(session: Session, row: TurnedIn) -> None:
    """Refused where a manager would sign their own form, and another one is there to do it."""
    others = others_to_sign(row, session.actor, session.store.members.all(), session.today)
    if others:
        raise Refused(
            f"pay form {row.id} is your own, and another manager signs it", hint=f"ask {', '.join(others)}"
        )


def _signed(session: Session, row: TurnedIn, signer: Member) -> TurnedIn:
    """The form with the signature; what was paid for its period until now is replaced by it."""
    paid = paid_before(session.store.payforms.of_period(row.person, row.span))
    if paid:
        session.store.payforms.change(paid, {"state": next_state(paid, "replace")})
    return session.store.payforms.change(
        row,
        {
            "state": next_state(row, "approve"),
            "approved": session.now,
            "approved_by": signer.handle,
            "approved_name": signer.name,
        },
    )


def _said(rows: Sequence[TurnedIn]) -> str:
    if len(rows) == 1:
        (row,) = rows
        return f"pay form {row.id} of {row.person} for {row.dates_said}: {row.currency} {row.total:f}"
    *numbers, last = [str(row.id) for row in rows]
    sums = (
        f"{currency} {sum(row.total for row in rows if row.currency == currency):f}"
        for currency in dict.fromkeys(row.currency for row in rows)
    )
    return f"{len(rows)} pay forms, {', '.join(numbers)} and {last}: {', '.join(sums)}"


@verb(app, "send-back", writes=True)
def send_back(
    session: Session,
    number: Annotated[int, typer.Argument(help="The form's number.", autocompletion=payforms)],
    reason: Annotated[str | None, typer.Option("--reason", help="What is wrong, for its technician.")] = None,
) -> Result:
    """Send a form back that is not right; its technician turns it in anew."""
    check_manager(session.actor, "send a pay form back")
    manager = need_member(session.actor)
    row = kept_form(session, number)
    state = next_state(row, "send_back")
    check = partial(one_line, what="reason", limit=REASON_LIMIT)
    said = reason if reason is not None else session.ask_for("reason", "What is wrong with it?", check)
    if said is None:
        raise BadValue("sending a pay form back needs a reason", hint="--reason TEXT")
    after = session.store.payforms.change(
        row,
        {
            "state": state,
            "sent_back": session.now,
            "sent_back_by": manager.handle,
            "sent_back_name": manager.name,
            "sent_back_because": check(said),
        },
    )
    shown = turned_in_shown(session, after)
    line = f"Sent pay form {row.id} of {shown.name} for {row.dates_said} back: {after.sent_back_because}"
    return Done(shown, f"{line}." if line[-1] not in ".!?" else line, notes=_stays(session, row))


def _stays(session: Session, row: TurnedIn) -> tuple[str, ...]:
    """That the form which a correction would have replaced is still what is paid."""
    paid = paid_before(session.store.payforms.of_period(row.person, row.span))
    return (f"pay form {paid.id}, which it would have replaced, is still what is paid",) if paid else ()
