"""Weeks as text to paste elsewhere: the formats there are, and the bytes of each."""

import json
from pathlib import Path

from oncall_cli.answers.rotation import Rotation
from oncall_cli.core.text import json_safe
from oncall_cli.errors import BadValue


def json_of(rotation: Rotation) -> bytes:
    """The answer's own JSON, for programs."""
    shown = rotation.model_dump(mode="json", by_alias=True)
    return (json_safe(json.dumps(shown, ensure_ascii=False, indent=2)) + "\n").encode()


FORMATS = ("table", "csv", "md", "json")
"""What `--format` can say; a table is drawn on screen and is no document."""


def format_of(asked: str | None, out: Path | None) -> str:
    """The format asked for, else what the file's name ends in, else a table. BadValue names the formats, and
    where a table was to go into a file."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    said = asked.strip().lower() if asked is not None else suffix or "table"
    if said not in FORMATS:
        where = f"'{asked}'" if asked is not None else f"'.{suffix}', which {out} ends in,"
        raise BadValue(f"{where} is no format of weeks: {', '.join(FORMATS)}", hint="--format says which")
    if out and said == "table":
        raise BadValue(
            f"a table is for the screen, not for {out}", hint=f"--format is one of {', '.join(FORMATS[1:])}"
        )
    return said


def document_of(rotation: Rotation, chosen: str) -> bytes:
    """The weeks in one of `FORMATS` that is no table."""
    if chosen == "csv":
        from oncall_cli.documents.rota_csv import csv_of

        return csv_of(rotation)
    if chosen == "md":
        from oncall_cli.documents.rota_markdown import markdown_of

        return markdown_of(rotation)
    return json_of(rotation)
