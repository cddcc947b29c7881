"""Dealing a quarter out: every week to whom the order gives it, turns traded around time away (R4).

- A turn whose owner cannot have it is traded with a later turn of somebody who can, and whose turn the owner
  can have. Both weeks change hands; everybody keeps as many weeks as the order gave them.
- Each turn is traded at most once. Weeks that are published or have begun are never traded.
- Later turns are those of the quarter, then of one round of the order after it.
- As few members as can be get two weeks running by it; of all such ways, each week in turn takes the nearest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from oncall_cli.core.away import Away, away_in, dates_said
from oncall_cli.core.model import Frozen
from oncall_cli.core.rotation import order_for
from oncall_cli.core.schedule import Schedule, Turn, may_publish, weeks_running
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused

TRIES = 4000
"""Trades looked at before a search ends with what it has; nothing a team would meet comes near it."""

NAMED = 5
"""How many members a refusal names."""


class Trade(Frozen):
    """Two turns that change hands: `before` gives up `week` and has `other`, `after` the other way about."""

    week: date
    other: date
    before: str
    after: str
    why: str

    @property
    def owners(self) -> dict[date, str]:
        """Who has both weeks from then on."""
        return {self.week: self.after, self.other: self.before}


@dataclass(frozen=True)
class Table:
    """What is dealt: the quarter's `weeks` that can be traded, those `beyond` it that they can be traded for,
    who has which now, and when whom no week can be given: time `away`, and the last date in the team of each
    member who `leaves`."""

    schedule: Schedule
    weeks: Sequence[date]
    beyond: Sequence[date]
    away: Sequence[Away]
    leaves: Mapping[str, date]
    _hindrances: dict[tuple[str, date], str | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def owner(self, week: date) -> str:
        """Who has a week that can be traded, before anything is."""
        owner = self.schedule.owner(week)
        if owner is None:
            raise LookupError(f"nobody has the week {week}")
        return owner

    def hindrance(self, person: str, week: date) -> str | None:
        """Why a member cannot have a week, in words, or nothing."""
        if (person, week) not in self._hindrances:
            self._hindrances[person, week] = self._hindrance(person, week)
        return self._hindrances[person, week]

    def _hindrance(self, person: str, week: date) -> str | None:
        timetable = self.schedule.timetable
        away = away_in(week, person, self.away, timetable)
        if away:
            return f"{person} is away {dates_said(away)}"
        leaves = self.leaves.get(person)
        if leaves and leaves < timetable.last_day(week):
            return f"{person}'s last day is {leaves}"
        return None

    def can_exchange(self, week: date, other: date) -> bool:
        """Whether the owners of two weeks are two, and each can have the other's."""
        one, two = self.owner(week), self.owner(other)
        return one != two and not self.hindrance(one, other) and not self.hindrance(two, week)

    def running(self, owners: Mapping[date, str]) -> set[tuple[str, date, date]]:
        """Who has two weeks running once some weeks have other `owners`, and had not before."""
        return set(weeks_running(owners, self.schedule, owners)) - set(weeks_running(owners, self.schedule))


def table_of(
    quarter: Sequence[date],
    schedule: Schedule,
    moment: datetime,
    away: Sequence[Away],
    leaves: Mapping[str, date],
) -> Table:
    """What can be dealt of a quarter at a moment; the schedule reaches one round of its order beyond it."""

    def is_open(week: date) -> bool:
        return may_publish(week, schedule) and moment < schedule.timetable.span(week).start

    after = quarter[-1] + WEEK
    # Where somebody leaves, an order of one fills a week or two; the round is that of the order around it.
    longest = max((len(order.handles) for order in schedule.orders), default=0)
    coming = [after + step * WEEK for step in range(longest)]
    orders = [order_for(week, schedule.orders, schedule.timetable) for week in coming]
    beyond = coming[: max((len(order.handles) for order in orders if order), default=0)]
    return Table(
        schedule=schedule,
        weeks=[week for week in quarter if is_open(week)],
        beyond=[week for week in beyond if is_open(week)],
        away=away,
        leaves=leaves,
    )


def traded_around_away(table: Table) -> list[Trade]:
    """The trades after which nobody has a week of the quarter that touches their time away (R4). Refused
    where a week can be traded for none, naming it, who is away, and the way on."""
    hindered = [week for week in table.weeks if table.hindrance(table.owner(week), week)]
    later = {week: [other for other in (*table.weeks, *table.beyond) if other > week] for week in hindered}
    ways = {week: [other for other in later[week] if table.can_exchange(week, other)] for week in hindered}
    search = _Search(table, ways)
    found = search.found()
    if found is None:
        raise _no_way(search.stuck or hindered[0], table)
    running = len(table.running(_owners(found, table)))
    better = (_Search(table, ways).found(most=most) for most in range(running))
    best = next((pairs for pairs in better if pairs is not None), found)
    return [_trade(week, other, table) for week, other in best]


