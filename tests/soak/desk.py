"""A team's store, its clock and what is remembered of its tickets: whatever is tried either does what it says
or changes nothing at all, and nothing that was recorded is ever changed."""

import contextlib
import functools
import io
import json
import sqlite3
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import typer
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlite_utils import Database

from oncall_cli.cli import run
from oncall_cli.commands.frame import World
from tests.soak.bystander import WEEK, Kept, agrees, minutes_of, monday_of, week_of_form

DAY = timedelta(days=1)
BEGIN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PEOPLE = ("ana", "ben", "cy")
POLICY = """
[team]
name = "Desk"
timezone = "America/Chicago"
[holidays]
extra = { 2026-11-26 = "Thanksgiving Day" }
[ready]
checks = []
[pay]
base_rate = "20.00"
"""
_TEMPLATE: list[bytes] = []
_BUILT = functools.cache(typer.main.get_command)
"""The program's commands, which it builds anew for every command line; here once is enough."""


class Desk(RuleBasedStateMachine):
    """One team's store, its clock, its tickets, and its record as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Path(self.folder.name) / "oncall.db"
        self.now = BEGIN - 40 * DAY
        if not _TEMPLATE:
            self._begin()
            _TEMPLATE.append(self.store.read_bytes())
        self.store.write_bytes(_TEMPLATE[0])
        self.now = BEGIN
        self.tickets: list[Kept] = []
        self.door = sqlite3.connect(self.store)
        self.record = self._record()
        self.is_changed = True

    def _begin(self) -> None:
        policy = self.store.with_name("policy.toml")
        policy.write_text(POLICY, encoding="utf-8")
        self.does("init", "--policy", policy)
        self.does("team", "add", "dee", "--name", "Dee", "--role", "manager", "--phone", "555-0110")
        for handle in PEOPLE:
            self.does("team", "add", handle, "--name", handle.upper(), who="dee")
        self.does("rotation", "set", *PEOPLE, "--from", "2026-10-19", who="dee")
        self.does("rotation", "publish", "2026-Q4", who="dee")

    def _run(self, words: tuple[object, ...], who: str | None) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        argv = [*map(str, words), "--json", "--store", str(self.store), *(["--as", who] if who else [])]
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            mock.patch.object(typer.main, "get_command", _BUILT),
        ):
            code = run(argv, World(clock=lambda: self.now, interactive=False, login="desk"))
        event(f"{' '.join(argv[:2])}: exit {code}")
        return code, out.getvalue(), err.getvalue()

    def does(self, *words: object, who: str | None = None) -> Any:
        """What the program answers."""
        code, out, err = self._run(words, who)
        assert code == 0, f"{words}: exit {code}: {err}"
        return json.loads(out)

    def tries(self, may: bool, *words: object, who: str | None = None) -> Any:
        """The answer where it `may` be; else a rule says no, and nothing at all has changed."""
        before = None if may else self._everything()
        code, out, err = self._run(("ticket", *words), who)
        if may:
            assert code == 0, f"{words} by {who} at {self.now}: exit {code}: {err}"
        else:
            assert code in (1, 2), f"{words} by {who} at {self.now}: exit {code}, {out}"
            assert self._everything() == before, words
        record = self._record()
        assert record[: len(self.record)] == self.record
        self.record = record
        self.is_changed |= may
        return json.loads(out) if may else None

    def _record(self) -> list[Any]:
        return self.door.execute("SELECT * FROM record ORDER BY id").fetchall()

    def _everything(self) -> dict[str, list[Any]]:
        db = Database(self.door, execute_plugins=False)
        return {table.name: list(table.rows) for table in db.tables}

    def one(self, data: st.DataObject) -> Kept:
        return data.draw(st.sampled_from(self.tickets))

    # What must be true.

    def agrees(self, kept: Kept) -> None:
        agrees(kept, self.does("ticket", "show", kept.id), self.now)

    @precondition(lambda self: self.is_changed)
    @rule()
    def all_say_the_same(self) -> None:
        self.is_changed = False
        every = self.does("ticket", "list", "--all", "--limit", 1000)["tickets"]
        assert sorted(one["id"] for one in every) == [kept.id for kept in self.tickets]
        for shown in every:
            agrees(self.tickets[shown["id"] - 1], shown, self.now)
        there = [kept for kept in self.tickets if kept.status != "done"]
        put_off = [kept for kept in there if kept.deferred and kept.deferred > self.now]
        queue = [kept for kept in there if kept not in put_off]
        queue.sort(key=lambda kept: (kept.tier != 1, -kept.priority, kept.received))
        listed = self.does("ticket", "list", "--limit", 1000)
        assert [one["id"] for one in listed["tickets"]] == [kept.id for kept in queue]
        now = self.does("now")
        assert [one["id"] for one in now["tickets"]] == [kept.id for kept in queue]
        assert listed["deferred"] == now["deferred"] == len(put_off)
        deferred = self.does("ticket", "list", "--deferred")["tickets"]
        assert {one["id"] for one in deferred} == {kept.id for kept in put_off}
        late = {
            (one["id"], clock["name"])
            for one in every
            for clock in one["clocks"]
            if clock["state"] == "late" and self.tickets[one["id"] - 1] not in put_off
        }
        assert {(one["ticket"], one["clock"]) for one in now["overdue"]} == late

    def pay_counts_what_was_worked_after_hours(self, who: str) -> None:
        worked: dict[date, set[tuple[int, datetime]]] = {}
        for kept in self.tickets:
            for minute in minutes_of(kept, who):
                week = week_of_form(minute)
                if week:
                    worked.setdefault(week, set()).add((kept.id, minute))
        weeks = {monday_of(self.now), monday_of(self.now) - WEEK, *worked}
        for week in sorted(weeks):
            calls = self.does("payform", "show", "--person", who, "--week", week)["calls"]
            assert sum(call["worked"] for call in calls) == len(worked.get(week, ()))
            assert {call["ticket"] for call in calls} == {number for number, _ in worked.get(week, ())}

    def teardown(self) -> None:
        self.door.close()
        self.folder.cleanup()
