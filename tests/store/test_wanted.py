"""What a list asks the store for is found by an index, and by a part of a text exactly."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.store.door import Door
from oncall_cli.store.tickets import Tickets
from oncall_cli.store.wanted import Wanted
from tests.conftest import Cli

DAY = datetime(2026, 11, 24, tzinfo=UTC)
NOT_DONE = ("open", "on_it", "waiting")


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(statuses=NOT_DONE),
        Wanted(statuses=("open",), tier=1),
        Wanted(statuses=("done",)),
        Wanted(tier=2),
        Wanted(channel="email", start=DAY),
        Wanted(assignee="ana", end=DAY),
    ],
)
def test_no_list_reads_all_tickets_or_sorts_them(
    team: Cli, monkeypatch: pytest.MonkeyPatch, wanted: Wanted
) -> None:
    door = team.store().door
    plans: list[str] = []

    def explained(_: Door, sql: str, params: list[object]) -> list[dict[str, object]]:
        plans.extend(row[3] for row in door.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", params))
        return []

    monkeypatch.setattr(Door, "rows", explained)
    tickets = Tickets(door)
    tickets.count(wanted)
    tickets.newest(wanted, 50)
    tickets.not_done()
    if wanted.statuses:
        tickets.matching(wanted)
    assert len(plans) >= 3
    assert [plan for plan in plans if "INDEX" not in plan] == []
    if wanted.statuses and "done" not in wanted.statuses:
        assert "open_tickets" in plans[-1]


letters = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=6)


@given(before=letters, part=letters, after=letters, other=letters)
def test_a_part_of_a_text_is_found_in_either_case_and_what_is_no_part_is_not(
    before: str, part: str, after: str, other: str
) -> None:
    def is_found(text: str, asked: str) -> bool:
        where, values = Wanted(customer=asked).clause()
        with closing(sqlite3.connect(":memory:")) as engine:
            engine.execute("CREATE TABLE ticket (customer TEXT)")
            engine.execute("INSERT INTO ticket VALUES (?)", [text])
            return bool(engine.execute(" ".join(("SELECT 1 FROM ticket", where)), values).fetchone())

    assert is_found(before + part + after, part)
    for turned in (part.upper(), part.lower()):
        if len(turned) == len(part) and turned.lower() == part.lower():
            assert is_found(before + turned + after, part)
    if other.casefold() not in part.casefold() and other.lower() not in part.lower():
        assert not is_found(part, other)
