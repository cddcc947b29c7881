"""The map of a company's own form: which of its fields gets which value of a pay form (TOML).

`[fields]` writes texts, `[checks]` ticks boxes, and each `[[rows]]` fills numbered fields, one row for each
call, line or week. `[last]` writes texts on the last sheet alone, so that what a form on several sheets comes
to, and who signed it, stands there once and can be paid once. All that is wrong with a map is named at once.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath
from typing import Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from oncall_cli.answers.payform import PayForm
from oncall_cli.core.model import Frozen
from oncall_cli.core.near import nearest
from oncall_cli.core.pay.model import LineKind, PayLine
from oncall_cli.documents.payform_fields import FIELDS_LIMIT, Template, TemplateField
from oncall_cli.documents.payform_values import faults_of
from oncall_cli.errors import BadValue
from oncall_cli.policy.file import file_text
from oncall_cli.policy.load import FAULTS_SAID, faulty, table_of

SIZE_LIMIT = 1_000_000
ROWS_LIMIT = 500
NUMBER = "{n}"


class Check(Frozen):
    """A box that is ticked where its text comes to `is`, or to anything but nothing and zero."""

    when: str
    is_: str | None = Field(default=None, alias="is")


class Rows(Frozen):
    """Numbered fields: `{n}` in a field's name is the row's number, from `first` on."""

    of: Literal["calls", "lines", "weeks"]
    rows: int = Field(ge=1, le=ROWS_LIMIT)
    first: int = Field(default=1, ge=0)
    kinds: tuple[LineKind, ...] = ()
    overflow: Literal["refuse", "sheet"] = "refuse"
    fields: dict[str, str]

    @model_validator(mode="after")
    def _sound(self) -> "Rows":
        if self.kinds and self.of != "lines":
            raise ValueError('expected kinds with of = "lines" alone')
        unnumbered = [field for field in self.fields if NUMBER not in field]
        if unnumbered:
            raise ValueError(f"expected {NUMBER}, the number of the row, in the name '{unnumbered[0]}'")
        return self

    def numbered(self, field: str) -> list[str]:
        """The names of a field, row by row."""
        return [field.replace(NUMBER, str(self.first + place)) for place in range(self.rows)]

    def items(self, form: PayForm) -> tuple[Frozen, ...]:
        """What is written in rows: all of the form's calls, lines (of `kinds`) or weeks."""
        found: tuple[Frozen, ...] = getattr(form, self.of)
        if not self.kinds:
            return found
        return tuple(one for one in found if isinstance(one, PayLine) and one.kind in self.kinds)


class PayFormMap(Frozen):
    """A whole map. No field is filled from two places."""

    fields: dict[str, str] = Field(default_factory=dict)
    last: dict[str, str] = Field(default_factory=dict)
    checks: dict[str, str | Check] = Field(default_factory=dict)
    rows: tuple[Rows, ...] = ()

    def targets(self) -> Iterator[tuple[str, bool]]:
        """Every field that the map fills, as often as it does, and whether as a box to tick."""
        yield from ((field, False) for field in (*self.fields, *self.last))
        yield from ((field, True) for field in self.checks)
        for rows in self.rows:
            yield from ((name, False) for field in rows.fields for name in rows.numbered(field))

    def texts(self) -> Iterator[tuple[str, str, str | None]]:
        """Every text of the map: the field it is for, the text, and whose rows it is written in, if any."""
        yield from (
            (field, text, None) for table in (self.fields, self.last) for field, text in table.items()
        )
        for field, check in self.checks.items():
            yield field, check if isinstance(check, str) else check.when, None
        for rows in self.rows:
            yield from ((field, text, rows.of) for field, text in rows.fields.items())


