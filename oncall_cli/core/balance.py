"""Holiday weeks for whoever had fewest of them, by trading turns of the quarter (R7)."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from oncall_cli.core.deal import Table, Trade
from oncall_cli.core.week import WEEK

LOOKED_BACK = 52
"""Weeks before the quarter whose holiday weeks count."""


def balanced(
    table: Table, quarter: Sequence[date], holidays: Collection[date], trades: Sequence[Trade]
) -> list[Trade]:
    """The trades that give holiday weeks of a quarter to members who had fewer of them than their owners, on
    top of the `trades` that are made anyway.

    Holiday weeks count as they are owned in the year before the quarter (swaps and all) and in the quarter as
    far as it is dealt. Each in turn is traded with the nearest week without a holiday of whoever has fewest;
    nobody gets a week touching their time away by it, nor two weeks running, and no turn is traded twice.
    """
    owners = {week: owner for trade in trades for week, owner in trade.owners.items()}
    tradable = [week for week in table.weeks if week not in owners]
    year = [quarter[0] - step * WEEK for step in range(1, LOOKED_BACK + 1)]
    settled = [*year, *(week for week in quarter if week not in tradable)]
    had = Counter(owners.get(week) or table.schedule.owner(week) for week in settled if week in holidays)
    made: list[Trade] = []
    for week in [week for week in tradable if week in holidays]:
        own = table.owner(week)
        free = [other for other in tradable if other not in owners and other not in holidays]
        ways = [other for other in free if had[table.owner(other)] < had[own]]
        ways = [other for other in ways if table.can_exchange(week, other)]
        ways = [other for other in ways if not _makes_run(week, other, owners, table)]
        if ways:
            other = min(ways, key=lambda way: (had[table.owner(way)], abs(way - week), -way.toordinal()))
            new = table.owner(other)
            why = f"holidays: {new} had {_counted(had[new])}, {own} {had[own]}"
            made.append(Trade(week=week, other=other, before=own, after=new, why=why))
            owners |= made[-1].owners
        had[owners.get(week, own)] += 1
    return made


def _makes_run(week: date, other: date, owners: dict[date, str], table: Table) -> bool:
    after = owners | {week: table.owner(other), other: table.owner(week)}
    return not table.running(after) <= table.running(owners)


def _counted(weeks: int) -> str:
    return "1 holiday week" if weeks == 1 else f"{weeks} holiday weeks"
