"""The pay forms of the last weeks: what is to be turned in, what is late, what waits for a signature."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, NamedTuple, get_args

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.answers.payform import PeriodShown
from oncall_cli.answers.payform_list import FormListed, PayFormList
from oncall_cli.commands.complete import handles
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_form import period_asked
from oncall_cli.commands.payform_frame import app
from oncall_cli.commands.payform_late import pays, to_sign
from oncall_cli.commands.payform_listed import Shown, listed
from oncall_cli.commands.payform_owed import ledger
from oncall_cli.core.payform import Period, weeks_ending_in
from oncall_cli.core.payform_due import ListedState
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

USUAL = 13
"""Ended weeks that are listed where nothing else is said."""
STATES: tuple[ListedState, ...] = get_args(ListedState)


class _Range(NamedTuple):
    """The weeks to list, the dates on which what is listed ends, and whether that is the usual range."""

    weeks: list[date]
    period: PeriodShown
    is_usual: bool


@verb(app, "list")
def list_(
    session: Session,
    person: Annotated[
        str | None,
        typer.Option("--person", help="Of one member.", metavar="HANDLE", autocompletion=handles),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", help="What ends in these dates, both inside.", metavar="FROM/TO"),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option(
            "--weeks",
            help=f"How many weeks that have ended; left out, {USUAL}.",
            min=1,
            max=1040,
            metavar="N",
        ),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", help=f"Only these: {', '.join(STATES)}.", autocompletion=lambda: list(STATES)
        ),
    ] = None,
    differing: Annotated[
        bool, typer.Option("--differing", help="Only what today's tickets or rules would make otherwise.")
    ] = False,
) -> Result:
    """List who is to turn in what, and what became of it.

    A form is owed by whoever stood by in a week or had a call after hours in it, once it has begun; the
    running week is listed too. What waits for a signature is listed however old it is, unless --weeks or
    --period says which.
    """
    wanted = _state_of(state)
    whose = session.member(person).handle if person else None
    asked = _range(session, period, weeks)
    reader = session.actor.handle
    older = session.store.payforms.waiting() if asked.is_usual else []
    found, unpaid = _found(session, asked, older) if asked.weeks else ([], 0)
    own_first = reader if not session.actor.is_manager else None
    found = [one for one in found if whose in (None, one.listed.person)]
    shown = [one for one in found if wanted in (None, one.listed.state)]
    forms = _differing(session, shown) if differing else [one.listed for one in shown]
    forms = sorted(forms, key=lambda form: (form.person != own_first, *_by_dates(form)))
    numbers = {form.form for form in forms}
    return PayFormList(
        period=asked.period,
        reader=reader,
        forms=tuple(forms),
        to_sign=tuple(number for number in to_sign(session) if number in numbers),
        to_turn_in=tuple(
            form.week for form in forms if form.week and form.person == reader and _is_ready(form)
        ),
        unpaid=unpaid,
    )


def _by_dates(form: FormListed) -> tuple[date, date, str]:
    return form.period.first, form.period.last, form.person


def _is_ready(form: FormListed) -> bool:
    """Whether a week can be turned in as it is."""
    is_open = form.state in ("due", "late", "sent_back")
    return is_open and not form.incomplete and not form.partly_in


def _state_of(text: str | None) -> ListedState | None:
    """The state asked for; BadValue names them all."""
    said = text.strip().lower().replace("-", "_").replace(" ", "_") if text is not None else None
    found = next((state for state in STATES if state == said), None)
    if said is not None and found is None:
        raise BadValue(f"'{text}' is no state of a pay form", hint=f"--state is {', '.join(STATES)}")
    return found


def _range(session: Session, period: str | None, weeks: int | None) -> _Range:
    """Which weeks to list, none of those that have not begun. BadValue where both options say which."""
    if period and weeks:
        raise BadValue("--period and --weeks both say which weeks", hint="leave one of them out")
    if period:
        asked = period_asked(session, period)
        timetable = session.timetable(asked.first, asked.last)
        return _Range(_ending_in(asked, timetable, session), _dates(asked.first, asked.last), is_usual=False)
    timetable = session.timetable()
    last = timetable.week_at(session.now) or timetable.this_week(session.now) - WEEK
    ended = timetable.this_week(session.now) - WEEK
    first = ended - ((weeks or USUAL) - 1) * WEEK
    found = [first + step * WEEK for step in range((last - first).days // 7 + 1)]
    return _Range(found, _dates(timetable.last_day(first), timetable.last_day(last)), is_usual=weeks is None)


def _ending_in(asked: Period, timetable: Timetable, session: Session) -> list[date]:
    weeks = weeks_ending_in(asked, timetable)
    return [week for week in weeks if timetable.span(week).start <= session.now]


def _dates(first: date, last: date) -> PeriodShown:
    return PeriodShown(first=first, last=last)


def _found(session: Session, asked: _Range, older: Sequence[TurnedIn]) -> tuple[list[Shown], int]:
    """Every row of the range, and how many weeks are left out: those before anything was turned in, of which
    no pay rule says that there is something to pay."""
    book = ledger(session, asked.weeks, older)
    began = session.store.payforms.first_start()
    unpaid = {
        week
        for week in asked.weeks
        if not pays(session, week) and (began is None or book.schedule.timetable.held(week).start < began)
    }
    by_week = tuple(one for one in book.by_week if one.week not in unpaid)
    waiting = {form.id for form in older}
    spoken = tuple(
        one
        for one in book.spoken
        if asked.period.first <= one.form.last <= asked.period.last or one.form.id in waiting
    )
    return listed(session, book._replace(by_week=by_week, spoken=spoken)), len(unpaid)


def _differing(session: Session, shown: Sequence[Shown]) -> list[FormListed]:
    """The forms that were turned in and would be otherwise today, with in how much."""
    from oncall_cli.commands.payform_kept import turned_in_shown

    found = []
    kept = [one for one in shown if one.form is not None and one.form.standing]
    with session.progress("comparing pay forms", len(kept)) as compared:
        for one in kept:
            differences = turned_in_shown(session, one.form).differences if one.form else ()
            compared()
            if differences:
                found.append(one.listed.model_copy(update={"differences": len(differences)}))
    return found
