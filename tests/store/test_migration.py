"""A store that the first release made opens as it was, with all that it holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from oncall_cli.store.schema import APPLICATION_ID, VERSION, migrations
from tests.conftest import Cli

MADE = "2026-10-20T14:00:00+00:00"
SWAPPED = "2026-11-02T18:30:00+00:00"


@pytest.fixture
def first_release(cli: Cli) -> Path:
    """A store as the first release left it: two members, an order, three turns of which one was swapped."""
    cli("init")
    with closing(sqlite3.connect(cli.path)) as connection:
        policy = connection.execute("SELECT holds_from, source, text, whole FROM policy").fetchall()
    cli.path.unlink()
    db = Database(cli.path)
    migrations.apply(db, stop_before="m002_lived_in")
    with closing(db.conn) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.executemany(
            "INSERT INTO policy (holds_from, source, text, whole) VALUES (?, ?, ?, ?)", policy
        )
        connection.execute("INSERT INTO fact VALUES ('calendar_namespace', 'x')")
        connection.executemany(
            "INSERT INTO member (handle, name, role) VALUES (?, ?, 'manager')",
            [("ana", "Ana"), ("ben", "Ben")],
        )
        connection.execute("INSERT INTO rotation_order (start, made) VALUES ('2026-10-26', ?)", [MADE])
        connection.executemany("INSERT INTO order_place VALUES (1, ?, ?)", [(0, "ana"), (1, "ben")])
        connection.execute(
            "INSERT INTO swap (state, requester, partner, give, deadline, requested_at, in_time) "
            "VALUES ('applied', 'ana', 'ben', '2026-11-09', ?, ?, 1)",
            [SWAPPED, SWAPPED],
        )
        turn = "INSERT INTO turn (week, person, ordered, cause, swap, recorded) VALUES (?, ?, 'ana', ?, ?, ?)"
        connection.execute(turn, ["2026-10-26", "ana", "published", None, MADE])
        connection.execute(turn, ["2026-11-09", "ana", "published", None, MADE])
        connection.execute(turn, ["2026-11-09", "ben", "swapped", 1, SWAPPED])
        ticket = (
            "INSERT INTO ticket (status, channel, received, caller, phone, description, last_step_at) "
            "VALUES ('open', 'phone', ?, ?, '+1 (555) 0100', ?, ?)"
        )
        connection.execute(ticket, [MADE, "Łukasz", "The portal is down", MADE])
        connection.execute(ticket, [MADE, "Kim", "x", MADE])
        connection.execute(
            "INSERT INTO ticket_event (ticket, kind, moment, text) VALUES (1, 'note', ?, 'tried the café')",
            [MADE],
        )
        connection.commit()
    return cli.path


def test_every_week_keeps_its_owners_and_gets_room_for_what_is_new(cli: Cli, first_release: Path) -> None:
    shown = cli("rotation", "show", "--from", "2026-10-26", "--weeks", "4", "--json").json["weeks"]
    assert [(week["week"], week["person"], week["state"], week["swap"]) for week in shown] == [
        ("2026-10-26", "ana", "published", None),
        ("2026-11-02", "ben", "projected", None),
        ("2026-11-09", "ben", "published", 1),
        ("2026-11-16", "ben", "projected", None),
    ]
    assert cli("team", "show", "ana", "--json").json["leaves"] is None
    with closing(sqlite3.connect(first_release)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        turns = connection.execute("SELECT id, week, person, recorded FROM turn ORDER BY id").fetchall()
        assert turns == [
            (1, "2026-10-26", "ana", MADE),
            (2, "2026-11-09", "ana", MADE),
            (3, "2026-11-09", "ben", SWAPPED),
        ]
        with pytest.raises(sqlite3.IntegrityError, match="turn is only ever added to"):
            connection.execute("DELETE FROM turn")
        connection.execute(
            "INSERT INTO turn (week, person, cause, recorded) VALUES ('2026-11-16', 'ana', 'published', ?)",
            [MADE],
        )
        assert connection.execute("SELECT max(id) FROM turn").fetchone() == (4,)


def test_every_ticket_it_has_can_be_found(cli: Cli, first_release: Path) -> None:
    for words in (["portal"], ["lukasz", "cafe"], ["555-0100", "tried the"]):
        found = cli("ticket", "search", *words, "--json").json["found"]
        assert [one["ticket"]["id"] for one in found] == [1]
    assert len(cli("ticket", "search", "5550100", "--json").json["found"]) == 2


def test_one_that_cannot_be_brought_up_to_date_is_left_as_it_was(cli: Cli, first_release: Path) -> None:
    with closing(sqlite3.connect(first_release)) as connection:
        connection.execute("CREATE TABLE cover (x)")
    before = first_release.read_bytes()
    assert cli("now", "--json", code=4).error["code"] == "store"
    assert first_release.read_bytes() == before
