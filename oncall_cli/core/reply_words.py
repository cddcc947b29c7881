"""The words of a reply from a template: names and conditions of Jinja, and nothing that could run away.

A template has no loops, calls, sums, joins or lists to say, so it is as quick as it is long, and says about
as much as it holds, piece by piece up to a limit. Jinja is imported when a template is first read.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from oncall_cli.core.model import Frozen
from oncall_cli.core.reply_parts import FILTERS, SHAPE, TESTS, faults
from oncall_cli.core.reply_said import Said, every_sample

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATE_LIMIT = 20_000
"""Characters of a template; a mail that long is read by nobody."""
WORDS_LIMIT = 1_000_000
"""Characters of a whole reply."""


class TemplateFault(Exception):
    """What is wrong with a template, in words."""


def words_of(template: str, said: Said) -> str:
    """What a template makes of what there is to say. TemplateFault where it is no template, makes more than
    WORDS_LIMIT, or fails in whatever way: nobody is kept from answering by one."""
    return _filled_in(_compiled(template), said)


def check_template(template: str) -> None:
    """TemplateFault where a template could fail one night: everything in it is looked at, also in conditions
    that rarely hold, and it is tried with all there can be to say and with the least, for tickets of every
    tier, channel and status."""
    whole = _compiled(template)
    for said in every_sample():
        _filled_in(whole, said)


def _filled_in(whole: Any, said: Said) -> str:
    made, length = [], 0
    try:
        for part in whole.generate(_names(said)):
            made.append(part)
            length += len(part)
            if length > WORDS_LIMIT:
                break
    except TypeError as error:
        raise TemplateFault(f"it fails where something is not known of a ticket: {error}") from error
    except Exception as error:
        raise TemplateFault(_sentence(error)) from error
    if length > WORDS_LIMIT:
        raise TemplateFault(f"it makes more than {WORDS_LIMIT:,} characters")
    return "".join(made).strip() + "\n"


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
    env.filters = {name: env.filters[name] for name in FILTERS}
    env.tests = {name: env.tests[name] for name in TESTS}
    return env


def _compiled(template: str) -> Any:
    """The template, ready to be filled in; TemplateFault where it is none."""
    if len(template) > TEMPLATE_LIMIT:
        raise TemplateFault(f"it has {len(template):,} characters; {TEMPLATE_LIMIT:,} is the most")
    try:
        tree = _environment().parse(template)
        found = next(faults(tree), None)
        whole = _environment().from_string(tree) if found is None else None
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise TemplateFault("its conditions are nested too deep") from error
    except ValueError as error:
        raise TemplateFault("a number in it is too long to be read") from error
    except Exception as error:
        raise TemplateFault(_sentence(error)) from error
    if found is not None:
        raise TemplateFault(found)
    return whole


def _sentence(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    said = " ".join(str(getattr(error, "message", None) or error).split())
    return f"line {line}: {said}" if line else said


def _names(said: Said) -> Mapping[str, object]:
    """What a template can name: texts that there are none of are empty, so that nothing fails for want of
    them."""
    return {name: _told(getattr(said, name), SHAPE[name]) for name in Said.model_fields}


def _told(value: object, like: object) -> object:
    if isinstance(value, Frozen) and isinstance(like, Frozen):
        whole = dict(like)
        return value.model_copy(update={name: _told(part, whole[name]) for name, part in value})
    return "" if value is None and isinstance(like, str) else value
