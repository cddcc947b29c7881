"""Escalations as answers show them: to whom, why, and whether the requester knows (T8)."""

from collections.abc import Sequence

from oncall_cli.core.escalation import told_of
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.ticket import About, TicketEvent


class EscalationShown(Frozen):
    """One escalation. Level 0 is the primary contact; there is no level where a topic's contact, a manager or
    somebody named was called instead."""

    moment: Moment
    by: str | None
    level: int | None
    topic: str | None
    person: str | None
    name: str
    phone: str | None
    email: str | None
    reason: str | None
    told: bool


def escalations_shown(story: Sequence[TicketEvent]) -> tuple[EscalationShown, ...]:
    """Every escalation of a story, in its order, its moments as they are there."""
    return tuple(_shown(event, told) for event, told in told_of(story, "escalated"))


def _shown(event: TicketEvent, told: bool) -> EscalationShown:
    about = event.about or About()
    return EscalationShown(
        moment=event.moment,
        by=event.person,
        level=about.level,
        topic=about.topic,
        person=about.person,
        name=about.name or "",
        phone=about.phone,
        email=about.email,
        reason=event.text,
        told=told,
    )


def second_call(story: Sequence[TicketEvent]) -> tuple[str, ...]:
    """Who was brought in as a second pair of hands, each once (T8)."""
    named = (event.about.person for event in story if event.kind == "second_call" and event.about)
    return tuple(dict.fromkeys(handle for handle in named if handle))
