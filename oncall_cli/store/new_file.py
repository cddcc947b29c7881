"""A file that comes to be whole or not at all, and never in the place of another."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oncall_cli.errors import Refused, StoreFailed


def check_link(path: Path) -> None:
    """StoreFailed where the path is a link that leads to no file."""
    if os.path.lexists(path) and not path.exists():
        raise StoreFailed(
            f"{path} is a link that leads to no file", hint="remove the link, or put the store where it leads"
        )


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A private file (0600) to build a store in, put in place only when all of it is there."""
    check_link(path)
    # By chance, so that what a killed program left behind is in nobody's way.
    building = path.with_name(f".oncall-{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(building, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise _impossible(path, error) from None
    try:
        yield building
        try:
            _put(building, path)
        except FileExistsError:
            raise Refused(f"there is a store at {path} already") from None
        except OSError as error:
            raise _impossible(path, error) from None
    finally:
        for left in (
            building,
            *(building.with_name(building.name + end) for end in ("-wal", "-shm", "-journal")),
        ):
            left.unlink(missing_ok=True)


def _put(building: Path, path: Path) -> None:
    try:
        os.link(building, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here: whoever makes the file first has the name, and only then puts the store there.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            building.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _impossible(path: Path, error: OSError) -> StoreFailed:
    return StoreFailed(f"cannot make a store at {path}: {error.strerror}")
