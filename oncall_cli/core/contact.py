"""Whom a policy names to be called, and who that is on a date: a member, whoever of the team has a role, or
somebody outside the team (T8)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from oncall_cli.core.line import Line
from oncall_cli.core.member import ROLES, Member, Role, email_of, handle_of, phone_of
from oncall_cli.core.model import Frozen
from oncall_cli.core.text import one_line
from oncall_cli.errors import BadValue

WAYS = 'a handle, "manager", "administrator", or "Name, number or address"'


class Contact(Frozen):
    """Somebody to call: a member (`person`), with the role they were asked for by, or somebody outside."""

    person: str | None = None
    name: str
    phone: str | None = None
    email: str | None = None
    role: Role | None = None


class Reached(NamedTuple):
    """Who can be called, the first one first; or `fault`: why nobody can."""

    contacts: tuple[Contact, ...]
    fault: str | None = None


Reach = Callable[[str], Reached]
"""Who an entry of the policy is, on the date and for the person in question."""


def entry_of(text: str) -> str:
    """A contact as a policy keeps it; BadValue where it can be nobody to call."""
    said = one_line(text, "contact")
    if "," in said:
        _outsider(said)
        return said
    try:
        handle = handle_of(said)
    except BadValue:
        raise _no_contact(text) from None
    if handle == "technician":
        raise BadValue(f"'{text}' is nobody in particular", hint=f"a contact is {WAYS}")
    return handle


def _formed(text: str) -> str:
    """The entry as pydantic checks it, which knows no failures but its own."""
    try:
        return entry_of(text)
    except BadValue:
        raise ValueError(f"expected {WAYS}") from None


Entry = Annotated[Line, AfterValidator(_formed)]


def _no_contact(text: str) -> BadValue:
    return BadValue(f"'{text}' is not a contact", hint=f"a contact is {WAYS}")


def _outsider(said: str) -> Contact:
    """Somebody outside the team, from "Name, number, address"; BadValue where there is no name, or no way to
    reach them. The name may hold commas, so it is read from its end."""
    parts = [part.strip() for part in said.split(",")]
    phone = email = None
    while len(parts) > 1:
        if email is None and _passes(email_of, parts[-1]):
            email = parts.pop()
        elif phone is None and _passes(phone_of, parts[-1]):
            phone = parts.pop()
        else:
            break
    name = ", ".join(filter(None, parts))
    if not (phone or email) or "@" in name or not any(char.isalpha() for char in name):
        raise _no_contact(said)
    return Contact(name=name, phone=phone, email=email)


def _passes(check: Callable[[str], str], text: str) -> bool:
    try:
        check(text)
    except BadValue:
        return False
    return True


def reached(entry: str, members: Sequence[Member], day: date, besides: str | None = None) -> Reached:
    """Who an entry is among the members who are here on a date, without the one who asks (`besides`): nobody
    calls themselves. Whoever has a number comes first."""
    if "," in entry:
        return Reached((_outsider(entry),))
    role = ROLES.get(entry)
    if role:
        named = [member for member in members if member.role == role and not member.is_gone(day)]
        if not named:
            article = "an" if role == "administrator" else "a"
            return Reached((), f"nobody of the team is {article} {role}")
    else:
        named = [member for member in members if member.handle == entry]
        if not named:
            return Reached((), f"there is no member '{entry}'")
        if named[0].is_gone(day):
            return Reached((), f"{entry} has left the team")
    others = [member for member in named if member.handle != besides]
    if not others:
        return Reached(
            (), f"{besides} cannot call themselves" if not role else f"{besides} is the only {role}"
        )
    able = sorted(
        (one for one in others if one.phone or one.email), key=lambda one: (not one.phone, one.handle)
    )
    if not able:
        return Reached((), f"{_neither(others)} a phone number nor an email address")
    return Reached(tuple(member_contact(member, role) for member in able))


def _neither(members: Sequence[Member]) -> str:
    *most, last = [member.handle for member in members]
    return f"{', '.join(most)} and {last} have neither" if most else f"{last} has neither"


def member_contact(member: Member, role: Role | None = None) -> Contact:
    """A member as somebody to call."""
    return Contact(person=member.handle, name=member.name, phone=member.phone, email=member.email, role=role)


def call_said(contact: Contact) -> str:
    """How to reach somebody: "call 555-0110", "write to kim@example.com"."""
    if contact.phone:
        return f"call {contact.phone}"
    return f"write to {contact.email}" if contact.email else "there is no number or address to reach them by"
