"""Text files that a team gives to the program: a policy, a roster."""

from pathlib import Path

from oncall_cli.errors import BadValue, NotFound


def file_text(path: Path, what: str, limit: int) -> str:
    """What a text file says. NotFound where there is none, BadValue where it is over `limit` bytes, is no
    UTF-8 or cannot be read."""
    try:
        return file_bytes(path, what, limit).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(f"{path} is not UTF-8 text", hint="save it as UTF-8") from None


def file_bytes(path: Path, what: str, limit: int) -> bytes:
    """What a file holds. NotFound where there is none, BadValue where it is over `limit` bytes or cannot be
    read."""
    try:
        with path.open("rb") as file:
            read = file.read(limit + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no {what} file at {path}") from None
    except OSError as error:
        raise BadValue(f"{path} cannot be read: {error.strerror}") from None
    if len(read) > limit:
        raise BadValue(f"{path} is larger than a {what} can be ({limit // 1_000_000} MB)")
    return read
