"""What a store holds and cannot hold: damage, wherever it lies."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oncall_cli.errors import StoreFailed
from oncall_cli.store.door import Act, Door
from tests.conftest import Cli

ACT = Act("dee", None, "root", datetime(2026, 11, 24, 8, 10, tzinfo=UTC))
READING = ("rotation", "show")
WRITING = ("team", "add", "eve", "--name", "Eve", "--as", "dee")


def test_damage_anywhere_in_the_file_is_a_sentence_or_does_no_harm(team: Cli) -> None:
    whole = team.path.read_bytes()
    for page in range(1, len(whole) // 4096):
        filler = (b"\x00", b"\xa5", b"a")[page % 3]
        content = bytearray(whole)
        content[page * 4096 + 200 : page * 4096 + 3000] = filler * 2800
        team.path.write_bytes(content)
        for command in (READING, ("team", "list"), ("policy", "history")):
            answer = team(*command, code=None)
            assert answer.code in (0, 4), (page, filler, answer.err)


def test_a_row_that_the_tables_would_never_take_is_damage_and_no_fault_of_the_program(team: Cli) -> None:
    with closing(sqlite3.connect(team.path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE member SET role = 'boss' WHERE handle = 'ben'")
        connection.commit()
    for command in (("team", "list"), ("team", "edit", "ben", "--phone", "555", "--as", "dee")):
        assert "is damaged: CHECK constraint failed in member" in team(*command, code=4).err


NO_SENSE: list[tuple[tuple[str, ...], str]] = [
    (("policy", "history"), "UPDATE policy SET whole = '{}{}'"),
    (("now",), "UPDATE policy SET whole = '{\"swap\": 5}'"),
    (("now",), "UPDATE policy SET holds_from = '2026-13-01'"),
    (("now",), "DELETE FROM policy"),
    (("now",), "UPDATE member SET name = CAST(x'ff' AS TEXT)"),
    (("rotation", "show"), "UPDATE rotation_order SET start = 'soon'"),
    (("rotation", "show"), "UPDATE turn SET week = '2026-11-2x', recorded = 'x'"),
    (("rotation", "set", "cy", "--from", "2027-02-01", "--as", "dee"), "UPDATE turn SET week = 'z'"),
    (("swap", "list", "--all"), "UPDATE swap SET give = '2026-12-99'"),
    (("swap", "show", "1"), "UPDATE swap_step SET moment = 'then'"),
    (("ticket", "list", "--all"), "UPDATE ticket SET received = 'then'"),
    (("ticket", "show", "1"), "UPDATE ticket_event SET moment = 'then'"),
    (("ticket", "show", "1"), "UPDATE work SET start = 'then'"),
    (("ticket", "note", "1", "seen", "--as", "ana"), "UPDATE ticket SET status = 'lost'"),
    (("store", "log"), "UPDATE record SET after = '{'"),
    (("calendar", "export", "--team"), "UPDATE fact SET value = 'x'"),
    (("calendar", "export", "--team"), "DELETE FROM fact"),
    (("calendar", "export", "--team"), "UPDATE feed_event SET whole = '{}'"),
    (("now",), "UPDATE holiday SET day = '2026-12-0x' WHERE day = '2026-12-25'"),
]
"""A command, and what somebody has done to a row that it reads."""


def _without_guards(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        guards = "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR name GLOB 'open_*'"
        for kind, name in connection.execute(guards).fetchall():
            connection.execute(f"DROP {kind} {name}")
        assert connection.execute(change).rowcount > 0, change
        connection.commit()


def test_what_makes_no_sense_in_a_row_is_damage(team: Cli) -> None:
    team("swap", "request", "--give", "2026-12-07", "--with", "ben", "--as", "ana")
    called = ("-c", "phone", "-n", "Kim", "-p", "555-0100", "-d", "down", "--received", "-30m")
    team("ticket", "log", *called, "--as", "ana")
    team("ticket", "work", "1", "02:05/02:08", "--as", "ana")
    team("calendar", "export", "--team")
    whole = team.path.read_bytes()
    for command, change in NO_SENSE:
        team.path.write_bytes(whole)
        _without_guards(team.path, change)
        said = team(*command, code=None)
        assert (said.code, said.out) == (4, ""), (change, said.err)
        assert f"the store {team.path} is damaged: " in said.err
        assert "hint: restore it from a copy" in said.err


def test_an_engine_that_quotes_what_is_no_text_says_damage(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quoting(*_: object) -> int:
        return len(b"\xff".decode())

    opened = team.store().door
    with pytest.raises(StoreFailed, match="is damaged: it holds text that is no text"), opened.failures():
        quoting()
    monkeypatch.setattr(Door, "_pragma", quoting)
    for command in (READING, WRITING):
        assert "is damaged: " in team(*command, code=4).err


def test_a_fault_of_the_program_inside_a_transaction_is_not_called_damage(team: Cli) -> None:
    opened = team.store().door
    for fault in (ValueError, KeyError, UnicodeEncodeError("ascii", "ü", 0, 1, "no")):
        with pytest.raises((ValueError, KeyError)), opened.transaction(ACT):
            raise fault
