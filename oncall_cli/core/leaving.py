"""How the order goes on when somebody leaves, so that nobody else's next turn moves (R2, R3).

Who leaves keeps the weeks that end on their last date at the latest. The first week to come that cannot be
theirs goes to whoever is rested best around it, as an extra turn; everybody else's next turn stays where it
was, and from there on the round is one shorter. Orders that begin later go on holding from their start, in
the same way. All of it is said in new orders; weeks that have begun or are published stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order, holding_from, made_anew, with_ends
from oncall_cli.core.schedule import Held, Schedule
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused


def is_there(member: Member, week: date, timetable: Timetable) -> bool:
    """Whether a member is still in the team when a week ends, by the date of its last minute (R3)."""
    return not member.is_gone(timetable.last_day(week))


def in_the_way(member: Member, schedule: Schedule, now: datetime) -> list[Held]:
    """The weeks of a member that end after their last date though they have begun or are published: why they
    cannot leave on it (R3). The schedule knows every order and every published week from that date's on."""
    if member.leaves is None:
        return []
    timetable = schedule.timetable
    begun = _weeks(timetable.week_of_day(member.leaves) - WEEK, timetable.next_week(now))
    weeks = sorted({*begun, *schedule.turns})
    held = [schedule.held(week) for week in weeks if not is_there(member, week, timetable)]
    return [one for one in held if one and one.person == member.handle]


def orders_without_leavers(members: Iterable[Member], schedule: Schedule, now: datetime) -> list[Order]:
    """The orders to add so that no week to come is projected for somebody who has left by its end; none where
    no week is. Refused where nobody would be left. The schedule knows every order, and every published week
    from now on."""
    first = schedule.timetable.next_week(now)
    old = line = holding_from(first, schedule.orders)
    leaving = {member.handle: member for member in members if member.leaves}
    reasons: list[str] = []
    # A round made shorter can bring those who leave later a week they will not be there for: they come after.
    for member in sorted(leaving.values(), key=lambda one: (one.leaves or first, one.handle)):
        shorter = _Leaving(member, leaving, schedule, first, now).line(line)
        if shorter != line:
            reasons.append(f"{member.handle} left" + (f": {why}" if (why := member.leaves_because) else ""))
        line = shorter
    return made_anew(line, old, "; ".join(reasons), now)


def orders_as_before(handle: str, schedule: Schedule, now: datetime) -> list[Order]:
    """The orders to add so that a leave recorded last, on whatever date, never was: whoever stays after all
    has their turns again. None where another order was made since. The schedule knows every order."""
    before = list(schedule.orders)
    while before and any(part.startswith(f"{handle} left") for part in (before[-1].reason or "").split("; ")):
        before.pop()
    first = schedule.timetable.next_week(now)
    line = holding_from(first, before)
    return made_anew(line, holding_from(first, schedule.orders), f"{handle} stays", now)


