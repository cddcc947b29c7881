"""The migrations of a store, oldest first, and what marks a file as one."""

from types import ModuleType

from sqlite_utils import Database, Migrations

from oncall_cli.store.migrations import m001_first as first
from oncall_cli.store.migrations import m002_lived_in as lived_in
from oncall_cli.store.migrations import m003_tickets as tickets
from oncall_cli.store.migrations import m004_payforms as payforms
from oncall_cli.store.migrations import m005_calendars as calendars
from oncall_cli.store.search_rows import fill

APPLICATION_ID = 0x6F6E6331
"""Marks a SQLite file as one of ours (`onc1`)."""

migrations = Migrations("oncall")


@migrations()
def m001_first(db: Database) -> None:
    """Everything that the first release keeps."""
    _make(db, first)


@migrations()
def m002_lived_in(db: Database) -> None:
    """Members who leave, time away, cover, readiness, traded and withdrawn turns."""
    _make(db, lived_in)


@migrations()
def m003_tickets(db: Database) -> None:
    """Tickets whole: deferral, workaround, attachments, the messages of a thread, mail to send, search."""
    _make(db, tickets)
    fill(db.conn)


@migrations()
def m004_payforms(db: Database) -> None:
    """Pay forms that were turned in, and members' own base rates."""
    _make(db, payforms)


@migrations()
def m005_calendars(db: Database) -> None:
    """Private links of published calendars; what calendars said is found by week."""
    _make(db, calendars)


def _make(db: Database, release: ModuleType) -> None:
    for statement in release.SQL.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
    for table in release.ONLY_ADDED_TO:
        for change in ("UPDATE", "DELETE"):
            db.conn.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )


with Database(memory=True) as _empty:
    VERSION = len(migrations.pending(_empty))
"""How many migrations this program knows; a store that has seen more was made by a newer one."""
