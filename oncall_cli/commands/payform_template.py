"""A company's own PDF form: the options that name it, and what export fills it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oncall_cli.answers.payform import PayForm
from oncall_cli.documents.payform import FORMATS
from oncall_cli.errors import BadValue

if TYPE_CHECKING:
    from oncall_cli.documents.payform_fields import Template
    from oncall_cli.documents.payform_map import PayFormMap

TemplateOption = Annotated[
    Path | None,
    typer.Option("--template", help="A company's own PDF form to fill.", metavar="FORM.pdf"),
]
MapOption = Annotated[
    Path | None,
    typer.Option("--map", help="With --template: which field gets what.", metavar="MAP.toml"),
]


@dataclass(frozen=True)
class Filling:
    """A company's form and the map that belongs to it, read and checked against each other."""

    template: "Template"
    layout: "PayFormMap"

    def content(self, forms: Sequence[PayForm]) -> bytes:
        """The company's form filled for each of these, in one PDF."""
        from oncall_cli.documents.payform_template import filled_all

        return filled_all(forms, self.template, self.layout)


def filling_of(
    template: Path | None, layout: Path | None, format_: str | None, out: Path | None
) -> Filling | None:
    """What `--template` and `--map` ask for; nothing where neither is there. BadValue where one is missing,
    another format is asked for, or form and map do not fit each other; NotFound where a file is not there."""
    if template is None and layout is None:
        return None
    if template is None:
        raise BadValue("--map says what goes into a form, and there is none", hint="add --template FORM.pdf")
    if layout is None:
        raise BadValue(
            "--template needs a map of what goes into its fields",
            hint=f"oncall payform fields {template} --out MAP.toml writes one to start from",
        )
    asked = format_.strip().lower() if format_ else ""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    # With --format, a name can end in anything but another format, as for every other document.
    for said in (asked, suffix if not asked or suffix in FORMATS else ""):
        if said not in ("", "pdf"):
            raise BadValue(
                f"a company's own form is filled as a PDF, not as {said}", hint="write it to FILE.pdf"
            )
    from oncall_cli.documents.payform_map import map_of

    found = template_at(template)
    return Filling(found, map_of(layout, found))


def template_at(path: Path) -> "Template":
    """The form in a file. NotFound where there is none, BadValue where it cannot be filled."""
    from oncall_cli.documents.payform_fields import SIZE_LIMIT, template_of
    from oncall_cli.policy.file import file_bytes

    return template_of(file_bytes(path, "form", SIZE_LIMIT), str(path))
