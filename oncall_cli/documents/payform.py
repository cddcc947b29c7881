"""A pay form as a file: the formats there are, and the bytes of each. A form always gives the same bytes."""

import json
from collections.abc import Callable
from pathlib import Path

from oncall_cli.answers.payform import PayForm
from oncall_cli.core.text import json_safe
from oncall_cli.documents.payform_csv import csv_of
from oncall_cli.documents.payform_markdown import markdown_of
from oncall_cli.errors import BadValue


def json_of(form: PayForm) -> bytes:
    """The form's own JSON, for programs."""
    shown = form.model_dump(mode="json", by_alias=True)
    return (json_safe(json.dumps(shown, ensure_ascii=False, indent=2)) + "\n").encode()


FORMATS: dict[str, Callable[[PayForm], bytes]] = {"json": json_of, "csv": csv_of, "md": markdown_of}


def format_of(asked: str | None, out: Path | None) -> str:
    """The format asked for, else what the file's name ends in, else Markdown. BadValue names all three."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    said = asked.strip().lower() if asked else suffix or "md"
    if said not in FORMATS:
        where = f"'{asked}'" if asked else f"'.{suffix}', which {out} ends in,"
        raise BadValue(
            f"{where} is no format of a pay form: it is json, csv or md", hint="--format says which"
        )
    return said


def document_of(form: PayForm, chosen: str) -> bytes:
    """The form in one of `FORMATS`."""
    return FORMATS[chosen](form)
