"""What came over the critical line is found by an index, however many tickets there were before."""

from datetime import UTC, datetime

import pytest

from oncall_cli.store.door import Door
from oncall_cli.store.tickets import Tickets
from tests.conftest import Cli


@pytest.mark.parametrize("tiers", [set(), {3}, {3, 4}])
def test_a_period_is_read_by_an_index_on_the_time_received(
    team: Cli, monkeypatch: pytest.MonkeyPatch, tiers: set[int]
) -> None:
    door = team.store().door
    plans: list[str] = []

    def explained(_: Door, sql: str, params: list[object]) -> list[dict[str, object]]:
        plans.extend(row[3] for row in door.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", params))
        return []

    monkeypatch.setattr(Door, "rows", explained)
    start, end = (datetime(2026, month, 1, tzinfo=UTC) for month in (11, 12))
    Tickets(door).over_the_line(start, end, tiers)
    (plan,) = plans
    assert plan.startswith("SEARCH ticket USING")
    assert "(received>? AND received<?" in plan