def map_of(path: Path, template: Template) -> PayFormMap:
    """The map in a file, for a company's form. NotFound where there is none; BadValue names all that is wrong
    with it: keys, values that a pay form has not, fields that the company's form has not. A map that fills
    more fields than a form can have (rows counted one by one) is refused before any of them is looked up."""
    table = table_of(file_text(path, "map", SIZE_LIMIT), str(path))
    try:
        found = PayFormMap.model_validate(table)
    except ValidationError as error:
        said = dict.fromkeys(_fault(detail) for detail in error.errors() if _meant(detail))
        raise faulty(str(path), list(said)) from None
    filled = Counter(field for field, _ in islice(found.targets(), FIELDS_LIMIT + 1))
    if filled.total() > FIELDS_LIMIT:
        raise BadValue(
            f"{path} fills more than {FIELDS_LIMIT:,} fields, which no form has",
            hint="rows = … under [[rows]] is how many rows the form has room for",
        )
    faults = [f"{field}: {fault}" for field, text, of in found.texts() for fault in faults_of(text, of)]
    faults += _field_faults(found, template)
    faults += [f"'{name}' is filled twice" for name, times in filled.items() if times > 1]
    if not filled:
        faults.append("it fills no field: it has no [fields], [last], [checks] or [[rows]]")
    if faults:
        raise faulty(str(path), faults)
    return found


_EXPECTED = {
    "string_type": "text",
    "dict_type": "a table",
    "tuple_type": "a list",
    "int_type": "a whole number",
}


_KEYS = {
    "": tuple(PayFormMap.model_fields),
    "rows": tuple(Rows.model_fields),
    "checks": ("when", "is"),
}


def _field_faults(layout: PayFormMap, template: Template) -> Iterator[str]:
    """Every field of the map that the form has not, or that cannot be filled that way. What is meant is
    looked for as long as faults are told in full: it takes its time in a form of thousands of fields."""
    told: set[str] = set()
    lacking = 0
    for rows in layout.rows:
        for field in rows.fields:
            numbered = rows.numbered(field)
            if len(numbered) > 1 and not any(name in template.fields for name in numbered):
                told.update(numbered)
                yield f"{_named(template)} has none of the fields '{numbered[0]}' to '{numbered[-1]}'"
    for name, ticked in layout.targets():
        found = template.fields.get(name)
        if found is None and name not in told:
            lacking += 1
            near = nearest(name, template.fields) if lacking <= FAULTS_SAID else None
            meant = f" (did you mean '{near}'?)" if near else ""
            yield f"{_named(template)} has no field '{name}'{meant}"
        elif found and (fault := _kind_fault(found, ticked)):
            yield fault


def _named(template: Template) -> str:
    return PurePath(template.source).name


def _kind_fault(field: TemplateField, ticked: bool) -> str | None:
    if field.kind == "button":
        return f"'{field.name}' is a button to press: nothing can be written on it"
    if field.kind == "check" and not ticked:
        return f"'{field.name}' is a box to tick: it belongs under [checks]"
    if field.kind == "choice" and ticked:
        return f"'{field.name}' is a choice of {', '.join(field.choices)}: it belongs under [fields]"
    if field.kind not in ("check", "choice") and ticked:
        return f"'{field.name}' is no box to tick: it belongs under [fields]"
    return None


def _meant(detail: ErrorDetails) -> bool:
    """Whether a fault is about what was written: a check is a text or a table, and never wrong as both."""
    if "Check" in detail["loc"]:
        return detail["type"] != "model_type"
    return "str" not in detail["loc"] or not isinstance(detail["input"], dict)


def _fault(detail: ErrorDetails) -> str:
    place = [str(part) for part in detail["loc"] if part not in ("str", "Check")]
    numbered = [f"{int(part) + 1}" if part.isdecimal() and place[0] == "rows" else part for part in place]
    key = ".".join(numbered)
    if detail["type"] == "extra_forbidden":
        near = nearest(place[-1], _KEYS.get(place[0] if len(place) > 1 else "", ()))
        known = _KEYS.get(place[0] if len(place) > 1 else "", ())
        meant = f" (did you mean {near}?)" if near else f" (known here: {', '.join(known)})"
        return f"{key} is not a key of a map{meant}"
    if detail["type"] == "missing":
        return f"{key} is missing"
    if detail["type"] == "value_error":
        return f"{key}: {detail['msg'].partition(', ')[2]}"
    if detail["type"] in _EXPECTED:
        return f"{key}: expected {_EXPECTED[detail['type']]}"
    return f"{key}: {detail['msg'][0].lower()}{detail['msg'][1:]}".replace("input should be", "expected")
