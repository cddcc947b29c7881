"""Escalation: whom to call when a ticket is an emergency, beyond scope, or unsure (T8).

- The path is the levels of the policy, from 1 on; an emergency (tier 1) goes to the primary first, level 0.
- Each escalation goes one level on. A level with nobody to call is passed over, which is said; no other is.
- At the last one, the last is called again. A ticket that was reopened begins anew.
- A topic can have a contact of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import Field

from oncall_cli.core.contact import Contact, Entry, Reach, Reached, reached
from oncall_cli.core.line import Line
from oncall_cli.core.member import ROLES, Member
from oncall_cli.core.model import Frozen
from oncall_cli.core.near import nearest
from oncall_cli.core.ticket import TicketEvent
from oncall_cli.errors import BadValue, Refused

EMERGENCY = 1
"""The tier that is an emergency."""
PRIMARY = 0
"""The level of the primary contact, before all others."""
TELLING = ("update", "follow_up", "replied")
"""What tells the requester how a ticket stands, and so whatever was done about it before."""


class EscalationRules(Frozen):
    """`[escalation]`: the levels in order, contacts of their own for topics, and whom an emergency goes to.

    Each names a contact: a member by handle, a role (whoever of the team has it), or somebody outside the
    team as "Name, telephone number or email address".
    """

    levels: tuple[Entry, ...] = ()
    topics: dict[Line, Entry] = Field(default_factory=dict)
    primary: Entry | None = None


class Chosen(NamedTuple):
    """Whom to call, the first one first, by which level or topic, and in words what was passed over."""

    contacts: tuple[Contact, ...]
    level: int | None = None
    topic: str | None = None
    passed: tuple[str, ...] = ()


def path_of(rules: EscalationRules, tier: int | None) -> dict[int, str]:
    """The entries to call one after the other, by level."""
    path = dict(enumerate(rules.levels, start=1))
    if tier == EMERGENCY and rules.primary and path.get(1) != rules.primary:
        return {PRIMARY: rules.primary, **path}
    return path


def last_level(story: Sequence[TicketEvent]) -> int | None:
    """The highest level a ticket was escalated to since it was opened, or opened again."""
    last = None
    for event in story:
        if event.kind == "reopened":
            last = None
        elif event.kind == "escalated" and event.about and event.about.level is not None:
            last = max(event.about.level, last or PRIMARY)
    return last


def next_on_path(path: Mapping[int, str], last: int | None, reach: Reach) -> Chosen:
    """The next level after `last` with somebody to call, else the last one that has, or nobody."""
    found = {level: reach(entry) for level, entry in path.items()}
    able = [level for level in found if found[level].contacts]
    later = [level for level in able if last is None or level > last]
    level = next(iter(later), able[-1] if able else None)
    passed = [
        f"level {one} is passed over: {found[one].fault}"
        for one in found
        if not found[one].contacts and (last is None or one > last) and (not later or one < later[0])
    ]
    if level is None:
        return Chosen((), passed=tuple(passed))
    if not later:
        passed.append(f"there is no level after {level_said(level)} to call, so it is called again")
    return Chosen(found[level].contacts, level, passed=tuple(passed))


def chosen(
    rules: EscalationRules, tier: int | None, topic: str | None, story: Sequence[TicketEvent], reach: Reach
) -> Chosen:
    """Whom to call about a ticket now. BadValue for a topic the policy does not have, Refused where nobody at
    all can be called: then a manager of the team would have been."""
    name = topic_of(rules, topic) if topic is not None else None
    passed: tuple[str, ...] = ()
    if name is not None:
        own = reach(rules.topics[name])
        if own.contacts:
            return Chosen(own.contacts, topic=name)
        passed = (f"the contact for {name} is passed over: {own.fault}",)
    on_path = next_on_path(path_of(rules, tier), last_level(story), reach)
    passed += on_path.passed
    if on_path.contacts:
        return Chosen(on_path.contacts, on_path.level, name, passed)
    managers = reach("manager")
    if managers.contacts:
        why = "[escalation] of the policy names nobody who can be called, so a manager is"
        return Chosen(managers.contacts, None, name, (*passed, why))
    raise Refused(
        f"there is nobody to call: {'; '.join([*passed, str(managers.fault)])}",
        hint="name somebody with --to 'NAME, NUMBER'; [escalation] in the policy names whom to call at night",
    )


def topic_of(rules: EscalationRules, text: str) -> str:
    """The policy's topic that a text names; BadValue says which there are."""
    said = text.strip().casefold()
    for name in rules.topics:
        if name.casefold() == said:
            return name
    known = ", ".join(rules.topics)
    near = nearest(text.strip(), rules.topics)
    raise BadValue(
        f"the policy has no topic '{text}' with a contact of its own"
        + (f" (did you mean {near}?)" if near else ""),
        hint=f"its topics: {known}" if known else "leave --topic out: the next level is called",
    )


