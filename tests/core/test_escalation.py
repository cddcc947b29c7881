"""Which level is next, whose topic it is, and whether the requester knows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.contact import Contact, Reached, reached
from oncall_cli.core.escalation import (
    Chosen,
    EscalationRules,
    chosen,
    contact_faults,
    contact_said,
    last_level,
    next_on_path,
    path_of,
    told_of,
    topic_of,
)
from oncall_cli.core.member import Member
from oncall_cli.core.ticket import About, TicketEvent
from oncall_cli.errors import BadValue, Refused

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)


def reach(entry: str) -> Reached:
    """Whoever is called with a capital can be; "manager" is Mia."""
    if entry == "manager" or entry[0].isupper():
        return Reached((Contact(name=entry, phone="555-0100"),))
    return Reached((), f"{entry} is not here")


def story(*kinds: str | int) -> list[TicketEvent]:
    """Events one minute apart; a number is an escalation to that level."""
    return [
        TicketEvent(
            kind=kind if isinstance(kind, str) else "escalated",
            moment=NOON + timedelta(minutes=place),
            person="ana",
            about=About(level=kind, name="X") if isinstance(kind, int) else None,
        )
        for place, kind in enumerate(kinds)
    ]


def level(rules: EscalationRules, tier: int | None, *before: str | int) -> tuple[int | None, str]:
    found = chosen(rules, tier, None, story(*before), reach)
    return found.level, found.contacts[0].name


PATH = EscalationRules(levels=("ana", "Ben, 555-0101", "Cy, 555-0102"), primary="Pat, 555-0103")


def test_each_escalation_goes_one_level_on_and_at_the_last_the_last_is_called_again() -> None:
    rules = EscalationRules(levels=("Ana, 555-0100", "Ben, 555-0101"))
    assert [level(rules, 2, *before)[0] for before in ((), (1,), (1, 2), (1, 2, 2))] == [1, 2, 2, 2]
    assert level(rules, 2, 1, 2, "done", "reopened")[0] == 1
    again = chosen(rules, 2, None, story(2), reach)
    assert again.passed == ("there is no level after level 2 to call, so it is called again",)


def test_a_level_nobody_can_be_called_at_is_passed_over_and_said() -> None:
    found = chosen(PATH, 2, None, [], reach)
    assert found.level == 2
    assert found.passed == ("level 1 is passed over: ana is not here",)


def test_an_emergency_goes_to_the_primary_contact_first_and_then_along_the_path() -> None:
    assert [level(PATH, 1, *before)[0] for before in ((), (0,), (0, 2), (0, 2, 3))] == [0, 2, 3, 3]
    assert level(PATH, 1, 2)[0] == 3
    assert level(PATH, None)[0] == 2
    first = EscalationRules(levels=("Ben, 555-0101",), primary="Ben, 555-0101")
    assert level(first, 1)[0] == 1


def test_a_topic_with_a_contact_of_its_own_leaves_the_path_where_it_is() -> None:
    rules = EscalationRules(levels=("Ana, 555-0100",), topics={"Billing": "Shay, 555-0104", "trade": "tre"})
    found = chosen(rules, 2, " billing ", story(), reach)
    assert (found.level, found.topic, found.contacts[0].name) == (None, "Billing", "Shay, 555-0104")
    instead = chosen(rules, 2, "trade", story(), reach)
    assert (instead.level, instead.topic) == (1, "trade")
    assert instead.passed == ("the contact for trade is passed over: tre is not here",)


def test_a_topic_there_is_not_names_those_there_are() -> None:
    rules = EscalationRules(topics={"billing": "shay", "contracts": "shay"})
    with pytest.raises(BadValue, match="did you mean billing") as refused:
        topic_of(rules, "biling")
    assert refused.value.hint == "its topics: billing, contracts"
    with pytest.raises(BadValue, match="no topic 'x'"):
        topic_of(EscalationRules(), "x")


def test_where_the_policy_names_nobody_a_manager_is_called_and_else_it_is_refused() -> None:
    found = chosen(EscalationRules(levels=("ana",)), 2, None, [], reach)
    assert (found.level, found.contacts[0].name) == (None, "manager")
    assert len(found.passed) == 2
    with pytest.raises(
        Refused, match="nobody to call: level 1 is passed over: ana is not here; none"
    ) as nobody:
        chosen(
            EscalationRules(levels=("ana",)),
            2,
            None,
            [],
            lambda entry: Reached((), "none" if entry == "manager" else "ana is not here"),
        )
    assert "[escalation]" in (nobody.value.hint or "")


@given(st.lists(st.booleans(), max_size=6), st.none() | st.integers(0, 7))
def test_no_level_with_somebody_to_call_is_ever_skipped(able: list[bool], last: int | None) -> None:
    path = {number: "A" if one else "a" for number, one in enumerate(able, start=1)}
    found = next_on_path(path, last, reach)
    reachable = [number for number, one in enumerate(able, start=1) if one]
    after = [number for number in reachable if last is None or number > last]
    assert found.level == (after[0] if after else reachable[-1] if reachable else None)
    assert bool(found.contacts) == bool(reachable)


@given(
    st.lists(st.sampled_from(["escalated", "update", "follow_up", "replied", "note", "on_it"]), max_size=8)
)
def test_whatever_is_told_later_tells_of_every_escalation_before_it(kinds: list[str]) -> None:
    events = [TicketEvent(kind=kind, moment=NOON, person=None) for kind in kinds]
    told = [told for _, told in told_of(events, "escalated")]
    places = [place for place, kind in enumerate(kinds) if kind == "escalated"]
    assert told == [bool({"update", "follow_up", "replied"} & set(kinds[place:])) for place in places]


def test_what_was_said_to_be_told_is_told_and_a_draft_tells_nobody() -> None:
    said = TicketEvent(kind="escalated", moment=NOON, person=None, about=About(told=True))
    unsaid = said.model_copy(update={"about": About(told=False)})
    draft = TicketEvent(kind="replied", moment=NOON, person=None, about=About(told=False))
    assert [told for _, told in told_of([said, unsaid, draft], "escalated")] == [True, False]


def test_the_last_level_is_the_highest_since_it_was_opened() -> None:
    assert last_level(story("logged", 2, 1)) == 2
    assert last_level(story(0)) == 0
    assert last_level(story(2, "reopened")) is None


def test_who_is_called_is_said_with_why() -> None:
    dee = Contact(person="dee", name="Dee Park", role="manager")
    assert contact_said(dee, 1) == "Dee Park (manager, level 1)"
    assert contact_said(dee, 0) == "Dee Park (manager, primary contact)"
    assert contact_said(Contact(name="Kim"), topic="billing") == "Kim (billing)"
    assert contact_said(Contact(name="Kim")) == "Kim"


def test_contacts_that_nobody_could_call_are_found_before_the_night() -> None:
    dee = Member(handle="dee", name="Dee", role="manager", phone="555-0110", leaves=date(2026, 12, 1))
    ben = Member(handle="ben", name="Ben")
    rules = EscalationRules(
        levels=("administrator", "manager"),
        topics={"billing": "ghost", "fees": "Kim, 555-0177"},
        primary="ben",
    )
    assert contact_faults(rules, [dee, ben], DAY) == [
        "escalation.levels: nobody of the team is an administrator",
        "escalation.levels: dee leaves on 2026-12-01, and then nobody can be called",
        "escalation.topics.billing: there is no member 'ghost'",
        "escalation.primary: ben has neither a phone number nor an email address",
    ]
    eve = dee.model_copy(update={"handle": "eve", "leaves": None})
    assert len(contact_faults(rules, [dee, ben, eve], DAY)) == 3
    assert "dee" in str(reached("manager", [dee, eve], DAY).contacts)
    assert isinstance(chosen(rules, 2, None, [], lambda entry: reached(entry, [dee], DAY)), Chosen)
    assert path_of(rules, 1)[0] == "ben"
