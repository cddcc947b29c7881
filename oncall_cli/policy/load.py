"""A policy file read, laid over the built-in one and checked; all that is wrong is named at once, by key."""

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from oncall_cli.core.near import nearest
from oncall_cli.errors import BadValue
from oncall_cli.policy.file import file_text
from oncall_cli.policy.holidays import public_holidays
from oncall_cli.policy.model import HolidayRules, Policy
from oncall_cli.policy.templates import template_faults

Model = TypeVar("Model", bound=BaseModel)

SIZE_LIMIT = 1_000_000
DIGITS = 30
"""Digits before or after the point beyond which a number is a slip."""
SHOWN = 60
FAULTS_SAID = 50
"""How many faults of a file are listed; there are as many more as the last line says."""
_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "tuple_type": "expected a list",
    "dict_type": "expected a table",
    "model_type": "expected a table",
    "model_attributes_type": "expected a table",
    "decimal_parsing": 'expected a number like "20.00"',
    "date_from_datetime_parsing": "expected a date like 2026-12-24",
    "date_parsing": "expected a date like 2026-12-24",
}
_LATER = ("scope",)
"""Tables that a policy is to have one day; nothing reads them yet."""


def default_text() -> str:
    """The built-in policy, as a file with its comments."""
    return resources.files("oncall_cli.policy").joinpath("default.toml").read_text(encoding="utf-8")


def policy_text(path: Path) -> str:
    """What a policy file says. NotFound where there is none, BadValue where it is no text or too large."""
    return file_text(path, "policy", SIZE_LIMIT)


def table_of(text: str, source: str) -> dict[str, Any]:
    """The tables of a TOML text, fractions kept exactly; BadValue names the line of what is not TOML."""
    try:
        return tomllib.loads(text, parse_float=_fraction)
    except tomllib.TOMLDecodeError as error:
        raise BadValue(f"{source} is not TOML: {error}") from None
    except (ValueError, ArithmeticError):
        raise BadValue(f"{source}: a number in it is too large, too small or none at all") from None
    except RecursionError:
        raise BadValue(f"{source} is not TOML: its tables are nested too deep") from None


def _fraction(text: str) -> Decimal:
    """A TOML number with a fraction or an exponent, exactly; ValueError beyond all that a policy can mean."""
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > DIGITS:
        raise ValueError
    return number


def policy_of(text: str, source: str, timezone: str | None = None, year: int | None = None) -> Policy:
    """The policy that a file's text makes over the built-in one; `timezone` stands in where it names none.
    With a `year` it is looked up whether there is such a country, as of then. BadValue lists every fault by
    key: one as the sentence itself, several in its details."""
    table = table_of(text, source)
    team = table.get("team")
    if timezone and (team is None or (isinstance(team, dict) and "timezone" not in team)):
        table["team"] = {**(team or {}), "timezone": timezone}
    laid = _laid_over(table_of(default_text(), "the built-in policy"), table)
    policy, faults = _checked(Policy, laid)
    faults += template_faults(laid)
    faults += _place_faults(laid, year) if year is not None else []
    if policy is None or faults:
        raise faulty(source, faults)
    if Policy.model_validate_json(policy.model_dump_json()) != policy:
        raise BadValue(f"{source}: a value in it could not be read again once it is stored")
    return policy


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = below.get(key)
        both = isinstance(value, dict) and isinstance(under, dict)
        merged[key] = _laid_over(under or {}, value) if both else value
    return merged


def _checked(model: type[Model], table: dict[str, Any]) -> tuple[Model | None, list[str]]:
    """The table as a model; or, for each wrong key, what was expected of it."""
    try:
        return model.model_validate(table), []
    except ValidationError as error:
        return None, [_fault(model, detail) for detail in error.errors()]


def _place_faults(table: dict[str, Any], year: int) -> list[str]:
    """That there is no such country, or no such part of it, whatever else is wrong with the policy."""
    rules, _ = _checked(HolidayRules, table["holidays"])
    try:
        if rules:
            public_holidays(rules, [year])
    except BadValue as error:
        return [error.message]
    return []


def faulty(source: str, faults: Sequence[str]) -> BadValue:
    """The sentence for everything that is wrong with a policy file."""
    if len(faults) == 1:
        return BadValue(f"{source}: {faults[0]}")
    more = [f"and {len(faults) - FAULTS_SAID:,} more"] if len(faults) > FAULTS_SAID else []
    return BadValue(f"{source}: {len(faults):,} faults", details=[*faults[:FAULTS_SAID], *more])


def _fault(model: type[BaseModel], detail: ErrorDetails) -> str:
    place = [part for part in detail["loc"] if part != "[key]"]
    key = _cut(".".join(str(part) for part in place))
    kind = detail["type"]
    if kind == "extra_forbidden":
        if model is Policy and key in _LATER:
            return f"[{key}] is not in this release of oncall"
        known = _known_keys(model, place[:-1])
        near = nearest(str(place[-1]), known)
        return f"{key} is not a key of the policy" + (
            f" (did you mean {near}?)" if near else f" (known here: {', '.join(known)})"
        )
    if kind == "missing":
        return f"{key} is missing"
    expected = _expected(kind, detail)
    got = detail["input"]
    has_said = isinstance(got, str) and f"'{got}'" in expected
    is_short = isinstance(got, str | int | Decimal) and not has_said
    return f"{key}: {expected}" + (f", not {_cut(got)!r}" if is_short else "")


def _cut(value: object) -> str:
    """The beginning of a value, as much as a sentence holds."""
    try:
        said = str(value)
    except ValueError:
        return "a number of thousands of digits"
    return said if len(said) <= SHOWN else said[:SHOWN] + "…"


def _expected(kind: str, detail: ErrorDetails) -> str:
    if kind in ("value_error", "assertion_error"):
        return detail["msg"].partition(", ")[2]
    if kind in ("literal_error", "enum"):
        return f"expected {detail['ctx']['expected']}"
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        return "expected a number" + detail["msg"].partition("should be")[2]
    return _EXPECTED.get(kind) or detail["msg"][0].lower() + detail["msg"][1:]


def _known_keys(model: type[BaseModel], place: list[str | int]) -> list[str]:
    """The keys of the table at `place`, found by walking the models' fields."""
    here: Any = model
    for part in place:
        fields = getattr(here, "model_fields", None)
        if fields is not None and part in fields:
            here = fields[part].annotation
        models = [
            inner
            for inner in (here, *get_args(here))
            if isinstance(inner, type) and issubclass(inner, BaseModel)
        ]
        here = models[0] if models else here
    return list(getattr(here, "model_fields", {}))