def told_of(story: Sequence[TicketEvent], kind: str) -> list[tuple[TicketEvent, bool]]:
    """Each event of a kind, and whether the requester knows of it: that was said, or they were told later how
    the ticket stands (T6, T8)."""
    last = max((place for place, event in enumerate(story) if _is_telling(event)), default=-1)
    return [
        (event, last > place or bool(event.about and event.about.told))
        for place, event in enumerate(story)
        if event.kind == kind
    ]


def _is_telling(event: TicketEvent) -> bool:
    """Whether the requester heard of the ticket by it: of a reply that is a draft or did not leave, not."""
    return event.kind in TELLING and not (event.about and event.about.told is False)


def contact_faults(rules: EscalationRules, members: Sequence[Member], day: date) -> list[str]:
    """Which contacts of a policy cannot be called on a date, or not any more once somebody has left, in words
    that begin with the key."""
    said = [(key, _fault(entry, members, day)) for key, entry in _entries(rules)]
    return [f"escalation.{key}: {fault}" for key, fault in dict.fromkeys(said) if fault]


def missing_contacts(rules: EscalationRules, members: Sequence[Member], day: date) -> list[str]:
    """Which contacts that a policy names by their handle nobody can call on a date, in the same words. A role
    that nobody has is none of them: it is passed over for the next level."""
    said = [(key, reached(entry, members, day).fault) for key, entry in _entries(rules) if entry not in ROLES]
    return [f"escalation.{key}: {fault}" for key, fault in dict.fromkeys(said) if fault]


def _entries(rules: EscalationRules) -> list[tuple[str, str]]:
    """Every contact of a policy, with its key."""
    entries = [("levels", entry) for entry in rules.levels]
    entries += [(f"topics.{topic}", entry) for topic, entry in rules.topics.items()]
    return [*entries, ("primary", rules.primary)] if rules.primary else entries


def _fault(entry: str, members: Sequence[Member], day: date) -> str | None:
    now: Reached = reached(entry, members, day)
    if not now.contacts:
        return now.fault
    handles = {contact.person for contact in now.contacts}
    leaving = [member for member in members if member.handle in handles and member.leaves]
    if len(leaving) < len(now.contacts):
        return None
    last = max(leaving, key=lambda member: member.leaves or day)
    return f"{last.handle} leaves on {last.leaves}, and then nobody can be called"


def level_said(level: int) -> str:
    """A level in words."""
    return "the primary contact" if level == PRIMARY else f"level {level}"


def contact_said(contact: Contact, level: int | None = None, topic: str | None = None) -> str:
    """Who it is and why they are called: "Dee Park (manager, level 1)"."""
    marks = [contact.role, topic, level_said(level).removeprefix("the ") if level is not None else None]
    said = ", ".join(mark for mark in marks if mark)
    return f"{contact.name} ({said})" if said else contact.name
