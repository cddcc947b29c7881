"""Nothing acknowledged is lost when the program is killed at any moment (Y3)."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oncall_cli.store.store import open_store

SOAK = bool(os.environ.get("ONCALL_SOAK"))
ROUNDS = 120 if SOAK else 6

WRITER = """
import sys
from oncall_cli.cli import run
while True:
    for words in (
        ["ticket", "log", "-c", "phone", "-n", "A", "-p", "555-0100", "-d", "x", "--json"],
        ["ticket", "log", "-c", "email", "-n", "B", "-e", "b@example.com", "-d", "y", "--json"],
    ):
        if run(words):
            sys.exit("a command failed")
"""


def acknowledged(store: Path, seconds: float) -> tuple[list[int], str]:
    """The tickets that a writer said it had logged until it was killed, so long after its first one, and
    what it complained of."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "ONCALL_STORE": str(store)},
        text=True,
    ) as writer:
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        out, err = writer.communicate()
    whole = [line for line in (first + out).splitlines(keepends=True) if line.endswith("\n")]
    return [json.loads(line)["id"] for line in whole], err


@pytest.mark.soak
def test_every_acknowledged_ticket_is_there_after_a_kill(team: object, tmp_path: Path) -> None:
    store = tmp_path / "oncall.db"
    chance = random.Random(7)
    told: set[int] = set()
    for _ in range(ROUNDS):
        numbers, complaint = acknowledged(store, chance.random() * 0.4)
        assert not complaint
        told.update(numbers)
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (orphans,) = connection.execute(
            "SELECT count(*) FROM ticket WHERE id NOT IN "
            "(SELECT CAST(key AS INTEGER) FROM record WHERE noun = 'ticket' AND verb = 'added')"
        ).fetchone()
    connection.close()
    assert orphans == 0, "a ticket without its entry in the record"
    kept = open_store(store)
    numbers = {ticket.id for ticket in kept.tickets.not_done()}
    kept.door.close()
    assert told <= numbers
    assert len(numbers) - len(told) <= ROUNDS, "at most one ticket a kill was stored and not yet told"
