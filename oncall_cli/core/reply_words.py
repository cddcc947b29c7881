"""The words of a reply from a template: names and conditions of Jinja, and nothing that could run away.

A template has no loops, calls, sums or joins, so it is as quick as it is long, and says about as much as it
holds. Jinja is imported when a template is first read.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from oncall_cli.core.model import Frozen
from oncall_cli.core.near import nearest
from oncall_cli.core.reply_said import SAMPLES, Said

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATE_LIMIT = 20_000
"""Characters of a template; a mail that long is read by nobody."""
WORDS_LIMIT = 1_000_000
"""Characters of a whole reply."""

_FILTERS = ("capitalize", "default", "length", "lower", "title", "trim", "truncate", "upper")
_TESTS = ("defined", "undefined", "none", "eq", "ne", "lt", "le", "gt", "ge", "in")
_PARTS = (
    "Template",
    "Output",
    "TemplateData",
    "Name",
    "Getattr",
    "Const",
    "If",
    "CondExpr",
    "Compare",
    "Operand",
    "And",
    "Or",
    "Not",
    "Neg",
    "Tuple",
    "List",
    "Filter",
    "Test",
    "Keyword",
)
_TOLD = {"For": "loops", "Call": "calls", "Assign": "names of its own", "Getitem": "[ ]"}


class TemplateFault(Exception):
    """What is wrong with a template, in words."""


def words_of(template: str, said: Said) -> str:
    """What a template makes of what there is to say. TemplateFault where it is no template, or makes more
    than WORDS_LIMIT."""
    from jinja2 import TemplateError

    made, length = [], 0
    try:
        for part in _compiled(template).generate(_names(said)):
            made.append(part)
            length += len(part)
            if length > WORDS_LIMIT:
                raise TemplateFault(f"it makes more than {WORDS_LIMIT:,} characters")
    except TypeError as error:
        raise TemplateFault(f"it fails where something is not known of a ticket: {error}") from None
    except (TemplateError, ArithmeticError, ValueError) as error:
        raise TemplateFault(_sentence(error)) from None
    return "".join(made).strip() + "\n"


def check_template(template: str) -> None:
    """TemplateFault where a template could fail one night: every name in it is looked at, also in conditions
    that rarely hold, and it is tried with all there can be to say and with the least."""
    _compiled(template)
    for said in SAMPLES:
        words_of(template, said)


@cache
def _environment() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    env = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: "" if value is None else value,
    )
    env.globals.clear()
    env.filters = {name: env.filters[name] for name in _FILTERS}
    env.tests = {name: env.tests[name] for name in _TESTS}
    return env


def _compiled(template: str) -> Any:
    """The template, ready to be filled in; TemplateFault where it is none."""
    from jinja2 import TemplateError

    if len(template) > TEMPLATE_LIMIT:
        raise TemplateFault(f"it has {len(template):,} characters; {TEMPLATE_LIMIT:,} is the most")
    try:
        tree = _environment().parse(template)
        for fault in _faults(tree):
            raise TemplateFault(fault)
        return _environment().from_string(tree)
    except TemplateError as error:
        raise TemplateFault(_sentence(error)) from None
    except (RecursionError, SyntaxError, MemoryError):
        raise TemplateFault("its conditions are nested too deep") from None


def _faults(tree: "nodes.Template") -> Iterator[str]:
    """What in a template is not for a reply, or names what there is not."""
    from jinja2 import nodes

    shape = {name: getattr(SAMPLES[0], name) for name in Said.model_fields}
    inner = {
        name: list(type(value).model_fields) for name, value in shape.items() if isinstance(value, Frozen)
    }
    owners = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all(nodes.Node):
        line, kind = f"line {node.lineno}", type(node).__name__
        if kind not in _PARTS:
            yield f"{line}: {_TOLD.get(kind, kind.lower())}: a reply has names, conditions and filters alone"
        known = _FILTERS if isinstance(node, nodes.Filter) else _TESTS
        if isinstance(node, nodes.Filter | nodes.Test) and node.name not in known:
            yield f"{line}: there is no {kind.lower()} {_meant(node.name, known)}"
        if isinstance(node, nodes.Name) and node.name not in shape:
            yield f"{line}: there is no {_meant(node.name, shape)}"
        elif isinstance(node, nodes.Name) and node.name in inner and id(node) not in owners:
            yield f"{line}: {node.name} alone says nothing; write {node.name}.{inner[node.name][0]}"
        if isinstance(node, nodes.Getattr):
            whole = node.node.name if isinstance(node.node, nodes.Name) else ""
            if node.attr not in inner.get(whole, ()):
                yield f"{line}: {whole or 'that'} has no {_meant(node.attr, inner.get(whole, ()))}"


def _meant(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    if near:
        return f"{name} (did you mean {near}?)"
    return f"{name} (known: {', '.join(known)})" if known else name


def _sentence(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    said = " ".join(str(getattr(error, "message", None) or error).split())
    return f"line {line}: {said}" if line else said


def _names(said: Said) -> Mapping[str, object]:
    return {name: getattr(said, name) for name in Said.model_fields}
