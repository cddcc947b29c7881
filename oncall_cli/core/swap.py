"""Swaps of whole weeks (S1-S7): their states, the notice they need, and what is checked each time.

- A swap is open while it is requested or accepted; every other state is final.
- Only its partner accepts or declines, only a manager approves or refuses, only its requester withdraws.
- An open swap expires when the earlier of its two weeks begins.
- Weeks change hands on the step to `applied`, and on no other.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from oncall_cli.core.away import Away, away_in
from oncall_cli.core.leaving import is_there
from oncall_cli.core.member import Member
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.moment import week_of
from oncall_cli.core.schedule import Schedule, Turn, weeks_running
from oncall_cli.core.span import whole_minute
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEKDAYS, instant
from oncall_cli.errors import BadValue, Refused

SwapState = Literal["requested", "accepted", "applied", "declined", "refused", "withdrawn", "expired"]
SwapStep = Literal["accept", "decline", "approve", "refuse", "withdraw", "expire"]

TRANSITIONS: dict[tuple[SwapState, SwapStep], SwapState] = {
    ("requested", "accept"): "accepted",
    ("requested", "decline"): "declined",
    ("requested", "refuse"): "refused",
    ("requested", "withdraw"): "withdrawn",
    ("requested", "expire"): "expired",
    ("accepted", "approve"): "applied",
    ("accepted", "refuse"): "refused",
    ("accepted", "withdraw"): "withdrawn",
    ("accepted", "expire"): "expired",
}
STEP_SAID: dict[SwapStep, str] = {
    "accept": "accepted",
    "decline": "declined",
    "approve": "approved",
    "refuse": "refused",
    "withdraw": "withdrawn",
    "expire": "expired",
}
DAY_WORDS = {name[:3] for name in (*WEEKDAYS, "today", "tomorrow", "yesterday")}
OPEN: tuple[SwapState, ...] = ("requested", "accepted")


class Swap(Frozen):
    """`requester` gives the week `give` to `partner` and takes `take`, or nothing (a week given away)."""

    id: int
    state: SwapState
    requester: str
    partner: str
    give: date
    take: date | None
    deadline: Moment
    requested_at: Moment
    in_time: bool
    exception: str | None = None
    reason: str | None = None
    closed_because: str | None = None

    @property
    def weeks(self) -> tuple[date, ...]:
        """The weeks it names, earlier first."""
        return tuple(sorted(week for week in (self.give, self.take) if week))

    @property
    def moves(self) -> tuple[tuple[date, str], ...]:
        """Which week goes to whom when it is applied, the earlier week first."""
        taken = ((self.take, self.requester),) if self.take else ()
        return tuple(sorted(((self.give, self.partner), *taken)))


class SwapStepTaken(Frozen):
    """A step of a swap: which, when, by whom and why."""

    step: str
    moment: Moment
    person: str | None
    reason: str | None


def next_state(swap: Swap, step: SwapStep) -> SwapState:
    """The state after a step; Refused where the swap is not in a state that allows it (S3)."""
    state = TRANSITIONS.get((swap.state, step))
    if state is None:
        if swap.state == "requested" and step == "approve":
            raise Refused(
                f"swap {swap.id} waits for {swap.partner}, who has not accepted it",
                hint=f"{swap.partner} accepts it first: oncall swap accept {swap.id}",
            )
        said = STEP_SAID[step]
        tail = "already" if said == swap.state else f"and cannot be {said} any more"
        raise Refused(f"swap {swap.id} is {swap.state} {tail}")
    return state


def notice_deadline(weeks: tuple[date, ...], notice_days: int, timetable: Timetable) -> datetime:
    """The last minute to ask: so many local calendar days before the earlier week begins, at the same
    time of day (S2), in UTC."""
    earlier = min(weeks)
    shape = timetable.on(earlier).shape
    return instant(earlier - timedelta(days=notice_days), shape.start, shape.zone)


def is_in_time(moment: datetime, deadline: datetime) -> bool:
    """Whether a request made at `moment` keeps the notice; the deadline's whole minute is in time (S2)."""
    return whole_minute(moment) <= deadline


def is_expired(swap: Swap, moment: datetime, timetable: Timetable) -> bool:
    """Whether an open swap's earlier week has begun (S3)."""
    return swap.state in OPEN and timetable.span(swap.weeks[0]).start <= whole_minute(moment)


def week_asked(text: str, now: datetime, timetable: Timetable) -> date:
    """The week somebody asks to switch. Refused where they ask for days instead: a swap names a whole week,
    by its first day or by its number (S1)."""
    said = text.strip()
    try:
        week = week_of(said, now, timetable)
    except BadValue:
        if "/" in said or ":" in said or said[:3].lower() in DAY_WORDS:
            raise _days_refused(text, None) from None
        raise BadValue(
            f"'{text}' is not a week", hint="name one by its first day, this, next, +2 or 2026-W48"
        ) from None
    if said[:4].isdigit() and "w" not in said.lower() and date.fromisoformat(said) != week:
        raise _days_refused(text, week)
    return week


