"""What whoever looks at the team must know of pay forms: which are late, which of theirs were sent back, and
which they are to sign.

What works out pay is imported only for a team that has a pay rule.
"""

from datetime import date
from typing import NamedTuple

from oncall_cli.answers.now import PayFormSentBack, PayFormsLate
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform_life import others_to_sign
from oncall_cli.core.week import WEEK
from oncall_cli.session import Session

WEEKS = 4
"""How many ended weeks are looked at."""


class OfLastWeeks(NamedTuple):
    """Who is late with which week, and what of whoever acts was sent back."""

    late: tuple[PayFormsLate, ...]
    sent_back: tuple[PayFormSentBack, ...]


def of_last_weeks(session: Session) -> OfLastWeeks:
    """What is to be turned in of the last weeks, the oldest first; of weeks alone in which a pay rule held. A
    team without one pays nothing for the question. A correction that was sent back is not named: what it
    would have replaced still stands, so that nobody has to do anything."""
    ended = session.policies.timetable({}).this_week(session.now) - WEEK
    weeks = [ended - step * WEEK for step in reversed(range(WEEKS))]
    weeks = [week for week in weeks if pays(session, week)]
    if not weeks:
        return OfLastWeeks((), ())
    from oncall_cli.commands.payform_owed import due_of_week, ledger
    from oncall_cli.core.payform_due import draft_state

    book = ledger(session, weeks)
    found = []
    for week in weeks:
        due = due_of_week(session, week, book.schedule)
        end = book.schedule.timetable.held(week).end
        people = [one.person for one in book.owed if one.week == week]
        if people and draft_state(end, due, session.now) == "late":
            zone = session.policies.on(week).zone
            found.append(PayFormsLate(week=week, due=due.astimezone(zone), people=tuple(people)))
    back = tuple(
        PayFormSentBack(
            form=one.form.id,
            week=one.form.week,
            first=one.form.first,
            last=one.form.last,
            reason=one.form.sent_back_because or "",
        )
        for one in book.spoken
        if one.form.person == session.actor.handle and not one.form.standing
    )
    return OfLastWeeks(tuple(found), back)


def pays(session: Session, week: date) -> bool:
    """Whether a pay rule held at the week's beginning or end."""
    return any(session.policies.on(day).pay != PayRules() for day in (week, week + WEEK))


def to_sign(session: Session) -> tuple[int, ...]:
    """The forms that wait for the signature of whoever acts, if that is a manager: not their own where
    another manager is there."""
    actor = session.actor
    if actor.member is None or not actor.is_manager:
        return ()
    members, waiting = session.store.members.all(), session.store.payforms.waiting()
    return tuple(form.id for form in waiting if not others_to_sign(form, actor, members, session.today))
