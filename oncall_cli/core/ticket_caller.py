"""Who called and how to reach them, said in one breath: "Dana, 555-0100" or "Dana <dana@x.org>"."""

import re
from collections.abc import Callable
from typing import NamedTuple

from oncall_cli.core.member import email_of, phone_of
from oncall_cli.core.text import one_line
from oncall_cli.errors import BadValue

_ADDRESSED = re.compile(r'"?([^<>"]*)"?\s*<([^<>]*)>')


class Named(NamedTuple):
    """A telephone number or an email address, and the name that was said with it."""

    name: str | None
    contact: str


class Reached(NamedTuple):
    """A caller as options say one; what nobody said is nothing."""

    caller: str | None
    phone: str | None
    email: str | None


def phone_named(text: str) -> Named:
    """A telephone number, alone or as NAME, NUMBER, where the name may hold commas. BadValue where there is
    no number."""
    commas = [found.start() for found in re.finditer(",", text)]
    if not commas or (not _is_name(text[: commas[0]]) and _is_phone(text)):
        return Named(None, phone_of(text.strip(" ,")))
    begun = (at for at in commas if re.match(r"\s*[\d+(]", text[at + 1 :]) and _is_phone(text[at + 1 :]))
    split = next(begun, commas[-1])
    name, number = text[:split], text[split + 1 :]
    if not _is_phone(number):
        raise BadValue(
            f"'{text}' is not a phone number", hint="a number, or NAME, NUMBER like Dana, 555-0100"
        )
    return Named(one_line(name, "caller's name"), phone_of(number))


def email_named(text: str) -> Named:
    """An email address, alone or as NAME <ADDRESS>. BadValue where there is none in it."""
    found = _ADDRESSED.fullmatch(text.strip())
    if found is None:
        return Named(None, email_of(text))
    name = found[1].strip()
    return Named(one_line(name, "caller's name") if name else None, email_of(found[2]))


def reached(caller: str | None, phone: str | None, email: str | None) -> Reached:
    """The caller with the name taken out of the number or address it was said with. BadValue where two
    different names were said."""
    names = {"--caller": caller.strip()} if caller and caller.strip() else {}
    contacts = {"--phone": phone, "--email": email}
    ways: dict[str, Callable[[str], Named]] = {"--phone": phone_named, "--email": email_named}
    for option, text in contacts.items():
        if text and text.strip():
            named = ways[option](text)
            contacts[option] = named.contact
            if named.name:
                names[option] = named.name
    if len({" ".join(name.casefold().split()) for name in names.values()}) > 1:
        (first, one), (second, other) = list(names.items())[:2]
        raise BadValue(
            f"two callers are named: {one} in {first} and {other} in {second}",
            hint="name whoever called once; --requester names for whom they ask",
        )
    return Reached(next(iter(names.values()), None), contacts["--phone"], contacts["--email"])


def _is_phone(text: str) -> bool:
    try:
        phone_of(text)
    except BadValue:
        return False
    return True


def _is_name(text: str) -> bool:
    """Whether what stands before a comma can only be a name: letters, and no digit."""
    return any(char.isalpha() for char in text) and not any(char.isdigit() for char in text)
