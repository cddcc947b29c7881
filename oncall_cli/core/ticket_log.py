"""A new ticket from what somebody typed: everything missing is named at once, whatever is wrong in a sentence
(T1, T2)."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from oncall_cli.core.member import email_of, phone_of
from oncall_cli.core.text import long_text, one_line
from oncall_cli.core.ticket import CHANNELS, Channel, Ticket
from oncall_cli.errors import BadValue, Refused

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
_TEXTS = {"tried": "list of what was tried", "error": "error text"}


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


def check_received(received: datetime, now: datetime) -> None:
    """Refused for a ticket from the future; BadValue for one older than any."""
    if received > now:
        raise Refused("a ticket cannot come in in the future", hint="leave --received out for now")
    if received < EARLIEST:
        raise BadValue(f"no ticket came in before {EARLIEST.year}", hint="check the year of --received")


def ticket_of(
    said: Mapping[str, str | None],
    *,
    tier: int | None,
    first_time: bool | None,
    rings: int | None,
    received: datetime,
    on_duty: str | None,
) -> Ticket:
    """The ticket that what was said makes, numbered 0 until it is kept. A phone call answered is On It from
    the start, with whoever was `on_duty`; everything else is open and nobody's (T4). BadValue names the first
    field that is missing or wrong."""
    missing = missing_fields(said)
    if missing:
        raise BadValue(f"the ticket still needs {_listed(missing)}", hint="nothing was stored")
    if rings is not None and not 0 <= rings <= RINGS_MOST:
        raise BadValue(f"--rings is a number from 0 to {RINGS_MOST}, not {rings}")
    channel = channel_of(said["channel"] or "")
    answered = channel == "phone"
    phone, email = ((said[name] or "").strip() for name in ("phone", "email"))
    return Ticket(
        id=0,
        status="on_it" if answered else "open",
        channel=channel,
        tier=tier,
        received=received,
        caller=one_line(said["caller"] or "", "caller's name"),
        phone=phone_of(phone) if phone else None,
        email=email_of(email) if email else None,
        description=long_text(said["description"] or "", "description"),
        first_time=first_time,
        rings=rings,
        assignee=on_duty if answered else None,
        on_it_at=received if answered else None,
        last_step_at=received,
        **_more(said),
    )


def _more(said: Mapping[str, str | None]) -> dict[str, str]:
    lines = {name: one_line(said[name] or "", what) for name, what in _LINES.items() if _is_said(said[name])}
    texts = {name: long_text(said[name] or "", what) for name, what in _TEXTS.items() if _is_said(said[name])}
    return lines | texts


def _is_said(text: str | None) -> bool:
    return bool(text and text.strip())


def _listed(words: Collection[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
