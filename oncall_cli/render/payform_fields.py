"""How the fields of a company's own form look on a screen."""

from oncall_cli.answers.payform_fields import FieldShown, TemplateShown
from oncall_cli.core.text import visible
from oncall_cli.render.screen import Screen

_KINDS = {"check": "box to tick", "button": "button to press"}


def fields(screen: Screen, answer: TemplateShown) -> None:
    """A row for each field, and how to go on."""
    pages = "1 page" if answer.pages == 1 else f"{answer.pages} pages"
    number = "1 field" if len(answer.fields) == 1 else f"{len(answer.fields)} fields"
    screen.line(f"{visible(answer.file)}: {pages}, {number}")
    screen.line()
    rows = [[field.name, _kind(field), ", ".join(map(str, field.pages))] for field in answer.fields]
    screen.table(["Field", "Kind", "Page"], rows, right=["Page"])
    screen.line()
    screen.line("With --out MAP.toml, a map to start from is written.")


def _kind(field: FieldShown) -> str:
    if field.kind == "choice":
        return f"choice of {', '.join(field.choices)}"
    return _KINDS.get(field.kind, field.kind)
