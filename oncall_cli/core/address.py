"""Email addresses as a reply needs them: found in words, told apart, and safe to stand in a header."""

import re
from collections.abc import Iterable, Iterator

from oncall_cli.core.message import Mailbox
from oncall_cli.core.text import is_harmful

ADDRESS_LIMIT, _LOCAL_LIMIT = 254, 64
"""Characters of the longest address that mail can be sent to (RFC 5321), and of its first part."""

_PLAIN = r"[^\s,;:<>()\[\]\\\"@]+@[^\s,;:<>()\[\]\\\"@]+"
_QUOTED = r'"(?:[^"\\\s]|\\[^\s]| )+"@[^\s,;:<>()\[\]\\"@]+'
_USABLE = re.compile(f"{_PLAIN}|{_QUOTED}")
_LABEL = re.compile(r"(?!-)[^.]{1,63}(?<!-)")
_NAMED = re.compile(rf'(?:(?P<name>"[^"]*"\s*|[^<>,;@"]*)<\s*)?(?P<address>{_PLAIN})')


def is_usable(address: str) -> bool:
    """Whether something can be written to: one address that a server takes, by its lengths and its domain
    (RFC 5321), without anything that could end a header's line."""
    local, _, domain = address.rpartition("@")
    return (
        len(address) <= ADDRESS_LIMIT
        and len(local) <= _LOCAL_LIMIT
        and all(_LABEL.fullmatch(label) for label in domain.split("."))
        and not any(is_harmful(char) for char in address)
        and _USABLE.fullmatch(address) is not None
    )


def same(address: str) -> str:
    """What two ways to write one address have in common: capitals make no difference."""
    return address.strip().casefold()


def addresses_in(text: str | None) -> Iterator[Mailbox]:
    """The addresses that a line names, as in "Al Moe <al@example.org>, bo@example.org"; words between them
    are nobody's."""
    for found in _NAMED.finditer(text or ""):
        address = found["address"].strip(".'!?")
        if is_usable(address):
            yield Mailbox(address=address, name=_name(found["name"]))


def _name(text: str | None) -> str | None:
    return (text or "").strip(" \t\"'") or None


def each_once(mailboxes: Iterable[Mailbox], without: Iterable[str] = ()) -> list[Mailbox]:
    """Every usable address the first time it comes, with the first name it is given, but not `without`."""
    left_out = {same(address) for address in without}
    found: dict[str, Mailbox] = {}
    for mailbox in mailboxes:
        key = same(mailbox.address)
        if key in left_out or not is_usable(mailbox.address.strip()):
            continue
        first = found.setdefault(key, mailbox.model_copy(update={"address": mailbox.address.strip()}))
        if first.name is None and mailbox.name:
            found[key] = first.model_copy(update={"name": mailbox.name})
    return list(found.values())
