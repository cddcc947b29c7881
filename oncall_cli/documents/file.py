"""Writing a document to a file: the whole of it, or nothing; and never over a store."""

import os
from pathlib import Path

from oncall_cli.errors import BadValue, NotFound, StoreFailed

DATABASE = b"SQLite format 3\0"
"""How the file of a store begins."""


def write_file(target: Path, content: bytes) -> None:
    """Replaces a file as a whole, or leaves it as it was; its folder must be there. BadValue where the target
    is a database, which no document may take the place of."""
    if target.is_dir():
        raise StoreFailed(f"{target} could not be written: it is a folder", hint="name a file in it")
    target = Path(os.path.realpath(target))
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.is_file() and _begins(target) == DATABASE:
            raise BadValue(
                f"{target} is a database, and is not written over", hint="--out names another file"
            )
        if not target.parent.is_dir():
            raise NotFound(f"there is no folder {target.parent}", hint="make it first, or write elsewhere")
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.write(content)
            return
        try:
            beside.write_bytes(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise StoreFailed(f"{target} could not be written: {error.strerror}") from None


def _begins(target: Path) -> bytes:
    with target.open("rb") as file:
        return file.read(len(DATABASE))
