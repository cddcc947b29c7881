"""Who stands in a mail's address headers; what is no address there is nobody."""

import re
from collections.abc import Iterable, Iterator

from oncall_cli.core.member import email_of
from oncall_cli.core.message import Mailbox
from oncall_cli.core.text import LINE_LIMIT, is_harmful, one_line
from oncall_cli.documents.mail_words import WORD, words_said
from oncall_cli.errors import BadValue

MOST = 1000
"""How many people of one mail are kept."""

_ROUTE = re.compile(r"(?:@[^,:@]+,?)+:")
_OPENS = {'"': '"', "<": ">", "(": ")"}


def mailboxes(headers: Iterable[str]) -> list[Mailbox]:
    """The people of some address headers (RFC 5322), each once, whatever the case of their address; of a
    group only those who are named in it."""
    found: dict[str, Mailbox] = {}
    for header in headers:
        for part in _parts(header):
            person = _mailbox(part) if len(found) < MOST else None
            if person:
                found.setdefault(person.address.lower(), person)
    return list(found.values())


def plain_line(text: str, limit: int = LINE_LIMIT) -> str | None:
    """A text as a name or a subject can stand on one line: steering characters out, cut where it is long;
    nothing where nothing is left that can be seen."""
    line = " ".join("".join(" " if is_harmful(char) and char.isspace() else char for char in text).split())
    line = "".join(char for char in line if not is_harmful(char))
    try:
        return one_line(line if len(line) <= limit else line[: limit - 1].rstrip() + "…", "text", limit=limit)
    except BadValue:
        return None


def _parts(header: str) -> Iterator[str]:
    """The header between its commas; a group's name goes with its colon. Whatever is quoted or bracketed
    holds no comma that separates, nor does an encoded word, but for one that some program made of a whole
    address; and a bracket that is never closed is none."""
    part: list[str] = []
    at, is_group, opening = 0, True, set(_OPENS)
    while at < len(header):
        char = header[at]
        word = WORD.match(header, at) if char == "=" else None
        if word and "@" not in word[0]:
            part.append(word[0])
            at = word.end()
            continue
        end = _closing(header, at) if char in opening else at
        if end < at:
            opening.remove(char)
            end = at
        if char in ",;":
            yield "".join(part)
            part, is_group = [], True
        elif char == ":" and is_group:
            part = []
        else:
            part.append(header[at : end + 1])
            is_group = is_group and char not in "@<"
        at = end + 1
    yield "".join(part)


def _closing(header: str, start: int) -> int:
    """Where what opens at `start` closes, or -1; a backslash takes the next character along."""
    close, at = _OPENS[header[start]], start + 1
    while at < len(header):
        if header[at] == close:
            return at
        at += 2 if header[at] == "\\" else 1
    return -1


def _mailbox(part: str) -> Mailbox | None:
    part = part.strip()
    before, opens, rest = part.rpartition("<")
    if opens and ">" in rest:
        address, name = rest.partition(">")[0], before.rstrip("< ")
    else:
        address, comment, rest = part.partition("(")
        name = rest.rpartition(")")[0] if comment else ""
    kept = _address(address.strip())
    if kept is None:
        return None
    said = plain_line(words_said(_unquoted(name)))
    said = said.strip("'\" ") if said else None
    return Mailbox(address=kept, name=said if said and said.lower() != kept.lower() else None)


def _address(text: str) -> str | None:
    """The address, without the route that some old servers put before it; nothing where it is none."""
    address = text[7:] if text.lower().startswith("mailto:") else text
    route = _ROUTE.match(address)
    address = address[route.end() :] if route else address
    try:
        return email_of(address)
    except BadValue:
        return None


def _unquoted(name: str) -> str:
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1]
    return name.replace('\\"', '"').replace("\\\\", "\\")