def _weeks(first: date, end: date) -> Iterator[date]:
    return (first + step * WEEK for step in range((end - first) // WEEK))


@dataclass(frozen=True)
class _Window:
    """From `first`, the leaver's first vacated week, up to `stop`, everybody else's turns are as `order` has
    them; from there on, `then` holds until the next order begins."""

    first: date
    stop: date
    order: Order
    then: Order | None


@dataclass(frozen=True)
class _Leaving:
    """One member leaves; `leaving` are all who do. `first` is the first week that has not begun."""

    member: Member
    leaving: Mapping[str, Member]
    schedule: Schedule
    first: date
    now: datetime

    def line(self, line: list[Order]) -> list[Order]:
        """The orders that hold one after another, without the member from the first vacated week of each."""
        since = self._since()
        windows = {order.start: self._window(order, since, end) for order, end in with_ends(line)}
        drafted: list[Order] = []
        for order in line:
            window = windows[order.start]
            drafted += [order, window.then] if window and window.then else [order]
        fills: dict[date, str] = {}
        for window in windows.values():
            for week in _weeks(window.first, window.stop) if window else ():
                if window and window.order.handle_at(week) == self.member.handle:
                    fills[week] = self._extra(week, window.order, drafted, fills)
        spelled: list[Order] = []
        for order in line:
            window = windows[order.start]
            again = spelled != line[: len(spelled)]
            spelled += _spelled(window, fills, self.now, again=again) if window else [order]
        return spelled

    def _since(self) -> date:
        """The first week to come that cannot be the leaver's any more."""
        timetable = self.schedule.timetable
        week = max(self.first, timetable.week_of_day(self.member.leaves or self.first) - WEEK)
        while is_there(self.member, week, timetable):
            week += WEEK
        return week

    def _window(self, order: Order, since: date, end: date | None) -> _Window | None:
        """What changes in an order that holds until `end`; nothing where it gives the leaver no week."""
        first = self._next(self.member.handle, max(order.start, since), end, order)
        if first is None:
            return None
        others = [handle for handle in order.handles if handle != self.member.handle]
        found = [self._next(handle, first + WEEK, end, order) for handle in others]
        turns = [week for week in found if week]
        stop = max(turns) + WEEK if turns and len(turns) == len(others) else end
        if stop is None:
            raise self._nobody_left(first)
        if stop == end:
            return _Window(first, stop, order, None)
        rest = tuple(handle for handle in order.round_from(stop) if handle != self.member.handle)
        return _Window(first, stop, order, Order(start=stop, handles=rest, made=self.now))

    def _next(self, handle: str, week: date, end: date | None, order: Order) -> date | None:
        """A member's first unpublished week by an order, from `week` up to `end`."""
        while handle in order.handles and (end is None or week < end):
            if order.handle_at(week) == handle and week not in self.schedule.turns:
                return week
            week += WEEK
        return None

    def _extra(self, hole: date, order: Order, drafted: Sequence[Order], fills: Mapping[date, str]) -> str:
        """Who takes a vacated week as an extra turn: of those in its order, else in any, whoever's nearest
        week before or after it is farthest; of several, whose next one is farther."""
        elsewhere = [handle for one in drafted for handle in one.handles]
        candidates = self._there(order.handles, hole) or self._there(elsewhere, hole)
        if not candidates:
            raise self._nobody_left(hole)
        reach = len(set(elsewhere)) + 1

        def far(handle: str, step: int) -> int:
            around = ((count, hole + step * count * WEEK) for count in range(1, reach))
            own = (count for count, week in around if self._owner(week, drafted, fills) == handle)
            return next(own, reach)

        return max(candidates, key=lambda handle: (min(far(handle, -1), far(handle, 1)), far(handle, 1)))

    def _there(self, handles: Iterable[str], week: date) -> list[str]:
        """Of some members, those who can still have a week."""
        timetable = self.schedule.timetable
        gone = {one.handle for one in self.leaving.values() if not is_there(one, week, timetable)}
        return [handle for handle in dict.fromkeys(handles) if handle not in gone]

    def _owner(self, week: date, drafted: Sequence[Order], fills: Mapping[date, str]) -> str | None:
        """Who has a week as far as it is worked out; the leaver where it is not."""
        if week < self.first or week in self.schedule.turns:
            return self.schedule.owner(week)
        holds = next((order for order in reversed(drafted) if order.start <= week), None)
        return fills.get(week) or (holds.handle_at(week) if holds else None)

    def _nobody_left(self, week: date) -> Refused:
        return Refused(
            f"{self.member.handle} is the only one whom the order can give week {week}",
            hint=f"set another order first: oncall rotation set HANDLE... --from {week}",
        )


def _spelled(window: _Window, fills: Mapping[date, str], now: datetime, *, again: bool) -> list[Order]:
    """The orders that say a window and what holds after it; what holds before it is kept, or said `again`."""
    kept = [window.order] if window.order.start < window.first and not again else []
    weeks = list(_weeks(window.order.start if again else window.first, window.stop))
    owners = [fills.get(week) or window.order.handle_at(week) for week in weeks]
    then = window.then
    while then and weeks and then.handle_at(weeks[-1]) == owners[-1]:
        then = Order(start=weeks[-1], handles=then.round_from(weeks[-1]), made=now)
        weeks, owners = weeks[:-1], owners[:-1]
    spelled = kept
    while weeks:
        turn = list(dict.fromkeys(owners))
        while turn != owners[: len(turn)]:
            turn.pop()
        order = Order(start=weeks[0], handles=tuple(turn), made=now)
        length = next((n for n, week in enumerate(weeks) if order.handle_at(week) != owners[n]), len(weeks))
        spelled.append(order)
        weeks, owners = weeks[length:], owners[length:]
    return [*spelled, then] if then else spelled
