"""A person of the team, known by a short handle, and what a valid entry of the roster is."""

import re
from datetime import date
from typing import Literal, get_args

from oncall_cli.core.model import Frozen
from oncall_cli.core.text import one_line
from oncall_cli.errors import BadValue

Role = Literal["technician", "manager", "administrator"]
ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
ROSTER_COLUMNS = ("handle", "name", "role", "email", "phone", "login", "payroll")

_HANDLE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_QUOTED = r'"(?:[^"\\\s]|\\[^\s]| )+"'
_EMAIL = re.compile(rf'(?:[^@\s,;<>()"]+|{_QUOTED})@[^@\s,;<>()"]+')
_PHONE = re.compile(r"[0-9+()./ xet#*,-]{3,40}", re.I)


class Member(Frozen):
    """One member; `login` is the operating system's user who is this member, `payroll` a payroll number,
    `leaves` the last date in the team where one is known (R3), and `leaves_because` why."""

    handle: str
    name: str
    role: Role = "technician"
    email: str | None = None
    phone: str | None = None
    login: str | None = None
    payroll: str | None = None
    leaves: date | None = None
    leaves_because: str | None = None

    def is_gone(self, day: date) -> bool:
        """Whether the member has left before a date."""
        return self.leaves is not None and self.leaves < day


def handle_of(text: str) -> str:
    """A handle as it is kept: lower case. BadValue where it could not be one."""
    handle = text.strip().lower()
    if not _HANDLE.fullmatch(handle):
        raise BadValue(
            f"'{text}' is not a handle",
            hint="a letter, then letters, digits, - or _; at most 32 in all, like ana",
        )
    return handle


def email_of(text: str) -> str:
    """An email address as given, of which the first part may be in quotation marks (RFC 5322); BadValue where
    it could not be one."""
    email = one_line(text, "email address")
    if not _EMAIL.fullmatch(email):
        raise BadValue(f"'{text}' is not an email address", hint="write one like ana@example.com")
    return email


def phone_of(text: str) -> str:
    """A telephone number or extension as given; BadValue where it holds no digits or is no number."""
    phone = one_line(text, "phone number")
    if not _PHONE.fullmatch(phone) or not any(char.isdigit() for char in phone):
        raise BadValue(
            f"'{text}' is not a phone number", hint="digits, spaces and + ( ) - . x, like +1 555 0100"
        )
    return phone


def role_of(text: str) -> Role:
    """The role that `text` names; BadValue otherwise."""
    role = ROLES.get(text.strip().lower())
    if role is None:
        raise BadValue(f"'{text}' is not a role", hint=f"one of {', '.join(ROLES)}")
    return role


def member_of(
    handle: str,
    name: str,
    *,
    role: str = "technician",
    email: str | None = None,
    phone: str | None = None,
    login: str | None = None,
    payroll: str | None = None,
) -> Member:
    """A member from what somebody typed; an empty field is none. BadValue names the first that is wrong."""
    return Member(
        handle=handle_of(handle),
        name=one_line(name, "name"),
        role=role_of(role or "technician"),
        email=email_of(email) if email else None,
        phone=phone_of(phone) if phone else None,
        login=one_line(login, "login") if login else None,
        payroll=one_line(payroll, "payroll number") if payroll else None,
    )
