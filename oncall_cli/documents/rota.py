"""Weeks as text to paste elsewhere, in each of the formats there are."""

from oncall_cli.answers.rotation import Rotation
from oncall_cli.documents.answer_json import json_of


def document_of(rotation: Rotation, chosen: str) -> bytes:
    """The weeks in one of `FORMATS` that is no table."""
    if chosen == "csv":
        from oncall_cli.documents.rota_csv import csv_of

        return csv_of(rotation)
    if chosen == "md":
        from oncall_cli.documents.rota_markdown import markdown_of

        return markdown_of(rotation)
    return json_of(rotation)
