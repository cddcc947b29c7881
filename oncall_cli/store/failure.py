"""What goes wrong with a database file, as one sentence a user can act on."""

import sqlite3
from pathlib import Path

from oncall_cli.errors import StoreFailed

_RESTORE = "restore it from a copy"
_SENTENCES = {
    sqlite3.SQLITE_BUSY: ("is locked by another program", "run the command again in a moment"),
    sqlite3.SQLITE_LOCKED: ("is locked by another program", "run the command again in a moment"),
    sqlite3.SQLITE_READONLY: (
        "is read-only",
        "allow writing to the file and its folder, or name another --store",
    ),
    sqlite3.SQLITE_FULL: ("could not be written: the disk is full", "nothing was stored; free some space"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _RESTORE),
    sqlite3.SQLITE_NOTADB: ("is not an oncall store", "name another file with --store"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "is the path right, and may this user read and write it?"),
    sqlite3.SQLITE_PERM: ("cannot be opened", "may this user read and write it?"),
    sqlite3.SQLITE_IOERR: ("could not be read or written", "is the disk full or gone?"),
}
_FORBIDDEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_OF_WRITING = _FORBIDDEN | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


def _code(error: BaseException | None) -> int:
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def store_failure(error: sqlite3.Error, path: Path) -> StoreFailed:
    """The failure as a sentence that names the file (exit 4)."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB:
        return StoreFailed(
            f"the search index of the store {path} is damaged",
            hint="every ticket is still there; oncall ticket reindex makes the index anew",
        )
    code = _code(error)
    if code in _SENTENCES:
        sentence, hint = _SENTENCES[code]
        return StoreFailed(f"the store {path} {sentence}", hint=hint)
    if isinstance(error, sqlite3.OperationalError) and code in (0, sqlite3.SQLITE_ERROR):
        # Our own statements fail in themselves only where a table is gone or a text is no text.
        return damaged(path, str(error))
    return StoreFailed(f"the store {path} failed: {error}")


def damaged(path: Path, what: str) -> StoreFailed:
    """What the file holds does not hold together, or is nothing this program wrote."""
    return StoreFailed(f"the store {path} is damaged: {what}", hint=_RESTORE)


def forbids_writing(error: sqlite3.Error) -> bool:
    """Whether the engine failed as the file, its folder or its disk is not to be written."""
    return _code(error) in _FORBIDDEN


def hinders_writing(failure: StoreFailed) -> bool:
    """Whether the store may still be readable to one who does not ask to write."""
    return _code(failure.__cause__) in _OF_WRITING