def turns_dealt(
    weeks: Iterable[date], trades: Iterable[Trade], schedule: Schedule, moment: datetime
) -> list[Turn]:
    """The turns by which publishing announces unpublished `weeks` that an order reaches, and both weeks of
    every trade, by week."""
    turns = {
        week: Turn(week=week, person=owner, ordered=owner, cause="published", recorded=moment)
        for week in weeks
        if (owner := schedule.owner(week))
    }
    for trade in trades:
        for week, other in ((trade.week, trade.other), (trade.other, trade.week)):
            turns[week] = Turn(
                week=week,
                person=trade.owners[week],
                ordered=trade.owners[other],
                cause="traded",
                other=other,
                reason=trade.why,
                recorded=moment,
            )
    return [turns[week] for week in sorted(turns)]


Pairs = tuple[tuple[date, date], ...]
"""Weeks and what they are traded for."""


def _owners(pairs: Pairs, table: Table) -> dict[date, str]:
    return {one: table.owner(other) for pair in pairs for one, other in (pair, pair[::-1])}


def _trade(week: date, other: date, table: Table) -> Trade:
    before, after = table.owner(week), table.owner(other)
    reasons = [table.hindrance(before, week), table.hindrance(after, other)]
    why = "; ".join(reason for reason in reasons if reason)
    return Trade(week=week, other=other, before=before, after=after, why=why)


class _Search:
    """Goes through the ways to trade the hindered weeks, the nearest first, until one goes through."""

    def __init__(self, table: Table, ways: Mapping[date, Sequence[date]]) -> None:
        self._table = table
        self._ways = ways
        self._tradable = {*table.weeks, *table.beyond}
        self._tries = TRIES
        self.stuck: date | None = None
        """The latest week that nothing was left for."""

    def found(self, *, most: int | None = None, pairs: Pairs = ()) -> Pairs | None:
        """Trades of every hindered week by which at most so many have two weeks running, or however
        many; of those, each week in turn has the nearest."""
        traded = {week for pair in pairs for week in pair}
        left = [week for week in self._ways if week not in traded]
        starved = next((week for week in left if self._is_starved(week, left, traded)), None)
        if starved:
            self.stuck = max(starved, self.stuck or starved)
            return None
        if not left:
            return pairs
        others = [other for other in self._ways[left[0]] if other not in traded]
        tried = [(*pairs, (left[0], other)) for other in others]
        for pairs_ in tried:
            self._tries -= 1
            if self._tries < 0:
                return None
            if most is None or self._running(pairs_) <= most:
                found = self.found(most=most, pairs=pairs_)
                if found is not None:
                    return found
        return None

    def _is_starved(self, week: date, left: Sequence[date], traded: set[date]) -> bool:
        """Whether nothing is left to trade a week for, nor any week left that could be traded for it."""
        return traded.issuperset(self._ways[week]) and not any(week in self._ways[other] for other in left)

    def _running(self, pairs: Pairs) -> int:
        """How many pairs of weeks run for somebody and will, whatever is still traded."""
        owners = _owners(pairs, self._table)
        coming = min((week for week in self._ways if week not in owners), default=date.max)

        def is_settled(week: date) -> bool:
            return week in owners or week < coming or week not in self._tradable

        running = self._table.running(owners)
        return sum(is_settled(first) and is_settled(second) for _, first, second in running)


def _no_way(week: date, table: Table) -> Refused:
    owner = table.owner(week)
    turns: dict[str, list[date]] = {}
    for other in (*table.weeks, *table.beyond):
        if other > week and table.owner(other) != owner:
            turns.setdefault(table.owner(other), []).append(other)
    whys = [_why_not(week, person, weeks, table) for person, weeks in turns.items()]
    if len(whys) > NAMED:
        whys = [*whys[:NAMED], f"{len(whys) - NAMED} others cannot either"]
    own = away_in(week, owner, table.away, table.schedule.timetable)
    others = "; ".join(whys) if whys else "nobody else has a later turn"
    if own is None:
        others = f"{owner} can have none"
    back = f", or take the time away back: oncall team away {owner} --remove {own.id}" if own else ""
    return Refused(
        f"nobody can take week {week}: {table.hindrance(owner, week)}, and no later turn can be had for it "
        f"({others})",
        hint=f"give it to somebody first: oncall rotation assign {week} HANDLE --reason TEXT{back}",
    )


def _why_not(week: date, person: str, turns: Sequence[date], table: Table) -> str:
    owner = table.owner(week)
    hindrance = table.hindrance(person, week)
    if hindrance:
        return hindrance
    if all(table.hindrance(owner, turn) for turn in turns):
        return f"{owner} cannot have {person}'s turns either"
    return f"{person}'s turns are needed for other weeks"
