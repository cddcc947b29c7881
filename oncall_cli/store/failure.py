"""What goes wrong with a database file, as one sentence a user can act on."""

import sqlite3
from pathlib import Path

from oncall_cli.errors import StoreFailed

_SENTENCES = {
    sqlite3.SQLITE_BUSY: ("is locked by another program", "run the command again in a moment"),
    sqlite3.SQLITE_LOCKED: ("is locked by another program", "run the command again in a moment"),
    sqlite3.SQLITE_READONLY: (
        "is read-only",
        "allow writing to the file and its folder, or name another --store",
    ),
    sqlite3.SQLITE_FULL: ("could not be written: the disk is full", "nothing was stored; free some space"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "restore it from a copy"),
    sqlite3.SQLITE_NOTADB: ("is not an oncall store", "name another file with --store"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "is the path right, and may this user read it?"),
    sqlite3.SQLITE_PERM: ("cannot be opened", "may this user read it?"),
    sqlite3.SQLITE_IOERR: ("could not be read or written", "is the disk full or gone?"),
}


def store_failure(error: sqlite3.Error, path: Path) -> StoreFailed:
    """The failure as a sentence that names the file (exit 4)."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence, hint = _SENTENCES.get((code or 0) & 0xFF, (f"failed: {error}", None))
    return StoreFailed(f"the store {path} {sentence}", hint=hint)