def _days_refused(text: str, week: date | None) -> Refused:
    lies = f"; {text} lies in the week of {week}" if week else ""
    return Refused(
        f"only whole weeks can be switched, not single days{lies}",
        hint=f"name a week by its first day{f', {week}' if week else ', like 2026-11-23'}",
    )


def check_owned(give: date, take: date | None, requester: str, partner: str, schedule: Schedule) -> None:
    """Refused unless the requester owns `give`, the partner owns `take` and both are published (S5)."""
    if requester == partner:
        raise BadValue(f"{requester} cannot swap with themselves", hint="name another member with --with")
    if give == take:
        raise BadValue(f"a swap needs two different weeks; both are {give}")
    for week, person in ((give, requester), (take, partner)):
        if week is None:
            continue
        held = schedule.held(week)
        if held is None or not held.published:
            raise Refused(
                f"week {week} is not published yet, so nobody owns it to swap",
                hint="ask again once its quarter is published",
            )
        if held.person != person:
            raise Refused(
                f"week {week} is {held.person}'s, not {person}'s",
                hint=f"oncall rotation show --person {person} lists their weeks",
            )


def check_not_started(swap_weeks: tuple[date, ...], moment: datetime, timetable: Timetable) -> None:
    """Refused where one of the weeks has begun (S5)."""
    for week in swap_weeks:
        if timetable.span(week).start <= whole_minute(moment):
            raise Refused(f"week {week} has begun; only weeks that have not can be switched")


def check_free(weeks: tuple[date, ...], open_swaps: list[Swap]) -> None:
    """Refused where another open swap names one of the weeks (S5)."""
    for other in open_swaps:
        for week in weeks:
            if week in other.weeks:
                raise Refused(
                    f"week {week} is in swap {other.id} already, which is {other.state}",
                    hint=f"oncall swap show {other.id}; it can be withdrawn or declined",
                )


def check_staying(swap: Swap, members: Iterable[Member], today: date, timetable: Timetable) -> None:
    """Refused where a week would go to somebody who leaves before its last minute (R3): it can be theirs if
    that falls on their last date at the latest."""
    known = {member.handle: member for member in members}
    for week, person in swap.moves:
        taker = known.get(person)
        if taker and not is_there(taker, week, timetable):
            leaves = "left" if taker.is_gone(today) else "leaves"
            raise Refused(
                f"{person} {leaves} on {taker.leaves}, before week {week} ends, and cannot take it",
                hint="oncall team list shows who is here; ask somebody who stays",
            )


def check_still_possible(swap: Swap, members: Iterable[Member], schedule: Schedule, moment: datetime) -> None:
    """Refused, with how to end it, where an open swap can go no further: what was true when it was asked for
    is checked at every later step (S5). Of two that name one week, the first to be applied takes it away from
    the other."""
    timetable = schedule.timetable
    try:
        check_owned(swap.give, swap.take, swap.requester, swap.partner, schedule)
        check_not_started(swap.weeks, moment, timetable)
        check_staying(swap, members, timetable.local_day(moment), timetable)
    except Refused as refused:
        raise Refused(
            f"swap {swap.id} can go no further: {refused.message}",
            hint=f"{swap.requester} ends it by oncall swap withdraw {swap.id}, "
            f"a manager by oncall swap refuse {swap.id} --reason TEXT",
        ) from None


def running_after(swap: Swap, schedule: Schedule) -> list[tuple[str, date, date]]:
    """Who would have two weeks running once the weeks have changed hands, and which (S7)."""
    owners = dict(swap.moves)
    return weeks_running(owners, schedule, owners)


def away_after(swap: Swap, away: Iterable[Away], timetable: Timetable) -> list[tuple[date, Away]]:
    """Which week would go to somebody whose time away it touches (S7)."""
    known = list(away)
    found = ((week, away_in(week, person, known, timetable)) for week, person in swap.moves)
    return [(week, one) for week, one in found if one]


def exchanged(swap: Swap, schedule: Schedule, moment: datetime) -> tuple[Turn, ...]:
    """The turns by which its weeks change owners, all at once. Whom the order gave a week to stays, however
    often it changes hands (S6)."""
    return tuple(
        Turn(
            week=week,
            person=person,
            ordered=schedule.turns[week].ordered,
            cause="swapped",
            swap=swap.id,
            recorded=moment,
        )
        for week, person in swap.moves
    )
