"""A map to start from: every field of a company's form, with a guess where its name tells what it is for."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from oncall_cli.documents.payform_fields import Template, TemplateField
from oncall_cli.documents.payform_map import NUMBER
from oncall_cli.documents.payform_values import names_of

_HEAD = """\
# Which field of {source} gets what. What is guessed here is to be checked; a line behind # is not read.
# A text is written as it is, but for what stands in braces. Behind a colon it can have a format:
#   "{{name}} ({{person}})"   "{{period.from:%d.%m.%Y}}"   "{{total:money}}"   "{{calls.paid:hours}}"
#   "{{start:%H:%M}}"   "{{paid:h:mm}}"
# A box is ticked where its text comes to anything but nothing and zero, or to what "is" says:
#   "Signed" = {{ when = "{{state}}", is = "approved" }}
# With overflow = "sheet" under [[rows]], rows go on in another copy of the form. What is under [fields] is
# on every sheet then, what is under [last] on the last one alone: totals and signatures, to be paid once.
# Values; a # is a place in a list, from 1:
{values}"""
_FORM_GUESSES: Mapping[str, str] = MappingProxyType(
    {
        "sheet": "{sheet} of {sheets}",
        "manager": "{approved.name}",
        "signature": "{submitted.name}",
        "payroll": "{payroll}",
        "personnel": "{payroll}",
        "number": "{payroll}",
        "no": "{payroll}",
        "id": "{payroll}",
        "standby": "{totals.standby:money}",
        "holiday": "{totals.holiday_addon:money}",
        "holidays": "{totals.holiday_addon:money}",
        "callout": "{totals.call_out:money}",
        "callouts": "{totals.call_out:money}",
        "call out": "{totals.call_out:money}",
        "call outs": "{totals.call_out:money}",
        "total": "{total:money}",
        "currency": "{currency}",
        "team": "{team}",
        "department": "{team}",
        "period": "{period.from} – {period.to}",
        "from": "{period.from}",
        "until": "{period.to}",
        "to": "{period.to}",
        "name": "{name}",
        "employee": "{name}",
        "technician": "{name}",
    }
)
_LAST = ("{total", "{submitted.", "{approved.")
"""How texts begin that stand on the last sheet alone: what the form comes to, and who signed it."""
_ROW_GUESSES: Mapping[str, str] = MappingProxyType(
    {
        "date": "{date}",
        "start": "{start:%H:%M}",
        "from": "{start:%H:%M}",
        "end": "{end:%H:%M}",
        "until": "{end:%H:%M}",
        "to": "{end:%H:%M}",
        "minutes": "{paid}",
        "hours": "{paid:hours}",
        "ticket": "{ticket}",
        "reference": "{reference}",
        "caller": "{caller}",
        "customer": "{caller}",
        "summary": "{summary}",
        "description": "{summary}",
        "amount": "{amount:money}",
        "sum": "{amount:money}",
    }
)
_WORDS = re.compile(r"[A-Za-z][a-z]*")
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>[0-9]+)(?P<after>\D*)")
_FEWEST = 3
"""How many fields that differ in a number alone are rows."""


def map_start(template: Template) -> str:
    """The text of a map file for a form."""
    rows = _rows(template.fields)
    in_rows = {name for numbers in rows.values() for name in numbers.values()}
    single = [field for name, field in template.fields.items() if name not in in_rows]
    blocks = [_HEAD.format(source=_comment(PurePath(template.source).name), values=_values(names_of()))]
    texts = [field for field in single if field.kind not in ("check", "button")]
    last = [field for field in texts if _is_last(field)]
    for table, of in (("[fields]", [field for field in texts if field not in last]), ("[last]", last)):
        blocks += ["\n".join([table, *map(_text, of)])] if of else []
    checks = [f'# {_quoted(field.name)} = ""' for field in single if field.kind == "check"]
    blocks += ["\n".join(["[checks]", *checks])] if checks else []
    blocks += _row_blocks(rows)
    return "\n\n".join(blocks) + "\n"


def _rows(fields: Mapping[str, TemplateField]) -> dict[str, dict[int, str]]:
    """Texts whose names differ in a number alone, one after another: the name with `{n}`, and its numbers."""
    series: dict[str, dict[int, str]] = {}
    for name, field in fields.items():
        found = _NUMBERED.fullmatch(name)
        if found and field.kind == "text" and str(int(found["number"])) == found["number"]:
            series.setdefault(f"{found['before']}{NUMBER}{found['after']}", {})[int(found["number"])] = name
    return {
        pattern: numbers
        for pattern, numbers in series.items()
        if len(numbers) >= _FEWEST and max(numbers) - min(numbers) == len(numbers) - 1
    }


def _row_blocks(rows: Mapping[str, Mapping[int, str]]) -> list[str]:
    """A table for the series that have the same numbers."""
    together: dict[tuple[int, int], list[str]] = {}
    for pattern, numbers in rows.items():
        together.setdefault((min(numbers), len(numbers)), []).append(pattern)
    blocks = []
    for (first, count), patterns in together.items():
        said = ["[[rows]]", 'of = "calls"  # or "lines", "weeks"', f"rows = {count}"]
        said += [f"first = {first}"] if first != 1 else []
        texts = [_entry(pattern, _guess(pattern.replace(NUMBER, " "), _ROW_GUESSES)) for pattern in patterns]
        blocks.append("\n".join([*said, "[rows.fields]", *texts]))
    return blocks


def _text(field: TemplateField) -> str:
    choices = f"  # one of {_comment(', '.join(field.choices))}" if field.kind == "choice" else ""
    return _entry(field.name, _form_guess(field)) + choices


def _form_guess(field: TemplateField) -> str | None:
    return None if field.kind == "choice" else _guess(field.name, _FORM_GUESSES)


def _is_last(field: TemplateField) -> bool:
    return (_form_guess(field) or "").startswith(_LAST)


def _entry(name: str, text: str | None) -> str:
    key = _quoted(name)
    return f"{key} = {_quoted(text)}" if text else f'# {key} = ""'


def _guess(name: str, guesses: Mapping[str, str]) -> str | None:
    """What the first of the guesses says whose words are all in the name."""
    words = {word.lower() for word in _WORDS.findall(name)}
    return next((text for asked, text in guesses.items() if words.issuperset(asked.split())), None)


def _values(names: Iterable[str]) -> str:
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < 96:
            lines[-1] += f", {name}"
        else:
            lines.append(f"#   {name}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """As TOML writes a text: like JSON, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return _quoted(text)[1:-1]
