"""What is wrong with a command line, in a sentence of ours instead of the parser's words."""

import re
from typing import Any

import typer

from oncall_cli.core.near import nearest

SHOWN = 60
"""Characters of a wrong value that are repeated to the person."""

_EXPECTED = {"int": "a whole number", "float": "a number", "decimal": "a number", "bool": "true or false"}
_BOUNDS = {"ge": "{} or more", "le": "{} or less", "gt": "more than {}", "lt": "less than {}"}
_UNKNOWN = re.compile(r"No such command '(?P<name>.*?)'(\. Did you mean .*)?", re.S)
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((?P<words>.*)\)", re.S)


def usage_said(error: typer.TyperException, where: str) -> str:
    """The sentence for what the parser refused; `where` is the command it was at, like `oncall swap show`."""
    # The parser's errors and parameters are not public names of typer, so they are known by what they carry.
    fault: Any = error
    kind = type(error).__name__
    verbs = _verbs(getattr(error, "ctx", None))
    message = error.format_message().rstrip(".")
    if kind == "NoArgsIsHelpError" or message == "Missing command":
        return f"{where} needs a verb: {', '.join(verbs)}"
    if kind == "MissingParameter" and fault.param is not None:
        return _missing(fault.param, where)
    if kind == "BadParameter":
        return _bad_value(fault)
    if kind == "NoSuchOption" and fault.option_name == "--json" and verbs:
        return f"{where} needs a verb before --json: {', '.join(verbs)}"
    if kind == "NoSuchOption":
        near = nearest(fault.option_name, fault.possibilities or ())
        return f"no such option: {fault.option_name}" + (f" (did you mean {near}?)" if near else "")
    if kind == "BadOptionUsage":
        takes = "takes no value" if "does not take" in message else "needs a value"
        return f"{fault.option_name} {takes}"
    return _words_said(message, where, verbs)


def _words_said(message: str, where: str, verbs: list[str]) -> str:
    """The sentence for words that stand where nothing takes them; the parser's own for all else."""
    unknown, extra = _UNKNOWN.fullmatch(message), _EXTRA.fullmatch(message)
    if unknown:
        near = nearest(unknown["name"], verbs)
        return f"no such command '{unknown['name']}'" + (f" (did you mean {near}?)" if near else "")
    if extra:
        return f"{where} has no use for '{extra['words']}'; words that belong together need quotes"
    return message[:1].lower() + message[1:]


def _verbs(context: Any) -> list[str]:
    """The commands of the group that the parser was in; none where it was in no group."""
    group: Any = getattr(context, "command", None)
    return list(group.list_commands(context)) if hasattr(group, "list_commands") else []


def _missing(param: Any, where: str) -> str:
    words = (param.help or "").rstrip(".")
    return f"{where} needs {_name(param)}" + (f", {words[:1].lower()}{words[1:]}" if words else "")


def _name(param: Any) -> str:
    """An option as it is typed; a place in the line as the help writes it."""
    if param.param_type_name == "option":
        return str(param.opts[0])
    return str(param.display_name_raw).strip("[]").upper()


def _bad_value(error: Any) -> str:
    """A value that the parser could not read; what it found wrong is the cause of its error."""
    found = getattr(error.__cause__, "errors", None)
    place = f"invalid value for '{_name(error.param)}'" if error.param else "invalid value"
    if found is None:
        return f"{place}: {error.message.rstrip('.')}"
    fault = found()[0]
    bound = next((key for key in _BOUNDS if key in fault.get("ctx", {})), None)
    expected = _EXPECTED.get(fault["type"].partition("_")[0])
    if bound:
        expected = "a number, " + _BOUNDS[bound].format(fault["ctx"][bound])
    elif not expected:
        return f"{place}: {error.message.rstrip('.')}"
    return f"{place}: expected {expected}, not '{str(fault['input'])[:SHOWN]}'"
