"""Who has each week and who is on at any moment: the one place that answers it (R5, R6).

A published week is what its last recorded turn says; a projected one is what the order gives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.rotation import Order, ordered_at
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused

Cause = Literal["published", "assigned", "swapped"]


class Turn(Frozen):
    """A recorded owner of a week: why, and whom the order had given the week to when it was recorded."""

    week: date
    person: str
    ordered: str | None
    cause: Cause
    swap: int | None = None
    reason: str | None = None
    recorded: Moment


class Held(Frozen):
    """A week as it stands: its owner, whether that is announced, and what changed it."""

    week: date
    person: str
    published: bool
    ordered: str | None = None
    """Who the order gave it to, when that is someone else."""
    swap: int | None = None


class Duty(Frozen):
    """Who is on at a moment. On handover day `person` and `week` are nothing (W2)."""

    week: date | None
    person: str | None
    until: Moment
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Schedule:
    """Orders in the order they were made and the latest turn of every published week."""

    timetable: Timetable
    orders: Sequence[Order]
    turns: Mapping[date, Turn]

    def held(self, week: date) -> Held | None:
        """The week as it stands, or nothing where no order reaches it."""
        turn = self.turns.get(week)
        if turn:
            ordered = turn.ordered if turn.ordered != turn.person else None
            return Held(week=week, person=turn.person, published=True, ordered=ordered, swap=turn.swap)
        person = ordered_at(week, self.orders, self.timetable)
        return Held(week=week, person=person, published=False) if person else None

    def owner(self, week: date) -> str | None:
        """The handle of the week's owner, announced or projected."""
        held = self.held(week)
        return held.person if held else None

    def duty_at(self, moment: datetime) -> Duty:
        """Who is on at a moment, until when, and who comes before and after (R5, W2)."""
        week = self.timetable.week_at(moment)
        if week is None:
            following = self.timetable.next_week(moment)
            return Duty(
                week=None,
                person=None,
                until=self.timetable.span(following).start,
                before=self.owner(following - WEEK),
                after=self.owner(following),
            )
        return Duty(
            week=week,
            person=self.owner(week),
            until=self.timetable.span(week).end,
            before=self.owner(week - WEEK),
            after=self.owner(week + WEEK),
        )

    def next_weeks(self, person: str, first: date, *, count: int, horizon: int = 104) -> list[date]:
        """A member's next weeks from `first` on, at most `count`, looking `horizon` weeks ahead."""
        weeks = (first + step * WEEK for step in range(horizon))
        own = (week for week in weeks if self.owner(week) == person)
        return [week for week, _ in zip(own, range(count), strict=False)]


def weeks_running(
    weeks: Iterable[date], schedule: Schedule, moved: Mapping[date, str] | None = None
) -> list[tuple[str, date, date]]:
    """Who has two weeks running around any of `weeks`: the member and both weeks. `moved` says who would
    have weeks that are about to change hands."""
    owners = moved or {}

    def owner(week: date) -> str | None:
        return owners.get(week) or schedule.owner(week)

    pairs = sorted({pair for week in weeks for pair in ((week - WEEK, week), (week, week + WEEK))})
    held = [(owner(first), owner(second), first, second) for first, second in pairs]
    return [(one, first, second) for one, other, first, second in held if one and one == other]


def may_publish(week: date, schedule: Schedule) -> bool:
    """Whether a week can be announced now: not yet published, and an order reaches it (R1, R2)."""
    return week not in schedule.turns and schedule.owner(week) is not None


def check_assignable(week: date, schedule: Schedule, moment: datetime) -> None:
    """Refused where a week has begun and had an owner: what was true of the past stays (R1, R6)."""
    held = schedule.held(week)
    if held and schedule.timetable.span(week).start <= moment:
        raise Refused(
            f"week {week} has begun with {held.person} on call, and a week that has begun keeps its owner",
            hint="assign a later week",
        )
