"""A priority: what it can be, why it is raised, and where it puts a ticket in the queue."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.priority import (
    because_of,
    because_said,
    check_lowered,
    check_raised,
    priority_asked,
    with_priority,
)
from oncall_cli.core.ticket import Ticket, queue_key
from oncall_cli.errors import BadValue, Refused

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def ticket(number: int = 1, priority: int = 0, tier: int | None = 2, minutes: int = 0) -> Ticket:
    received = NOON + timedelta(minutes=minutes)
    return Ticket(
        id=number, status="open", channel="email", tier=tier, priority=priority, received=received,
        caller="Al", description="x", last_step_at=received,
    )  # fmt: skip


def test_a_priority_left_out_is_one_more_up_to_the_highest() -> None:
    assert [priority_asked(ticket(priority=now), None) for now in (0, 8)] == [1, 9]
    assert priority_asked(ticket(priority=3), 0) == 0
    with pytest.raises(Refused, match="has priority 9 already, the highest"):
        priority_asked(ticket(priority=9), None)
    for wrong in (-1, 10):
        with pytest.raises(BadValue, match=f"from 0 to 9, not {wrong}"):
            priority_asked(ticket(), wrong)


def test_reasons_are_four_and_a_number_of_people_is_one() -> None:
    assert because_of(["impact", "Clients", "impact"], None) == ("impact", "clients")
    assert because_of([], 40) == because_of(["people"], 40) == ("people",)
    assert because_said(("clients", "people"), 1400) == "many clients are hit, 1,400 people are hit"
    assert because_said(("people",), 1) == "1 person is hit"
    assert because_said(None, None) == ""
    with pytest.raises(BadValue, match="how many people"):
        because_of(["people"], None)
    with pytest.raises(BadValue, match="did you mean clients"):
        because_of(["client"], None)
    with pytest.raises(BadValue, match="--people is how many"):
        because_of(["people"], 0)


def test_raising_names_why_and_lowering_says_it_in_words() -> None:
    with pytest.raises(BadValue, match="needs why") as refused:
        check_raised(ticket(), ())
    assert all(word in (refused.value.hint or "") for word in ("clients", "blocked", "people", "impact"))
    with pytest.raises(BadValue, match="needs why"):
        check_lowered(ticket(priority=2), (), None)
    with pytest.raises(BadValue, match="why a priority is raised"):
        check_lowered(ticket(priority=2), ("impact",), "x")
    check_raised(ticket(), ("impact",))
    check_lowered(ticket(priority=2), (), "a slip")


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from([1, 2, None]), st.integers(0, 90)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 5),
    st.integers(1, 9),
)
def test_raising_never_moves_a_ticket_back_in_the_queue(
    queue: list[tuple[int, int | None, int]], which: int, by: int
) -> None:
    tickets = [ticket(number, *one) for number, one in enumerate(queue)]
    raised = tickets[which % len(tickets)]
    if raised.priority + by > 9:
        return
    after = with_priority(raised, priority_asked(raised, raised.priority + by))
    others = [one for one in tickets if one is not raised]

    def ahead(mine: Ticket) -> int:
        return sum(queue_key(other) < queue_key(mine) for other in others)

    assert ahead(after) <= ahead(raised)
