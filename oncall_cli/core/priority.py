"""The priority of a ticket: raising it names why, and it moves the ticket forward in the queue (T6)."""

from collections.abc import Sequence

from oncall_cli.core.near import nearest
from oncall_cli.core.ticket import About, Because, Ticket
from oncall_cli.errors import BadValue, Refused

LEVELS = range(10)
PEOPLE_MOST = 10_000_000
WHY: dict[str, Because] = {"clients": "clients", "blocked": "blocked", "people": "people", "impact": "impact"}
_WORDS: dict[Because, str] = {
    "clients": "many clients are hit",
    "blocked": "there is no way to work",
    "people": "so many people are hit (--people N)",
    "impact": "the impact on the organisation",
}


def priority_asked(ticket: Ticket, asked: int | None) -> int:
    """The priority a ticket is to have: what is asked, else one more. BadValue where there is none such,
    Refused where it has the highest already."""
    if asked is None and ticket.priority >= LEVELS[-1]:
        raise Refused(
            f"ticket {ticket.id} has priority {ticket.priority} already, the highest",
            hint=f"oncall ticket escalate {ticket.id} --reason TEXT says whom to call",
        )
    priority = ticket.priority + 1 if asked is None else asked
    if priority not in LEVELS:
        raise BadValue(f"a priority is a number from 0 to {LEVELS[-1]}, not {priority}")
    return priority


def because_of(words: Sequence[str], people: int | None) -> tuple[Because, ...]:
    """Why a priority is raised, each reason once, in the order said; a number of people is a reason too.
    BadValue for other reasons, and for people without how many."""
    if people is not None and not 1 <= people <= PEOPLE_MOST:
        raise BadValue(f"--people is how many people are hit, not {people:,}")
    named = [_because(word) for word in words] + (["people"] if people is not None else [])
    if "people" in named and people is None:
        raise BadValue("how many people are hit is not said", hint="--because people --people N")
    return tuple(dict.fromkeys(WHY[name] for name in named))


def _because(word: str) -> str:
    said = word.strip().lower()
    if said not in WHY:
        near = nearest(said, WHY)
        raise BadValue(
            f"'{word}' is no reason to raise a priority" + (f" (did you mean {near}?)" if near else ""),
            hint=reasons_known(),
        )
    return said


def reasons_known() -> str:
    """The reasons there are, with what they mean."""
    return "; ".join(f"{name}: {meaning}" for name, meaning in _WORDS.items())


def because_said(because: Sequence[Because] | None, people: int | None) -> str:
    """Reasons in words: "many clients are hit, 40 people are hit"."""
    hit = "1 person is hit" if people == 1 else f"{people:,} people are hit" if people else "people are hit"
    words: dict[Because, str] = {**_WORDS, "people": hit}
    return ", ".join(words[reason] for reason in because or ())


def check_raised(ticket: Ticket, because: Sequence[Because]) -> None:
    """BadValue where a priority would be raised without a reason (T6)."""
    if not because:
        raise BadValue(
            f"to raise the priority of ticket {ticket.id} needs why: "
            "--because clients, blocked, people or impact",
            hint=reasons_known(),
        )


def check_lowered(ticket: Ticket, because: Sequence[Because], note: str | None) -> None:
    """BadValue where a priority would be lowered without a word on why, or for what only raises one."""
    if because:
        raise BadValue(
            f"--because says why a priority is raised; that of ticket {ticket.id} is lowered",
            hint=f"oncall ticket priority {ticket.id} LEVEL --note TEXT",
        )
    if note is None:
        raise BadValue(
            f"to lower the priority of ticket {ticket.id} needs why",
            hint=f"oncall ticket priority {ticket.id} LEVEL --note TEXT",
        )


def with_priority(ticket: Ticket, priority: int) -> Ticket:
    """The ticket with its priority."""
    return ticket.model_copy(update={"priority": priority})


def about_priority(
    priority: int, because: tuple[Because, ...], people: int | None, told: bool | None
) -> About:
    """What the story keeps of the change."""
    return About(priority=priority, because=because or None, people=people, told=told)
