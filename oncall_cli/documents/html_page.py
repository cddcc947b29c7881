"""The pages that leave the program: what they are made of, and how a text gets into them."""

from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template


@cache
def page_part(name: str) -> str:
    """A file of ours that a page is made of."""
    return resources.files("oncall_cli.documents").joinpath(f"templates/{name}").read_text("utf-8")


@cache
def page_template(name: str) -> Template:
    """A page of ours. Every text in it is escaped: no name becomes a tag, a style or a script."""
    rules = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return rules.from_string(page_part(name))
