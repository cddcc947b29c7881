"""What fields a company's own form has, before a map is written for it."""

from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.commands.file_options import Out
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_frame import app
from oncall_cli.commands.payform_template import template_at
from oncall_cli.session import Session


@verb(app, "fields")
def fields(
    _: Session,
    file: Annotated[Path, typer.Argument(help="A PDF form.", metavar="FORM.pdf")],
    out: Out = None,
) -> Result:
    """Show the fields of a company's own form; needs no store.

    With --out, write a map for payform export --template to start from.
    """
    from oncall_cli.answers.payform_fields import FieldShown, TemplateShown
    from oncall_cli.documents.payform_map_start import map_start

    template = template_at(file)
    answer = TemplateShown(
        file=str(file),
        pages=template.pages,
        fields=tuple(
            FieldShown(
                name=field.name,
                kind=field.kind,
                pages=tuple(dict.fromkeys(place.page + 1 for place in field.places)),
                choices=tuple(field.choices) if field.kind == "choice" else (),
            )
            for field in template.fields.values()
        ),
        map=map_start(template),
    )
    if out is None:
        return answer
    return Document(
        answer, answer.map.encode(), out, f"Wrote a map for {file} to {out}: check it, then use it."
    )
