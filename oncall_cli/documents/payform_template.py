"""A company's own PDF form, filled: the texts are drawn where its fields stand, and no field is left to edit.

What a viewer or a printer shows is then the same everywhere, in any alphabet. Fields that the map leaves out
stay as the form shows them. A draft has DRAFT across each page.
"""

from collections.abc import Sequence

from oncall_cli.answers.payform import PayForm
from oncall_cli.documents.payform_fields import Template, readable
from oncall_cli.documents.payform_map import PayFormMap
from oncall_cli.documents.payform_overlay import Said, overlay_of
from oncall_cli.documents.payform_sheets import Sheet, sheets_of
from oncall_cli.documents.payform_stamp import TemplatePages
from oncall_cli.errors import BadValue
from oncall_cli.policy.load import faulty

MOST_SHEETS = 5_000


def filled_all(forms: Sequence[PayForm], template: Template, layout: PayFormMap) -> bytes:
    """The company's form filled for each of these, in one file; in more than one copy where the map lets rows
    go on. The same forms always give the same bytes.

    BadValue where there is nothing to fill, a value is none that a field can have, or nobody would see a
    field; Refused where something
    has no room.
    """
    sheets = [(form, sheet) for form in forms for sheet in sheets_of(form, layout)]
    if not sheets:
        raise BadValue("there is no pay form to fill", hint="ask for a period that has one")
    if len(sheets) > MOST_SHEETS:
        raise BadValue(f"{len(sheets):,} forms are too many for one file", hint="ask for a shorter period")
    _check_choices([sheet for _, sheet in sheets], template)
    with readable(template.source):
        pages = TemplatePages(template)
        _check_seen(layout, template, pages)
        laid = [
            (
                pages.page(number),
                [*_texts(sheet, template, number), *pages.left_out(number, sheet)],
                form.state == "draft",
            )
            for form, sheet in sheets
            for number in range(template.pages)
        ]
    overlay = overlay_of(laid, forms[0].locale, template.source)
    with readable(template.source):
        return pages.stamped([sheet for _, sheet in sheets], overlay)


def _texts(sheet: Sheet, template: Template, page: int) -> list[Said]:
    """What the map writes on a page."""
    return [
        Said(template.fields[name], place, text)
        for name, text in sheet.texts.items()
        if text.strip() and template.fields[name].kind != "choice"
        for place in template.fields[name].places
        if place.page == page
    ]


def _check_seen(layout: PayFormMap, template: Template, pages: TemplatePages) -> None:
    """BadValue names the fields of the map that stand nowhere on what is seen of the pages, or have no size:
    what is written there would be left out. One place that is seen is enough."""
    shown = [pages.page(number) for number in range(template.pages)]
    faults = [
        f"'{name}' is out of sight: it has no size, or stands beside what is seen of the page"
        for name in dict.fromkeys(name for name, _ in layout.targets())
        if not any(shown[place.page].shows(place) for place in template.fields[name].places)
    ]
    if faults:
        raise faulty(template.source, faults)


def _check_choices(sheets: Sequence[Sheet], template: Template) -> None:
    """BadValue names what is none of the choices of a group of radio buttons."""
    faults = [
        f"'{field.name}' can be {', '.join(field.choices)}, not '{text}'"
        for sheet in sheets
        for name, text in sheet.texts.items()
        if (field := template.fields[name]).kind == "choice" and text and text not in field.choices
    ]
    if faults:
        raise faulty(template.source, list(dict.fromkeys(faults)))
