"""What a template of a reply may be made of, looked at in every branch of it, also in those that rarely hold.

Nothing that passes can fail for what it is given, but an order of a tier that is not known: filters take
texts, and numbers that stand in the template within bounds; an order is of numbers, and a list is short, of
words and numbers alone, and only there to look into.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from oncall_cli.core.model import Frozen
from oncall_cli.core.near import nearest
from oncall_cli.core.reply_said import SAMPLES, Said

if TYPE_CHECKING:
    from jinja2 import nodes

FILTERS = ("capitalize", "default", "length", "lower", "title", "trim", "truncate", "upper")
TESTS = ("defined", "undefined")
NUMBER_MOST = 1_000_000
"""The largest number in a template."""
LIST_MOST = 50
"""How many a list holds at most."""
CUT_LEAST = 10
"""The shortest that a text is cut to: `truncate` needs room for its dots."""

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
    "Tuple",
    "List",
    "Filter",
    "Test",
)
_TOLD = {
    "For": "loops",
    "Call": "calls",
    "Assign": "names of its own",
    "Getitem": "[ ]",
    "Keyword": "names of options",
}
_ORDERS = ("lt", "lteq", "gt", "gteq")

Kind = Literal["text", "number", "any"]
SHAPE = {name: getattr(SAMPLES[0], name) for name in Said.model_fields}
_INNER: Mapping[str, Mapping[str, object]] = {
    name: dict(value) for name, value in SHAPE.items() if isinstance(value, Frozen)
}


def faults(tree: "nodes.Template") -> Iterator[str]:
    """What in a template is not for a reply, names what there is not, or could fail, each with its line."""
    from jinja2 import nodes

    owners = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    lists = {id(operand.expr) for operand in tree.find_all(nodes.Operand) if operand.op in ("in", "notin")}
    looks: dict[type[nodes.Node], Callable[..., Iterator[str]]] = {
        nodes.Name: lambda node: _name(node, is_owner=id(node) in owners),
        nodes.Getattr: _part,
        nodes.Const: _constant,
        nodes.Tuple: lambda node: _list(node, is_looked_into=id(node) in lists),
        nodes.List: lambda node: _list(node, is_looked_into=id(node) in lists),
        nodes.CondExpr: _choice,
        nodes.Compare: _comparison,
        nodes.Filter: _filter,
        nodes.Test: _test,
    }
    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        found = looks[type(node)](node) if type(node) in looks else iter(())
        if kind not in _PARTS:
            said = _TOLD.get(kind, kind.lower())
            found = iter((f"{said}: a reply has names, conditions and filters alone",))
        for fault in found:
            yield f"line {node.lineno}: {fault}"


def _name(node: "nodes.Name", *, is_owner: bool) -> Iterator[str]:
    if node.name not in SHAPE:
        yield f"there is no {_meant(node.name, SHAPE)}"
    elif node.name in _INNER and not is_owner:
        yield f"{node.name} alone says nothing; write {node.name}.{next(iter(_INNER[node.name]))}"


def _part(node: "nodes.Getattr") -> Iterator[str]:
    whole = _owner(node)
    if node.attr not in _INNER.get(whole, ()):
        yield f"{whole or 'that'} has no {_meant(node.attr, _INNER.get(whole, ()))}"


def _owner(node: "nodes.Getattr") -> str:
    from jinja2 import nodes

    return node.node.name if isinstance(node.node, nodes.Name) else ""


def _constant(node: "nodes.Const") -> Iterator[str]:
    if node.value is None:
        yield "there is no none: what is not known is empty"
    elif isinstance(node.value, int | float) and not 0 <= node.value <= NUMBER_MOST:
        yield f"numbers go to {NUMBER_MOST:,}"


def _list(node: "nodes.Tuple | nodes.List", *, is_looked_into: bool) -> Iterator[str]:
    from jinja2 import nodes

    if not is_looked_into:
        yield "a list is only there to look into, as in: ticket.channel in ('phone', 'voicemail')"
    elif not all(isinstance(item, nodes.Const) for item in node.items):
        yield "a list holds words and numbers alone"
    elif len(node.items) > LIST_MOST:
        yield f"a list of {len(node.items):,}; {LIST_MOST} is the most"


def _choice(node: "nodes.CondExpr") -> Iterator[str]:
    if node.expr2 is None:
        yield "an if within {{ }} needs its else"


def _comparison(node: "nodes.Compare") -> Iterator[str]:
    from jinja2 import nodes

    one: nodes.Expr = node.expr
    for operand in node.ops:
        other = operand.expr
        if operand.op in _ORDERS and not _kind(one) == _kind(other) == "number":
            yield "< and > are for numbers"
        looks_into_text = operand.op in ("in", "notin") and not isinstance(other, nodes.Tuple | nodes.List)
        if looks_into_text and not _kind(one) == _kind(other) == "text":
            yield "in looks for a text in a text, or for anything in a list"
        one = other


def _filter(node: "nodes.Filter") -> Iterator[str]:
    from jinja2 import nodes

    if node.name not in FILTERS:
        yield f"there is no filter {_meant(node.name, FILTERS)}"
        return
    given = [item.value if isinstance(item, nodes.Const) else item for item in node.args]
    options = bool(node.kwargs or node.dyn_args or node.dyn_kwargs)
    if node.name == "default":
        if options or len(given) > 2 or not all(isinstance(one, bool) for one in given[1:]):
            yield "default takes what to say instead, and perhaps true"
    elif node.node is None or _kind(node.node) != "text":
        yield f"{node.name} is for texts"
    elif node.name == "truncate":
        right = all(type(one) is int and CUT_LEAST <= one <= NUMBER_MOST for one in given)
        if options or len(given) > 1 or not right:
            yield f"truncate takes how many characters, from {CUT_LEAST} to {NUMBER_MOST:,}"
    elif options or given:
        yield f"{node.name} takes nothing in brackets"


def _test(node: "nodes.Test") -> Iterator[str]:
    if node.name not in TESTS:
        yield f"there is no test {_meant(node.name, TESTS)}"
    elif node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield f"{node.name} takes nothing in brackets"


def _kind(node: "nodes.Node | None") -> Kind:
    """What something is in a reply, whichever: `any` where that is not sure."""
    from jinja2 import nodes

    if isinstance(node, nodes.Const):
        return _kind_of(node.value)
    if isinstance(node, nodes.Name):
        return _kind_of(SHAPE.get(node.name))
    if isinstance(node, nodes.Getattr):
        return _kind_of(_INNER.get(_owner(node), {}).get(node.attr))
    parts: list[nodes.Node | None] = []
    if isinstance(node, nodes.And | nodes.Or):
        parts = [node.left, node.right]
    elif isinstance(node, nodes.CondExpr):
        parts = [node.expr1, node.expr2]
    elif isinstance(node, nodes.Filter) and node.name == "default":
        parts = [node.node, *(node.args[:1] or [nodes.Const("")])]
    elif isinstance(node, nodes.Filter):
        return "number" if node.name == "length" else "text"
    kinds = {_kind(part) for part in parts}
    return kinds.pop() if len(kinds) == 1 else "any"


def _kind_of(value: object) -> Kind:
    if isinstance(value, str):
        return "text"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else "any"


def _meant(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    if near:
        return f"{name} (did you mean {near}?)"
    return f"{name} (known: {', '.join(known)})" if known else name
