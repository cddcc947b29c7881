"""The formats that a table of rows can be written in, and which one is meant."""

from pathlib import Path

from oncall_cli.errors import BadValue

FORMATS = ("table", "csv", "md", "json")
"""What `--format` can say; a table is drawn on screen and is no document."""


def format_of(asked: str | None, out: Path | None, what: str) -> str:
    """The format asked for, else what the file's name ends in, else a table. BadValue names the formats of
    `what` (weeks, tickets), and where a table was to go into a file."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    said = asked.strip().lower() if asked is not None else suffix or "table"
    if said not in FORMATS:
        where = f"'{asked}'" if asked is not None else f"'.{suffix}', which {out} ends in,"
        raise BadValue(f"{where} is no format of {what}: {', '.join(FORMATS)}", hint="--format says which")
    if out and said == "table":
        raise BadValue(
            f"a table is for the screen, not for {out}", hint=f"--format is one of {', '.join(FORMATS[1:])}"
        )
    return said
