"""A folder that a web server shows: its files are replaced as a whole, one run at a time, and only where
they differ, so that a phone that asks again is told that nothing is new."""

import fcntl
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote

from oncall_cli.documents.file import DATABASE
from oncall_cli.errors import BadValue, NotFound, StoreFailed

PATIENCE = 60.0
"""Seconds to wait for another run that writes the same folder."""

READABLE = 0o644
"""The mode of a new file, whatever the umask: a web server is another user."""

_BUILDING = ".oncall-publish-"
_LEFT_OVER = re.compile(rf"{re.escape(_BUILDING)}[0-9a-f]{{16}}")
_HEAD = 4096
"""How much of a file is looked at to tell what it is, in bytes."""


@contextmanager
def published_folder(path: Path) -> Iterator["PublishedFolder"]:
    """The folder at a path, in which no other run writes until the block ends.

    NotFound where it is not there, BadValue where it is no folder, StoreFailed where it cannot be written or
    another run does not come to an end.
    """
    handle = _opened(path)
    try:
        yield PublishedFolder(path, handle, alone=_locked(path, handle))
    finally:
        os.close(handle)


class PublishedFolder:
    """An open folder; what is in it is named without the way to it. It is `alone` where other runs are kept
    out."""

    def __init__(self, path: Path, handle: int, *, alone: bool) -> None:
        self.path = path
        self._handle = handle
        self._alone = alone

    def names(self) -> frozenset[str]:
        """What is in the folder."""
        with self._failures("read"), os.scandir(self._handle) as entries:
            return frozenset(entry.name for entry in entries)

    def check(self, name: str, mark: bytes) -> None:
        """BadValue where a file of that name is not this program's to replace, which writes the `mark` into
        its own; StoreFailed where it is no file. A symbolic link may be replaced: it is never followed."""
        with self._failures("read", name):
            try:
                mode = os.lstat(name, dir_fd=self._handle).st_mode
            except FileNotFoundError:
                return
            if stat.S_ISLNK(mode):
                return
            if not stat.S_ISREG(mode):
                what = "a folder" if stat.S_ISDIR(mode) else "no file"
                raise StoreFailed(
                    f"{self.path / name} could not be written: it is {what}", hint="move it away"
                )
            head = self._head(name)
        if head.startswith(DATABASE):
            raise BadValue(f"{self.path / name} is a database, and is not written over", hint=_ELSEWHERE)
        if head and mark not in head:
            raise BadValue(
                f"{self.path / name} is not a file of this program, and is not written over", hint=_ELSEWHERE
            )

    def read(self, name: str) -> bytes:
        """What a file of that name holds; nothing where there is none that can be read."""
        try:
            found = self._open(name)
        except OSError:
            return b""
        with suppress(OSError), os.fdopen(found, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(found).st_mode) else b""
        return b""

    def holds(self, name: str, content: bytes) -> bool:
        """Whether there is a file of that name with exactly that content."""
        try:
            found = self._open(name)
        except OSError:  # not there, a symbolic link, or not to be read
            return False
        try:
            is_like = os.fstat(found)
            if not stat.S_ISREG(is_like.st_mode) or is_like.st_size != len(content):
                return False
            with os.fdopen(found, "rb", closefd=False) as file:
                return file.read() == content
        except OSError:
            return False
        finally:
            os.close(found)

    def put(self, name: str, content: bytes) -> bool:
        """Has the content in a file of that name: whether that had to be written. The file before it is
        replaced as a whole and leaves its mode and its owner, as far as that may be; StoreFailed where it
        could not be, and then it is as it was."""
        if self.holds(name, content):
            return False
        building = f"{_BUILDING}{secrets.token_hex(8)}"
        with self._failures("written", name):
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
            handle = os.open(building, flags, 0o600, dir_fd=self._handle)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    self._make_like(handle, name)
                    os.fsync(handle)
                os.replace(building, name, src_dir_fd=self._handle, dst_dir_fd=self._handle)
            except BaseException:
                with suppress(OSError):
                    os.unlink(building, dir_fd=self._handle)
                raise
        return True

    def clear(self) -> None:
        """Takes away what runs that were ended left half written."""
        if not self._alone:
            return  # it may be in the hands of another run
        for name in filter(_LEFT_OVER.fullmatch, self.names()):
            with suppress(OSError):
                os.unlink(name, dir_fd=self._handle)

    def settle(self) -> None:
        """Has the names of all that was written on the disk."""
        with suppress(OSError):  # not every disk can be asked for that of a folder
            os.fsync(self._handle)

    def check_there(self) -> None:
        """StoreFailed where the path by now leads to another folder, or to none: nobody asked for what was
        written to be in this one."""
        try:
            there = os.path.samestat(self.path.stat(), os.fstat(self._handle))
        except OSError:
            there = False
        if not there:
            raise StoreFailed(
                f"{self.path} was moved or replaced during this run, and what was written went with it",
                hint="run this again",
            )

    def _open(self, name: str) -> int:
        # What is no file must not make anybody wait for somebody to write into it.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return os.open(name, flags, dir_fd=self._handle)

    def _head(self, name: str) -> bytes:
        with os.fdopen(self._open(name), "rb") as file:
            return file.read(_HEAD)

    def _make_like(self, handle: int, name: str) -> None:
        """Gives a new file the mode, the owner and the group of the one that it takes the place of."""
        mode = READABLE
        with suppress(FileNotFoundError):
            before = os.lstat(name, dir_fd=self._handle)
            if stat.S_ISREG(before.st_mode):
                mode = stat.S_IMODE(before.st_mode) & 0o777
                for owner in (before.st_uid, -1):
                    with suppress(PermissionError):
                        os.fchown(handle, owner, before.st_gid)
                        break
        os.fchmod(handle, mode)

    @contextmanager
    def _failures(self, what: str, name: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreFailed(f"{self.path / name} could not be {what}: {error.strerror}") from None


_ELSEWHERE = "publish to a folder that is for calendars alone"


def _opened(path: Path) -> int:
    """The folder, open. Its being writable is asked before anything is decided for it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFound(
            f"there is no folder {path}", hint=f"make it first: mkdir -p {quote(str(path))}"
        ) from None
    except NotADirectoryError:
        raise BadValue(f"{path} is not a folder", hint="name the folder that a web server shows") from None
    except OSError as error:
        raise StoreFailed(f"{path} could not be read: {error.strerror}") from None
    if not os.access(".", os.W_OK | os.X_OK, dir_fd=handle):
        os.close(handle)
        raise StoreFailed(
            f"{path} could not be written: it is read-only for this login",
            hint="run this as somebody who may write there",
        )
    return handle


def _locked(path: Path, handle: int) -> bool:
    """Whether other runs are kept out. Some file servers cannot do that for a folder; then an older state may
    be written last, which the next run puts right."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StoreFailed(
                    f"another run has been publishing to {path} for {PATIENCE:.0f} seconds",
                    hint="wait for it, or end it, and try again",
                ) from None
            time.sleep(0.05)
        except OSError:
            return False
