"""A ticket from what somebody typed: everything missing is named at once, whatever is wrong in a sentence
(T1, T2)."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from functools import partial

from oncall_cli.core.member import email_of, phone_of
from oncall_cli.core.text import long_text, one_line
from oncall_cli.core.ticket import CHANNELS, Channel, Ticket
from oncall_cli.core.ticket_step import local
from oncall_cli.errors import BadValue, Refused

NEEDED = ("channel", "caller", "phone", "email", "description")
"""What every ticket has, but that a phone number or an email address is enough (T1)."""
RINGS_MOST = 99
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before this no ticket can have come in; a date that old is a slip of the hand."""

_LINES = {
    "requester": "requester",
    "tell": "name of who is to be told",
    "customer": "customer",
    "location": "location",
    "affected": "affected part",
    "reference": "reference",
}
_TEXTS = {"tried": "list of what was tried", "error": "error text", "workaround": "workaround"}
OPTIONAL = (*_LINES, *_TEXTS)
"""The texts that a ticket can do without (T2)."""


def missing_fields(said: Mapping[str, str | None]) -> list[str]:
    """What a ticket still needs before it can be logged, in the words of its options (T1)."""
    blank = {name: not (text or "").strip() for name, text in said.items()}
    missing = [f"--{name}" for name in ("channel", "caller") if blank[name]]
    if blank["phone"] and blank["email"]:
        missing.append("--phone or --email")
    if blank["description"]:
        missing.append("--description")
    return missing


def channel_of(text: str) -> Channel:
    """The channel that `text` names; BadValue otherwise."""
    said = text.strip().lower().replace("_", "-").replace(" ", "-")
    channel = CHANNELS.get("walk-in" if said == "walkin" else said)
    if channel is None:
        raise BadValue(f"'{text}' is not a channel", hint=f"one of {', '.join(CHANNELS)}")
    return channel


def tier_of(text: str, tiers: Mapping[int, str]) -> int:
    """The tier that `text` says, by number or by name; BadValue names the tiers there are."""
    said = text.strip().lower()
    for number, name in tiers.items():
        if said in (str(number), name.lower()):
            return number
    known = ", ".join(f"{number} {name}" for number, name in tiers.items())
    raise BadValue(f"there is no tier '{text}'", hint=f"the policy's tiers: {known}")


def can_come_in(moment: datetime, now: datetime) -> bool:
    """Whether a ticket can have come in at a moment: neither in the future nor before any did."""
    return EARLIEST <= moment <= now


def check_received(received: datetime, now: datetime) -> None:
    """Refused for a ticket from the future; BadValue for one older than any."""
    if received > now:
        raise Refused(
            f"a ticket cannot come in in the future, at {local(received, received)}",
            hint="say when it came in, or leave --received out",
        )
    if received < EARLIEST:
        raise BadValue(f"no ticket came in before {EARLIEST.year}", hint="check the year of --received")


_CHECKS: dict[str, Callable[[str], str]] = {
    "channel": channel_of,
    "caller": partial(one_line, what="caller's name"),
    "phone": phone_of,
    "email": email_of,
    "description": partial(long_text, what="description"),
    **{name: partial(one_line, what=what) for name, what in _LINES.items()},
    **{name: partial(long_text, what=what) for name, what in _TEXTS.items()},
}
"""What makes a ticket's field of the text that was said, or raises BadValue."""


def field_of(name: str, text: str) -> str:
    """A field of a ticket as it is kept; BadValue where the text cannot be one."""
    return _CHECKS[name](text.strip())


def fields_of(said: Mapping[str, str | None]) -> dict[str, str | None]:
    """The fields that were said, as a ticket keeps them: nothing where the text is blank. BadValue names the
    first that is wrong."""
    return {name: field_of(name, text) if text and text.strip() else None for name, text in said.items()}


def check_needed(said: Mapping[str, str | None], *, hint: str) -> None:
    """BadValue, with everything that is missing, where a ticket could not be kept like this (T1)."""
    missing = missing_fields(said)
    if missing:
        raise BadValue(f"the ticket still needs {listed(missing)}", hint=hint)


def check_rings(rings: int | None) -> None:
    """BadValue for rings that nobody can have counted."""
    if rings is not None and not 0 <= rings <= RINGS_MOST:
        raise BadValue(f"--rings is a number from 0 to {RINGS_MOST}, not {rings}")


def ticket_of(
    said: Mapping[str, str | None],
    *,
    tier: int | None,
    first_time: bool | None,
    rings: int | None,
    received: datetime,
    on_duty: str | None,
) -> Ticket:
    """The ticket that what was said makes, numbered 0 until it is kept, as it stands before any step.
    BadValue names the first field that is missing or wrong."""
    check_needed(said, hint="nothing was stored")
    check_rings(rings)
    ticket = Ticket(
        id=0,
        status="open",
        tier=tier,
        received=received,
        first_time=first_time,
        rings=rings,
        last_step_at=received,
        **fields_of(said),
    )
    return as_received(ticket, on_duty)


def as_received(ticket: Ticket, on_duty: str | None) -> Ticket:
    """The ticket as it stands before any step: a phone call answered is On It from the start, with whoever
    was `on_duty`; everything else is open and nobody's (T4)."""
    answered = ticket.channel == "phone"
    return ticket.model_copy(
        update={
            "status": "on_it" if answered else "open",
            "assignee": on_duty if answered else None,
            "on_it_at": ticket.received if answered else None,
            "last_step_at": ticket.received,
        }
    )


def listed(words: Collection[str]) -> str:
    """Several words as a sentence lists them: a, b and c."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
