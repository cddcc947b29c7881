"""Files that a team gives to the program: a policy, a roster, a mail, whatever belongs to a ticket."""

import stat
from pathlib import Path

from oncall_cli.errors import BadValue, NotFound

_OPEN_ALREADY = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Where a shell puts what another program writes for this one."""


def file_text(path: Path, what: str, limit: int) -> str:
    """What a text file says. NotFound where there is none, BadValue where it is over `limit` bytes, is no
    UTF-8 or cannot be read."""
    try:
        return file_bytes(path, what, limit).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(f"{path} is not UTF-8 text", hint="save it as UTF-8") from None


def file_bytes(path: Path, what: str, limit: int) -> bytes:
    """What a file holds; any file it is where `what` is empty. NotFound where there is none, BadValue where
    it is over `limit` bytes, cannot be read, or is a device or a pipe that nobody may ever write to."""
    try:
        if not _ends(path):
            raise BadValue(f"{path} cannot be read: it is a device or a pipe, not a file")
        with path.open("rb") as file:
            read = file.read(limit + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no {f'{what} file'.strip()} at {path}") from None
    except OSError as error:
        raise BadValue(f"{path} cannot be read: {error.strerror}") from None
    if len(read) > limit:
        raise BadValue(f"{path} is larger than a {what or 'file'} can be ({limit // 1_000_000} MB)")
    return read


def _ends(path: Path) -> bool:
    kind = path.stat().st_mode
    if stat.S_ISFIFO(kind):
        return str(path).startswith(_OPEN_ALREADY)
    return stat.S_ISREG(kind) or stat.S_ISDIR(kind)
