"""Non-critical use of the line as a file: for a spreadsheet, for a letter to a customer, for programs."""

from collections.abc import Callable

from oncall_cli.answers.misuse import Misuse
from oncall_cli.documents.answer_json import json_of
from oncall_cli.documents.misuse_csv import csv_of
from oncall_cli.documents.misuse_markdown import markdown_of

_DOCUMENTS: dict[str, Callable[[Misuse], bytes]] = {"csv": csv_of, "md": markdown_of, "json": json_of}


def document_of(answer: Misuse, chosen: str) -> bytes:
    """The report in a format that is no table."""
    return _DOCUMENTS[chosen](answer)
