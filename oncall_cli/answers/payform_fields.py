"""The answer about a company's own PDF form: its fields."""

from typing import Literal

from oncall_cli.answers.answer import Answer
from oncall_cli.core.model import Frozen


class FieldShown(Frozen):
    """A field: its name, what it is, the pages it stands on (from 1), and what a choice can be."""

    name: str
    kind: Literal["text", "check", "choice", "list", "signature", "button"]
    pages: tuple[int, ...]
    choices: tuple[str, ...] = ()


class TemplateShown(Answer):
    """The fields of a form, in the order of its pages, and a map to start from (TOML)."""

    file: str
    pages: int
    fields: tuple[FieldShown, ...]
    map: str
