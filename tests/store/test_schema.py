"""The tables: strict, tied to each other, and some of them only ever added to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from oncall_cli.store.schema import VERSION
from tests.conftest import Cli

WHEN = "2026-11-24T08:00:00+00:00"
TURN = "INSERT INTO turn (week, person, cause, recorded) VALUES"


@pytest.fixture
def tables(team: Cli) -> Iterator[sqlite3.Connection]:
    """The store's own file, opened past every rule of the program, with a row in every table that matters."""
    team("swap", "request", "--give", "2026-12-07", "--with", "ben", "--as", "ana")
    with closing(sqlite3.connect(team.path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "INSERT INTO ticket (status, channel, received, caller, phone, description, last_step_at) "
            "VALUES ('open', 'phone', ?, 'Kim', '555', 'down', ?)",
            [WHEN, WHEN],
        )
        connection.execute("INSERT INTO ticket_event (ticket, kind, moment) VALUES (1, 'logged', ?)", [WHEN])
        connection.commit()
        yield connection


@pytest.mark.parametrize(
    ("table", "deeds"),
    [
        ("record", ("UPDATE record SET actor = 'ben'", "DELETE FROM record")),
        ("policy", ("UPDATE policy SET holds_from = '2027-01-01'", "DELETE FROM policy")),
        ("rotation_order", ("UPDATE rotation_order SET start = '2027-01-04'", "DELETE FROM rotation_order")),
        ("order_place", ("UPDATE order_place SET place = place + 1", "DELETE FROM order_place")),
        ("turn", ("UPDATE turn SET person = 'ben'", "DELETE FROM turn")),
        ("swap_step", ("UPDATE swap_step SET person = 'ben'", "DELETE FROM swap_step")),
        ("ticket_event", ("UPDATE ticket_event SET text = 'x'", "DELETE FROM ticket_event")),
    ],
)
def test_what_was_recorded_can_be_neither_changed_nor_deleted(
    tables: sqlite3.Connection, table: str, deeds: tuple[str, ...]
) -> None:
    before = list(tables.iterdump())
    assert any(line.startswith(f'INSERT INTO "{table}"') for line in before)
    for deed in deeds:
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is only ever added to"):
            tables.execute(deed)
    assert list(tables.iterdump()) == before


def test_every_table_is_strict(tables: sqlite3.Connection) -> None:
    kept = tables.execute(
        "SELECT name, strict FROM pragma_table_list "
        "WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    ours = {name: strict for name, strict in kept if not name.startswith("_")}
    assert len(ours) > 10
    assert [name for name, strict in ours.items() if not strict] == []


@pytest.mark.parametrize(
    "deed",
    [
        "INSERT INTO member (handle, name, role) VALUES ('Ana', 'x', 'technician')",
        "INSERT INTO member (handle, name, role) VALUES ('', 'x', 'technician')",
        "INSERT INTO member (handle, name, role) VALUES ('x', '', 'technician')",
        "INSERT INTO member (handle, name, role) VALUES ('x', 'x', 'boss')",
        "UPDATE member SET login = 'root'",
        "INSERT INTO order_place VALUES (1, 9, 'nobody')",
        "INSERT INTO order_place VALUES (1, 9, 'ana')",
        f"{TURN} ('2026-12-07', 'ghost', 'published', '{WHEN}')",
        f"{TURN} ('2026-12-07', 'ana', 'swapped', '{WHEN}')",
        f"{TURN} ('2026-12-07', 'ana', 'assigned', '{WHEN}')",
        f"{TURN} ('soon', 'ana', 'published', '{WHEN}')",
        f"{TURN} ('2026-12-07', 'ana', 'published', '2026-11-24T08:00:00-06:00')",
        "UPDATE swap SET state = 'undone'",
        "UPDATE swap SET partner = requester",
        "UPDATE swap SET take = give",
        "UPDATE swap SET in_time = 0",
        "INSERT INTO swap (state, requester, partner, give, deadline, requested_at, in_time) "
        "SELECT state, requester, partner, give, deadline, requested_at, in_time FROM swap",
    ],
)
def test_the_tables_themselves_refuse_what_must_never_be(tables: sqlite3.Connection, deed: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        tables.execute(deed)


def test_a_new_store_knows_its_version_and_whose_it_is(tables: sqlite3.Connection) -> None:
    assert tables.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert tables.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"onc1"),)
    assert tables.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert tables.execute("PRAGMA foreign_key_check").fetchall() == []
