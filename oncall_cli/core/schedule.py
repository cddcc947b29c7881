"""Who has each week and who is on at any moment: the one place that answers it (R5, R6, C2).

A published week is what its last recorded turn says; a projected one is what the order gives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from oncall_cli.core.cover import Cover, Stretch, counting, stretch_at, stretches
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.rotation import Order, ordered_at
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused

Cause = Literal["published", "traded", "assigned", "swapped", "imported", "withdrawn"]


class Turn(Frozen):
    """A recorded owner of a week: why, and whom the order had given the week to when it was recorded.

    A `traded` one was exchanged for the week `other` when it was published (R4); a `withdrawn` one is what is
    left of a publication that was taken back, and leaves the week to the order. Where a week is looked up,
    `was` is the owner recorded before this one.
    """

    week: date
    person: str
    ordered: str | None
    cause: Cause
    swap: int | None = None
    other: date | None = None
    reason: str | None = None
    recorded: Moment
    was: str | None = None


class Held(Frozen):
    """A week as it stands: its owner, whether that is announced, and what changed it."""

    week: date
    person: str
    published: bool
    ordered: str | None = None
    """Who the order gave it to, when that is someone else."""
    was: str | None = None
    """Who had it before, when that is someone else."""
    swap: int | None = None
    cause: Cause | None = None
    reason: str | None = None


class Duty(Frozen):
    """Who is on at a moment, until when, and who is on before and after that. `owner` is whose week it is,
    `cover` the number of the cover by which `person` is somebody else. On handover day all of them are
    nothing (W2)."""

    week: date | None
    person: str | None
    owner: str | None = None
    cover: int | None = None
    until: Moment
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Schedule:
    """Orders in the order they were made, the latest turn of every published week, and each week's covers."""

    timetable: Timetable
    orders: Sequence[Order]
    turns: Mapping[date, Turn]
    covers: Mapping[date, Sequence[Cover]] = field(default_factory=dict)
    _found: dict[date, Held | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def held(self, week: date) -> Held | None:
        """The week as it stands, or nothing where no order reaches it."""
        if week not in self._found:
            self._found[week] = self._held(week)
        return self._found[week]

    def _held(self, week: date) -> Held | None:
        turn = self.turns.get(week)
        if turn:
            return Held(
                week=week,
                person=turn.person,
                published=True,
                ordered=turn.ordered if turn.ordered != turn.person else None,
                was=was if (was := turn.was or turn.ordered) != turn.person else None,
                swap=turn.swap,
                cause=turn.cause,
                reason=turn.reason,
            )
        person = ordered_at(week, self.orders, self.timetable)
        return Held(week=week, person=person, published=False) if person else None

    def owner(self, week: date) -> str | None:
        """The handle of the week's owner, announced or projected."""
        held = self.held(week)
        return held.person if held else None

    def stretches(self, week: date) -> tuple[Stretch, ...]:
        """Who is on in the week, stretch by stretch (C2); none where nobody has it."""
        owner = self.owner(week)
        return stretches(owner, self.covers.get(week, ()), self.timetable.held(week)) if owner else ()

    def covers_in(self, week: date) -> tuple[Cover, ...]:
        """The covers by which somebody else than the owner is on in the week, by start (C1)."""
        owner = self.owner(week)
        if owner is None:
            return ()
        found = counting(owner, self.covers.get(week, ()), self.timetable.held(week))
        return tuple(cover for cover, _ in found)

    def first_on(self, week: date) -> str | None:
        """Who is on when the week begins."""
        return next((stretch.person for stretch in self.stretches(week)), None)

    def last_on(self, week: date) -> str | None:
        """Who is on when the week ends."""
        return next((stretch.person for stretch in reversed(self.stretches(week))), None)

    def duty_at(self, moment: datetime) -> Duty:
        """Who is on at a moment, until when, and who comes before and after (R5, W2, C2)."""
        week = self.timetable.week_at(moment)
        if week is None:
            following = self.timetable.next_week(moment)
            return Duty(
                week=None,
                person=None,
                until=self.timetable.span(following).start,
                before=self.last_on(following - WEEK),
                after=self.first_on(following),
            )
        found = self.stretches(week)
        now = stretch_at(moment, found)
        number = found.index(now) if now else 0
        is_last = number >= len(found) - 1
        return Duty(
            week=week,
            person=now.person if now else None,
            owner=self.owner(week),
            cover=now.cover if now else None,
            until=self.timetable.span(week).end if now is None or is_last else now.span.end,
            before=found[number - 1].person if number else self.last_on(week - WEEK),
            after=self.first_on(week + WEEK) if is_last else found[number + 1].person,
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
