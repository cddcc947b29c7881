"""The files that verbs of a ticket write: never over one that is there, which may hold edited words."""

from pathlib import Path

from oncall_cli.errors import Refused


def check_new(target: Path, option: str) -> None:
    """Refused where a file of that name is there already; `option` is what names it. What is no file, like a
    pipe, is written to."""
    if target.is_file() or (target.is_symlink() and not target.exists()):
        raise Refused(
            f"there is a file {target} already, which is kept as it is",
            hint=f"name another with {option} FILE",
        )
