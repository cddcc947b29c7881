"""Opening the database file, one transaction at a time, and the record of every change (Y1).

This is the file that knows the engine: pragmas, locking, the file itself.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from oncall_cli.errors import Refused, StoreFailed
from oncall_cli.store.failure import store_failure
from oncall_cli.store.schema import APPLICATION_ID, VERSION, migrations

PATIENCE = 60
"""Seconds to wait for another program's transaction."""

Row = dict[str, Any]


class Act(NamedTuple):
    """Who changes something: the member, the manager who acts for them, the login, and when."""

    actor: str | None
    by: str | None
    login: str
    moment: datetime


def kept(moment: datetime) -> str:
    """A moment as the store keeps it: UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


class Door:
    """An open store. Reads see one state; writes happen inside `transaction()` and are all recorded."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self.act: Act | None = None
        self.rehearsal = False
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None
            )
        except sqlite3.Error as error:
            raise store_failure(error, path) from None
        self.db = Database(connection, recursive_triggers=False, execute_plugins=False)
        try:
            self._prepare(fresh=create)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, fresh: bool) -> None:
        with self.failures():
            self.db.conn.execute("PRAGMA foreign_keys = ON")
            self.db.conn.execute("PRAGMA synchronous = FULL")
            if fresh:
                self.db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._check_version(fresh=fresh)

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Turns the engine's failures into sentences (exit 4)."""
        try:
            yield
        except sqlite3.Error as error:
            raise store_failure(error, self.path) from error

    def _check_version(self, *, fresh: bool) -> None:
        if self._pragma("application_id") != APPLICATION_ID:
            raise StoreFailed(f"{self.path} is not an oncall store", hint="name another file with --store")
        version = self._pragma("user_version")
        if version > VERSION:
            raise StoreFailed(
                f"the store {self.path} was written by a newer oncall "
                f"(its version is {version}, this program knows {VERSION})",
                hint="install the newer oncall",
            )
        if fresh or version < VERSION:
            self.db.conn.execute("BEGIN IMMEDIATE")
            try:
                migrations.apply(self.db)
                self.db.conn.execute(f"PRAGMA user_version = {VERSION}")
                self.db.conn.execute("COMMIT")
            finally:
                self.db.rollback()

    def _pragma(self, name: str) -> int:
        return int(self.db.conn.execute(f"PRAGMA {name}").fetchone()[0])

    def begin_reading(self) -> None:
        """From here on every read sees the same state."""
        with self.failures():
            self.db.conn.execute("BEGIN")

    @contextmanager
    def transaction(self, act: Act) -> Iterator[None]:
        """One IMMEDIATE transaction: what it read cannot change before it writes; all of it or nothing, and
        nothing of a rehearsal."""
        if not self.path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise StoreFailed(f"the store {self.path} is read-only", hint="allow writing to the file")
        with self.failures():
            self.db.conn.execute("BEGIN IMMEDIATE")
            self.act = act
            try:
                yield
                self.db.conn.execute("ROLLBACK" if self.rehearsal else "COMMIT")
            finally:
                self.act = None
                self.db.rollback()

    def check_whole(self) -> None:
        """StoreFailed where what the file holds does not hold together."""
        with self.failures():
            found = str(self.db.conn.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise StoreFailed(f"the store {self.path} is damaged: {found}", hint="restore it from a copy")

    def close(self) -> None:
        """Gives the file back."""
        self.db.close()

    def rows(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The rows that a SELECT finds, in its order."""
        with self.failures():
            try:
                cursor = self.db.conn.execute(sql, params)
            except OverflowError:
                # A number larger than the engine can keep is the number of nothing.
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> Row | None:
        """The first row that a SELECT finds, or nothing."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def add(self, table: str, row: Row, *, key: str | None = None) -> int:
        """Adds a row and records it, under `key` where it has no number; returns its number."""
        with self.failures():
            number = int(self.db.table(table).insert(_plain(row)).last_rowid or 0)
        self._record(table, key or str(number), "added", None, row)
        return number

    def add_plain(self, table: str, rows: Sequence[Row]) -> None:
        """Adds or replaces rows that are remembered, not decided (holidays, calendar revisions, facts)."""
        with self.failures():
            self.db.table(table).insert_all([_plain(row) for row in rows], replace=True)

    def change(self, table: str, key: str | int, before: Row, changes: Row) -> None:
        """Changes some columns of a row and records what they were."""
        if not changes:
            return
        with self.failures():
            self.db.table(table).update(key, _plain(changes))
        self._record(table, str(key), "changed", {name: before[name] for name in changes}, changes)

    def _record(self, noun: str, key: str, verb: str, before: Row | None, after: Row) -> None:
        if self.act is None:
            raise RuntimeError("a change outside a transaction")
        self.db.table("record").insert(
            {
                "moment": kept(self.act.moment),
                "actor": self.act.actor,
                "acted_by": self.act.by,
                "login": self.act.login,
                "noun": noun,
                "key": key,
                "verb": verb,
                "before": None if before is None else _json(before),
                "after": _json(after),
            }
        )


def _plain(row: Row) -> Row:
    return {name: kept(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _json(row: Row) -> str:
    return json.dumps(_plain(row), ensure_ascii=False, default=str)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A private file (0600) to build a store in, put in place only when all of it is there."""
    building = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(building, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreFailed(f"cannot make a store at {path}: {error.strerror}") from None
    try:
        yield building
        try:
            os.link(building, path)
        except FileExistsError:
            raise Refused(f"there is a store at {path} already") from None
        except OSError:
            building.rename(path)
    finally:
        for left in (
            building,
            *(building.with_name(building.name + end) for end in ("-wal", "-shm", "-journal")),
        ):
            left.unlink(missing_ok=True)
