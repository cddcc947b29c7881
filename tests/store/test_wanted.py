"""What a list asks the store for is found by an index, and by a part of a text exactly."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.ticket import Ticket
from oncall_cli.core.word import folded
from oncall_cli.store.door import Door, folded_value
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
def test_a_part_of_a_text_is_found_in_any_case_and_with_any_accents_and_what_is_no_part_is_not(
    before: str, part: str, after: str, other: str
) -> None:
    def is_found(text: str, asked: str) -> bool:
        where, values = Wanted(customer=asked).clause()
        with closing(sqlite3.connect(":memory:")) as engine:
            engine.create_function("folded", 1, folded_value, deterministic=True)
            engine.execute("CREATE TABLE ticket (customer TEXT)")
            engine.execute("INSERT INTO ticket VALUES (?)", [text])
            return bool(engine.execute(" ".join(("SELECT 1 FROM ticket", where)), values).fetchone())

    assert is_found(before + part + after, part)
    for turned in (part.upper(), part.lower()):
        if len(turned) == len(part) and turned.lower() == part.lower():
            assert is_found(before + turned + after, part)
    if folded(other) not in folded(part):
        assert not is_found(part, other)
    assert is_found("".join(f"{char}\u0301" for char in part), part)


def test_late_documents_are_looked_for_among_those_that_lack_some_alone(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = team.store().door
    plans: list[str] = []

    def explained(_: Door, sql: str, params: list[object]) -> list[dict[str, object]]:
        plans.extend(row[3] for row in door.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", params))
        return []

    monkeypatch.setattr(Door, "rows", explained)
    tickets = Tickets(door)
    tickets.undocumented(DAY, 100)
    came = {"received": DAY, "last_step_at": DAY, "caller": "Jo", "description": "down"}
    tickets.count_undocumented(DAY, Ticket(id=1, status="done", channel="email", **came))
    assert [plan for plan in plans if "INDEX undocumented_tickets (received" not in plan] == []
    assert len(plans) == 2
