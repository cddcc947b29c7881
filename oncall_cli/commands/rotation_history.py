"""How weeks came to be whose they are: history."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.answers.rotation_history import (
    ByShown,
    CoverRecorded,
    OrderShown,
    RotationHistory,
    TurnShown,
    WeekStory,
)
from oncall_cli.commands.complete import handles
from oncall_cli.commands.complete import weeks as week_dates
from oncall_cli.commands.frame import verb
from oncall_cli.commands.rotation_frame import AHEAD, From, app
from oncall_cli.commands.rotation_view import weeks_in_a_row
from oncall_cli.core.past import By, CoverPut, TurnTaken
from oncall_cli.core.rotation import holds_any, still_holding
from oncall_cli.core.timetable import Timetable
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

BACK = 4
"""Weeks before this one that a history begins with when nobody says."""


@verb(app, "history")
def history(
    session: Session,
    week: Annotated[str | None, typer.Option("--week", help="One week.", autocompletion=week_dates)] = None,
    from_: From = None,
    weeks: Annotated[int | None, typer.Option("--weeks", help="How many weeks.", min=1, max=1040)] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="Weeks that were one member's.", autocompletion=handles)
    ] = None,
) -> Result:
    """Show every order there was, and every owner of each week."""
    if week is not None and (from_ is not None or weeks is not None):
        raise BadValue("--week names one week; leave --from and --weeks out", hint="or leave --week out")
    timetable = session.timetable()
    begins = week or from_ or f"-{BACK}"
    count = 1 if week else weeks or (AHEAD if from_ else BACK + 1 + AHEAD)
    asked = weeks_in_a_row(session, timetable, begins, count)
    whose = session.member(person).handle if person is not None else None
    stories = _stories(session, asked)
    return RotationHistory(
        timezone=session.policy.team.timezone,
        first=asked[0],
        last=asked[-1],
        person=whose,
        orders=tuple(_orders(session, timetable, asked[0] if week else None)),
        weeks=tuple(story for story in stories if whose is None or whose in _named(story)),
    )


def _orders(session: Session, timetable: Timetable, week: date | None) -> Iterator[OrderShown]:
    """Every order; of one week, those that can have held it."""
    made = session.store.past.orders()
    orders = [one.order for one in made]
    holding = still_holding(dict(enumerate(orders)), week) if week else range(len(made))
    for number in holding:
        order = orders[number]
        if week is None or order.start <= week:
            yield OrderShown(
                start=order.start,
                order=order.handles,
                reason=order.reason,
                holds=holds_any(order, orders, timetable),
                by=_by(session, made[number].by),
            )


def _stories(session: Session, weeks: list[date]) -> list[WeekStory]:
    schedule = session.schedule(weeks[0], weeks[-1])
    turns = session.store.past.turns(weeks[0], weeks[-1])
    covers = session.store.past.covers(weeks[0], weeks[-1])
    now = schedule.timetable.week_at(session.now)
    return [
        WeekStory(
            week=week,
            person=schedule.owner(week),
            state="published" if week in schedule.turns else "projected",
            is_now=week == now,
            turns=tuple(_turn(session, taken) for taken in turns.get(week, ())),
            cover=tuple(_cover(session, put) for put in covers.get(week, ())),
        )
        for week in weeks
    ]


def _named(story: WeekStory) -> set[str | None]:
    """Everybody who had the week or a part of it."""
    had = [turn.person for turn in story.turns] + [cover.person for cover in story.cover]
    return {story.person, *had}


def _turn(session: Session, taken: TurnTaken) -> TurnShown:
    turn = taken.turn
    return TurnShown(
        person=turn.person,
        cause=turn.cause,
        ordered=turn.ordered,
        swap=turn.swap,
        other=turn.other,
        reason=turn.reason,
        by=_by(session, taken.by),
    )


def _cover(session: Session, put: CoverPut) -> CoverRecorded:
    cover = put.cover
    return CoverRecorded(
        id=cover.id,
        person=cover.person,
        start=session.local(cover.start),
        end=session.local(cover.end),
        reason=cover.reason,
        by=_by(session, put.by),
        withdrawn=put.withdrawn,
        withdrawn_by=_by(session, put.withdrawn_by) if put.withdrawn_by else None,
    )


def _by(session: Session, by: By) -> ByShown:
    return ByShown(person=by.actor, acted_by=by.acted_by, login=by.login, moment=session.local(by.moment))
