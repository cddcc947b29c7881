"""Weeks as text to paste elsewhere, in each of the formats there are."""

import json

from oncall_cli.answers.rotation import Rotation
from oncall_cli.core.text import json_safe


def json_of(rotation: Rotation) -> bytes:
    """The answer's own JSON, for programs."""
    shown = rotation.model_dump(mode="json", by_alias=True)
    return (json_safe(json.dumps(shown, ensure_ascii=False, indent=2)) + "\n").encode()


def document_of(rotation: Rotation, chosen: str) -> bytes:
    """The weeks in one of `FORMATS` that is no table."""
    if chosen == "csv":
        from oncall_cli.documents.rota_csv import csv_of

        return csv_of(rotation)
    if chosen == "md":
        from oncall_cli.documents.rota_markdown import markdown_of

        return markdown_of(rotation)
    return json_of(rotation)
