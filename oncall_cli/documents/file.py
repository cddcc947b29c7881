"""Writing a document to a file: the whole of it, or nothing."""

import os
from pathlib import Path

from oncall_cli.errors import NotFound, StoreFailed


def write_file(target: Path, content: bytes) -> None:
    """Replaces a file as a whole, or leaves it as it was; its folder must be there."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
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
