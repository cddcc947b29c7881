"""What a pay form writes into a company's own form: how many copies it takes, and what goes into each."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from oncall_cli.answers.payform import PayForm
from oncall_cli.documents.payform_map import Check, PayFormMap
from oncall_cli.documents.payform_values import Scope, places_of, text_of
from oncall_cli.errors import Refused


class Sheet(NamedTuple):
    """What goes into one copy of the company's form: texts by field, and whether each box is ticked."""

    texts: Mapping[str, str]
    checks: Mapping[str, bool]


def sheets_of(form: PayForm, layout: PayFormMap) -> list[Sheet]:
    """The copies of the company's form that a pay form needs: one, or more where rows go on in another.
    Refused where a call, line or week has no room, for none is left out."""
    counted = 1
    for rows in layout.rows:
        items = len(rows.items(form))
        if rows.overflow == "refuse" and items > rows.rows:
            raise _no_room(form, rows.of, items, rows.rows)
        counted = max(counted, -(-items // rows.rows))
    _check_places(form, layout)
    return [_sheet(form, layout, number, counted) for number in range(1, counted + 1)]


def _sheet(form: PayForm, layout: PayFormMap, sheet: int, sheets: int) -> Sheet:
    scope = Scope(form, sheet, sheets)
    texts = {field: text_of(text, scope) for field, text in layout.fields.items()}
    texts |= {field: text_of(text, scope) if sheet == sheets else "" for field, text in layout.last.items()}
    for rows in layout.rows:
        skipped = (sheet - 1) * rows.rows
        here = rows.items(form)[skipped : skipped + rows.rows]
        named = {field: rows.numbered(field) for field in rows.fields}
        for place in range(rows.rows):
            row = here[place] if place < len(here) else None
            within = Scope(form, sheet, sheets, row, skipped + place + 1)
            for field, text in rows.fields.items():
                texts[named[field][place]] = text_of(text, within) if row else ""
    return Sheet(texts, {field: _ticked(check, scope) for field, check in layout.checks.items()})


def _ticked(check: str | Check, scope: Scope) -> bool:
    said = text_of(check if isinstance(check, str) else check.when, scope).strip()
    if isinstance(check, Check) and check.is_ is not None:
        return said == check.is_
    try:
        return bool(said) and Decimal(said) != 0
    except InvalidOperation:
        return True


def _check_places(form: PayForm, layout: PayFormMap) -> None:
    """Refused where calls or lines are taken by their places alone, and the form has more of them."""
    last: dict[str, int] = {}
    for _, text, _ in layout.texts():
        for listed, place in places_of(text):
            last[listed] = max(last.get(listed, 0), place)
    for listed in ("calls", "lines"):
        items = len(getattr(form, listed))
        in_rows = any(rows.of == listed for rows in layout.rows)
        if listed in last and not in_rows and items > last[listed]:
            raise _no_room(form, listed, items, last[listed])


def _no_room(form: PayForm, what: str, items: int, room: int) -> Refused:
    return Refused(
        f"the pay form of {form.person}, {form.period.first} to {form.period.last}, has {items} {what}, and"
        f" the map has room for {room}: {items - room} would be left out",
        hint='overflow = "sheet" under [[rows]] goes on in another copy of the form',
    )
