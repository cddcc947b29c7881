"""Files beside the store, each under the hash of what it holds: the same content once, whole or not at all.

They lie in `<store file>.files/ab/abcdef…`, so a store that is moved with that folder has its files with it.
A file is there, safe from a power cut, before a row of the store names it: a kill leaves at worst a file that
nothing names.
"""

import contextlib
import errno
import hashlib
import os
import secrets
from pathlib import Path

from oncall_cli.errors import StoreFailed

ENDING = ".files"
_BUILDING = ".new-"
_LEFT_OVER = 24 * 60 * 60
"""Seconds after which a file that was begun and never finished is nobody's any more."""
_WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "nobody may write there",
    errno.EPERM: "nobody may write there",
}


class Files:
    """Content in and out, by its SHA-256."""

    def __init__(self, store: Path) -> None:
        self._store = store

    @property
    def folder(self) -> Path:
        """Where the files lie: beside the store's own file, even where that was named by a link."""
        file = self._store.resolve()
        return file.with_name(file.name + ENDING)

    def keep(self, content: bytes) -> None:
        """Has the content on the disk when it returns. StoreFailed where that cannot be, and then nothing of
        it is there."""
        place = self._place(hash_of(content))
        if self.folder.is_symlink() and not self.folder.exists():
            raise StoreFailed(
                f"{self.folder} is a link to a folder that is not there: no file can be kept in it",
                hint="mount or make that folder, or put the link right; nothing was stored",
            )
        try:
            for folder in (self.folder, place.parent):
                if not folder.is_dir():
                    folder.mkdir(mode=0o700, exist_ok=True)
                    _settle(folder.parent)
            # What is there already may be damaged, or not yet safe on the disk.
            if not place.is_file() or place.read_bytes() != content:
                _write(place, content)
            _settle(place.parent)
        except OSError as error:
            why = _WHY.get(error.errno or 0, error.strerror or str(error))
            raise StoreFailed(
                f"a file could not be kept in {self.folder}: {why}", hint="nothing was stored"
            ) from None

    def content(self, sha256: str, name: str) -> bytes:
        """What was kept under a hash. StoreFailed, by the file's `name`, where that is gone or changed."""
        place = self._place(sha256)
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            raise StoreFailed(
                f"the file {name} is missing: there is no {place}",
                hint=f"a store is moved and copied together with the folder {self.folder.name}",
            ) from None
        except OSError as error:
            raise StoreFailed(f"the file {name} cannot be read from {place}: {error.strerror}") from None
        if hash_of(content) != sha256:
            raise StoreFailed(f"the file {name} is damaged: {place}", hint="restore it from a copy")
        return content

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def hash_of(content: bytes) -> str:
    """The SHA-256 of some content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _write(place: Path, content: bytes) -> None:
    building = place.with_name(f"{_BUILDING}{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(building, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _sweep(place.parent, building.stat().st_mtime)
        building.replace(place)
    finally:
        building.unlink(missing_ok=True)


def _sweep(folder: Path, now: float) -> None:
    """Takes away what killed runs have left half written in a folder, as old as its disk says; what cannot be
    taken away is left."""
    for left in folder.glob(f"{_BUILDING}*"):
        with contextlib.suppress(OSError):
            if left.lstat().st_mtime < now - _LEFT_OVER:
                left.unlink()


def _settle(folder: Path) -> None:
    """Has the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
