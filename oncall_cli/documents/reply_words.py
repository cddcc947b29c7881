"""What a reply says: the team's template or the built-in one, filled in, over the message that it answers."""

import textwrap
from importlib import resources

from oncall_cli.core.mail_rules import MailRules, ReplyKind
from oncall_cli.core.reply_said import Said
from oncall_cli.core.reply_words import TemplateFault, words_of
from oncall_cli.core.text import visible

QUOTED_LINES = 40
QUOTED_WIDTH = 76
QUOTED_LIMIT = QUOTED_LINES * 2 * QUOTED_WIDTH
"""Characters that are looked at for a quotation, which is cut to its lines afterwards."""


def built_in(kind: ReplyKind) -> str:
    """The built-in template of a kind of reply."""
    return resources.files("oncall_cli.documents").joinpath(f"templates/{kind}.txt").read_text("utf-8")


def reply_words(kind: ReplyKind, rules: MailRules, said: Said) -> tuple[str, str | None]:
    """What a reply says, and what is wrong with the team's template where it could not be used: nobody is
    kept from answering by one that passed when it was applied and fails tonight."""
    own = rules.templates.get(kind)
    if own is not None:
        try:
            return visible(words_of(own, said), lines=True), None
        except TemplateFault as fault:
            return visible(words_of(built_in(kind), said), lines=True), str(fault)
    return visible(words_of(built_in(kind), said), lines=True), None


def quotation(introduced: str, text: str) -> str:
    """The beginning of a text as mail programs quote one, below a line that says whose it is."""
    plain = visible(text[:QUOTED_LIMIT].replace("\r\n", "\n").replace("\t", " "), lines=True)
    lines = [line for one in plain.split("\n") for line in _wrapped(one.rstrip())]
    cut = len(text) > QUOTED_LIMIT or len(lines) > QUOTED_LINES
    kept = [*lines[:QUOTED_LINES], "[…]"] if cut else lines
    return "\n".join([visible(introduced), *(f"> {line}".rstrip() for line in kept)]) + "\n"


def _wrapped(line: str) -> list[str]:
    """A line as quoted ones are, the quoted ones of an earlier reply left alone."""
    if line.startswith(">") or len(line) <= QUOTED_WIDTH:
        return [line]
    return textwrap.wrap(line, QUOTED_WIDTH, break_on_hyphens=False)
