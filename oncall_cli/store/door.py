"""Opening the database file, one transaction at a time, and the record of every change (Y1).

This is the file that knows the engine: pragmas, locking, the file itself.
"""

import json
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlite_utils import Database
from sqlite_utils.db import jsonify_if_needed

from oncall_cli.core.word import folded
from oncall_cli.errors import StoreFailed
from oncall_cli.store.failure import damaged, forbids_writing, hinders_writing, store_failure
from oncall_cli.store.schema import APPLICATION_ID, VERSION, migrations

PATIENCE = 60
"""Seconds to wait for another program's transaction."""

_AS_IT_IS = (str, int, float, bytes, type(None))
"""What the engine keeps without being told how."""

Row = dict[str, Any]
Made = TypeVar("Made")
Params = Sequence[object] | Mapping[str, object]


class Act(NamedTuple):
    """Who changes something: the member, the manager who acts for them, the login, and when."""

    actor: str | None
    by: str | None
    login: str
    moment: datetime


def kept(moment: datetime) -> str:
    """A moment as the store keeps it: UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def folded_value(value: object) -> str:
    """What stands in a column, as texts are compared; conditions call it by the name `folded`."""
    return "" if value is None else folded(str(value))


class Door:
    """An open store. Reads see one state; writes happen inside `transaction()` and are all recorded."""

    def __init__(
        self, path: Path, *, create: bool = False, reads_only: bool = False, called: Path | None = None
    ) -> None:
        """Opens the file; failures name it as `called`. One who `reads_only` is let in as well where nobody
        can write: in a read-only folder, on a full disk."""
        self.path = called or path
        self.act: Act | None = None
        self.rehearsal = False
        self.last_of_all: dict[str, Callable[[], None]] = {}
        self._file = path
        self._open("mode=rw", fresh=create, else_try=_reading_modes(path) if reads_only else ())

    def _open(self, mode: str, *, fresh: bool, else_try: Iterable[str]) -> None:
        try:
            self._connect(mode, fresh=fresh)
        except StoreFailed as failure:
            for other in else_try if hinders_writing(failure) else ():
                try:
                    return self._connect(other, fresh=False)
                except StoreFailed as another:
                    if not hinders_writing(another):
                        raise
            raise

    def _connect(self, mode: str, *, fresh: bool) -> None:
        with self.failures():
            connection = sqlite3.connect(
                f"{self._file.absolute().as_uri()}?{mode}", uri=True, timeout=PATIENCE, isolation_level=None
            )
        self.db = Database(connection, recursive_triggers=False, execute_plugins=False)
        connection.create_function("folded", 1, folded_value, deterministic=True)
        try:
            self._prepare(fresh=fresh)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, fresh: bool) -> None:
        with self.reading():
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
        except UnicodeDecodeError as error:
            # The engine's own words quote what the file holds.
            raise damaged(self.path, "it holds text that is no text") from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turns what was read and makes no sense into damage (exit 4)."""
        with self.failures():
            try:
                yield
            except (ValueError, TypeError, LookupError, OverflowError) as error:
                self.check_whole()
                raise damaged(self.path, "what it holds makes no sense") from error

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
            try:
                self._bring_up_to_date()
            except sqlite3.Error as error:
                if fresh or not forbids_writing(error):
                    raise
                raise StoreFailed(
                    f"the store {self.path} is of an earlier release, and cannot be brought up to date where "
                    "it cannot be written",
                    hint="open it once where it can be written: the file, its folder and the disk",
                ) from None

    def _bring_up_to_date(self) -> None:
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
        nothing of a rehearsal. What is to be done `last_of_all`, by name, is done before it ends."""
        if not self._file.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise StoreFailed(f"the store {self.path} is read-only", hint="allow writing to the file")
        with self.failures():
            self.db.conn.execute("BEGIN IMMEDIATE")
        self.act = act
        try:
            yield
            for deed in self.last_of_all.values():
                deed()
            with self.failures():
                self.db.conn.execute("ROLLBACK" if self.rehearsal else "COMMIT")
        finally:
            self.act = None
            self.last_of_all.clear()
            with self.failures():
                self.db.rollback()

    def check_whole(self) -> None:
        """StoreFailed where what the file holds does not hold together."""
        with self.failures():
            found = self.db.conn.execute("PRAGMA integrity_check(1)").fetchone()
            loose = self.db.conn.execute("PRAGMA foreign_key_check").fetchone()
        if found != ("ok",):
            raise damaged(self.path, found[0] if found else "it cannot be checked")
        if loose:
            raise damaged(self.path, f"a row of {loose[0]} names a {loose[2]} that is not there")

    def close(self) -> None:
        """Gives the file back."""
        self.db.close()

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """The rows that a SELECT finds, in its order."""
        with self.failures():
            try:
                cursor = self.db.conn.execute(sql, params)
            except (OverflowError, UnicodeEncodeError):
                # A number or a text that the engine cannot keep is the number or the name of nothing.
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, params: Params = ()) -> Row | None:
        """The first row that a SELECT finds, or nothing."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def models(self, make: Callable[..., Made], sql: str, params: Params = ()) -> list[Made]:
        """What `make` makes of each row that a SELECT finds, its columns by name. StoreFailed (damaged)
        where a row does not make one."""
        rows = self.rows(sql, params)
        with self.reading():
            return [make(**row) for row in rows]

    def model(self, make: Callable[..., Made], sql: str, params: Params = ()) -> Made | None:
        """What `make` makes of the first row that a SELECT finds, or nothing."""
        found = self.models(make, sql, params)
        return found[0] if found else None

    def the_model(self, make: Callable[..., Made], sql: str, params: Params = ()) -> Made:
        """What `make` makes of a row that every store has. StoreFailed where it is not there."""
        with self.reading():
            return self.models(make, sql, params)[0]

    def add(self, table: str, row: Row, *, key: str | None = None, secret: Sequence[str] = ()) -> int:
        """Adds a row and records it, under `key` where it has no number and without what is `secret` in it;
        returns its number."""
        with self.failures():
            number = self._insert(table, _plain(row))
        told = {name: value for name, value in row.items() if name not in secret}
        self._record(table, key or str(number), "added", None, told)
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
        entry = {
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
        with self.failures():
            self._insert("record", entry)

    def _insert(self, table: str, row: Row) -> int:
        """The number of a new row. Written as one statement that the engine prepares once, for a log that is
        imported has a hundred thousand of them."""
        names, places = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        values = [value if type(value) in _AS_IT_IS else jsonify_if_needed(value) for value in row.values()]
        sql = f'INSERT INTO "{table}" ({names}) VALUES ({places})'
        return int(self.db.conn.execute(sql, values).lastrowid or 0)


def _plain(row: Row) -> Row:
    return {name: kept(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _json(row: Row) -> str:
    return json.dumps(_plain(row), ensure_ascii=False, default=str)


def _reading_modes(path: Path) -> Iterator[str]:
    """How to open a store that cannot be written, in turn. To take the file for all there is misses what lies
    in a log beside it, so that comes last, and only where no log says anything."""
    yield "mode=ro"
    file = path.resolve()
    logs = [file.with_name(file.name + end) for end in ("-wal", "-journal")]
    if not any(log.exists() and log.stat().st_size for log in logs):
        yield "mode=ro&immutable=1"
