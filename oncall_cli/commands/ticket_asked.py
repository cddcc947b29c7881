"""What a ticket still lacks, asked of the person who sits at the terminal, one question each (T1)."""

from collections.abc import Mapping
from functools import partial

from oncall_cli.core.ticket import CHANNELS
from oncall_cli.core.ticket_log import NEEDED, field_of, fields_of, tier_of
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

_QUESTIONS = {
    "channel": f"Channel ({', '.join(CHANNELS)})",
    "caller": "Caller's name",
    "phone": "Phone number (empty: none)",
    "email": "Email address",
    "description": "What is wrong",
}
_NEEDED = {
    "channel": "a ticket needs its channel",
    "caller": "a ticket needs the caller's name",
    "email": "a ticket needs a phone number or an email address",
    "description": "a ticket needs a description",
}
_EITHER = {"phone": "email", "email": "phone"}
"""Of these two, one is enough."""


def completed(session: Session, said: Mapping[str, str | None]) -> dict[str, str | None]:
    """What was said and, where a person can be asked, what they say to the rest that every ticket needs. What
    was said is checked before anything is asked: BadValue where a field of it is wrong."""
    whole = dict(said)
    lacks = [name for name in NEEDED if not _is_said(whole, name)]
    if lacks and session.interactive:
        fields_of(said)
    for name in lacks:
        if not _is_said(whole, _EITHER.get(name, name)):
            whole[name] = session.ask_for(name, _QUESTIONS[name], partial(_check, name))
    return whole


def tier_asked(session: Session, tiers: Mapping[int, str]) -> str | None:
    """The tier that the person says, or nothing."""
    known = ", ".join(f"{number} {name}" for number, name in tiers.items())
    return session.ask_for("tier", f"Tier ({known}; empty: none)", lambda text: text and tier_of(text, tiers))


def _is_said(said: Mapping[str, str | None], name: str) -> bool:
    return bool((said[name] or "").strip())


def _check(name: str, text: str) -> None:
    if text:
        field_of(name, text)
    elif name in _NEEDED:
        raise BadValue(_NEEDED[name])
