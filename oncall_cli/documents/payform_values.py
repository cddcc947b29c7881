"""What can be written into a company's own form: the names of a pay form's values, and texts made of them.

A value has the name that JSON gives it, with a dot for each step and a place in a list counted from 1:
`name`, `period.from`, `calls.1.date`. Beyond JSON there are `totals.KIND`, a list's own name for how many it
has, `calls.worked` and `calls.paid` in minutes, and `sheet` of `sheets`. A text is written as it is, but for
what stands in braces: `{name}`, or with a format behind a colon, `{period.from:%d.%m.%Y}`.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from string import Formatter
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel

from oncall_cli.answers.payform import KIND_LABELS, CallShown, FormWeek, PayForm
from oncall_cli.core.near import nearest
from oncall_cli.core.pay.model import PayLine
from oncall_cli.core.pay.rounding import cents
from oncall_cli.core.text import visible
from oncall_cli.documents.money import money_shown, number_shown

LISTS: dict[str, type[BaseModel]] = {"calls": CallShown, "lines": PayLine, "weeks": FormWeek}
"""What rows can be filled of."""

_NOT_WRITTEN = ("differences", "totals")
_DATE_PARTS = "aAbBdejGHIjmMpSuVyY%"
_DATE_FORMAT = re.compile(rf"(?:[^%]|%-?[{_DATE_PARTS}])*")
_ONE_PART = re.compile(rf"%(-?)([{_DATE_PARTS}])")
_PLACE = re.compile(r"(?<=\.)[1-9][0-9]{0,4}(?=\.|$)")

_FORMATS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {Decimal: ("money", "number"), int: ("number", "hours", "h:mm")}
)
"""The formats, beside dates, that a value of a kind can be written in."""


@dataclass(frozen=True)
class Scope:
    """Where names are looked for: a form, which of how many sheets it fills, and the row that is written."""

    form: PayForm
    sheet: int = 1
    sheets: int = 1
    row: BaseModel | None = None
    number: int = 0


@cache
def names_of(rows_of: str | None = None) -> Mapping[str, type]:
    """Every name that a value can have, with `#` for a place in a list, and what it is: those of a row of
    `rows_of` first, where a row is written."""
    known = dict(_names(PayForm, ""))
    known |= {f"totals.{kind}": Decimal for kind in KIND_LABELS}
    known |= {"calls.worked": int, "calls.paid": int, "sheet": int, "sheets": int}
    if rows_of:
        known |= {"n": int} | dict(_names(LISTS[rows_of], ""))
    return MappingProxyType(known)


def places_of(text: str) -> Iterator[tuple[str, int]]:
    """The lists that a text takes one by its place of, and which place."""
    for name, _ in _asked(text):
        listed, _, rest = name.partition(".")
        if listed in LISTS and _PLACE.match(name, len(listed) + 1):
            yield listed, int(rest.partition(".")[0])


def faults_of(text: str, rows_of: str | None = None) -> list[str]:
    """What is wrong with a text: a brace too many, a name that no form has, a format that does not fit."""
    try:
        asked = list(_asked(text))
    except ValueError as error:
        return [f"'{text}': {error}; a brace that is meant is written twice"]
    known = names_of(rows_of)
    faults = []
    for name, spec in asked:
        pattern = _PLACE.sub("#", name)
        if pattern not in known:
            near = nearest(pattern, known)
            meant = f" (did you mean {near.replace('#', '1')}?)" if near else ""
            faults.append(f"a pay form has no value '{name}'{meant}")
        elif fault := _format_fault(known[pattern], spec):
            faults.append(f"'{name}:{spec}': {fault}")
    return faults


def text_of(text: str, scope: Scope) -> str:
    """The text with its values in it. It is known to have no faults."""
    said = ""
    for before, name, spec, _ in Formatter().parse(text):
        said += before
        if name is not None:
            said += _written(value_of(name, scope), spec or "", scope.form)
    return said


def value_of(name: str, scope: Scope) -> Any:
    """What a name stands for; nothing where this form has no such thing."""
    first, _, rest = name.partition(".")
    form = scope.form
    if scope.row is not None and first in ("n", *(part for part, _ in _fields(type(scope.row)))):
        return scope.number if first == "n" else _found(scope.row, name)
    if first == "totals":
        zero = cents(Decimal(0), form.currency)
        return next((total.amount for total in form.totals if total.kind == rest), zero)
    if name in ("calls.worked", "calls.paid"):
        return sum(call.worked if rest == "worked" else call.paid for call in form.calls)
    if name in ("sheet", "sheets"):
        return scope.sheet if name == "sheet" else scope.sheets
    return _found(form, name)


def _asked(text: str) -> Iterator[tuple[str, str]]:
    """The names in a text, each with its format. ValueError where it is no text with names in braces."""
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if conversion or "{" in (spec or ""):
            raise ValueError("a value is written {name} or {name:format}")
        yield name, spec or ""


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for field, info in model.model_fields.items():
        yield info.serialization_alias or field, info.annotation


def _names(model: type[BaseModel], before: str) -> Iterator[tuple[str, type]]:
    for field, annotation in _fields(model):
        if field not in _NOT_WRITTEN or before:
            yield from _named(before + field, annotation)


def _named(name: str, annotation: Any) -> Iterator[tuple[str, type]]:
    origin = get_origin(annotation)
    inner = [one for one in get_args(annotation) if one is not type(None)]
    if origin is tuple:
        listed = dict(_named(f"{name}.#", inner[0]))
        yield name, int if f"{name}.#" not in listed else str
        yield from listed.items()
    elif origin in (Union, UnionType, Annotated):
        yield from _named(name, inner[0])
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _names(annotation, f"{name}.")
    elif annotation is AwareDatetime:
        yield name, datetime.datetime
    else:
        yield name, annotation if isinstance(annotation, type) else str


def _found(start: BaseModel, name: str) -> Any:
    here: Any = start
    annotation: Any = None
    for part in name.split("."):
        if isinstance(here, tuple):
            here = here[int(part) - 1] if int(part) <= len(here) else None
        elif isinstance(here, BaseModel):
            field, annotation = next(
                (key, info.annotation)
                for key, info in type(here).model_fields.items()
                if part == (info.serialization_alias or key)
            )
            here = getattr(here, field)
    if isinstance(here, tuple):
        return ", ".join(here) if get_args(annotation)[0] is str else len(here)
    return here


def _format_fault(kind: type, spec: str) -> str | None:
    if not spec:
        return None
    if issubclass(kind, datetime.date):
        if "%" in spec and _DATE_FORMAT.fullmatch(spec):
            return None
        return "a date is written like %Y-%m-%d, %d.%m.%y or %a %-d %b %H:%M"
    formats = _FORMATS.get(kind, ())
    if spec in formats:
        return None
    return f"its format can be {', '.join(formats)}" if formats else "it has no formats"


def _written(value: Any, spec: str, form: PayForm) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, datetime.datetime):
        return _date_said(value.astimezone(ZoneInfo(form.timezone)), spec or "%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return _date_said(value, spec or "%Y-%m-%d")
    if spec == "money":
        return money_shown(value, form.currency, form.locale)
    if spec == "number":
        return number_shown(Decimal(value), form.locale)
    if spec == "hours":
        hours = (Decimal(value) / 60).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return number_shown(hours, form.locale)
    if spec == "h:mm":
        return f"{value // 60}:{value % 60:02}"
    return f"{value:f}" if isinstance(value, Decimal) else visible(str(value), lines=True)


def _date_said(moment: datetime.date, spec: str) -> str:
    """By the letters of strftime; `%-d` has no zero before it, whatever the machine."""

    def part(found: re.Match[str]) -> str:
        said = moment.strftime(f"%{found[2]}")
        return said.lstrip("0") or "0" if found[1] else said.rjust(2) if found[2] == "e" else said

    return _ONE_PART.sub(part, spec)
