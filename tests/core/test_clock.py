"""The clocks of a ticket: due when, kept or not, and which comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.clock import Clock, ClockRules, clocks_of, next_due
from oncall_cli.core.ticket import Ticket

CAME = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RULES = ClockRules.model_validate(
    {"rings": 3, "response": {"email": "15m", "voicemail": "1h"}, "follow_up": "24h", "documents": "20h"}
)


def ticket(**fields: object) -> Ticket:
    usual = {"status": "open", "channel": "email", "received": CAME, "last_step_at": CAME}
    text = {"caller": "Jo", "email": "jo@example.com", "description": "down"}
    return Ticket.model_validate({"id": 1, **usual, **text, **fields})


def clocks(one: Ticket, now: datetime, update_every: timedelta | None = None) -> dict[str, Clock]:
    return {clock.name: clock for clock in clocks_of(one, RULES, update_every, now)}


@pytest.mark.parametrize(
    ("answered", "now", "state"),
    [
        (None, 15 * MINUTE, "running"),
        (None, 15 * MINUTE + SECOND, "late"),
        (15 * MINUTE, 48 * HOUR, "met"),
        (15 * MINUTE + SECOND, 48 * HOUR, "missed"),
    ],
)
def test_a_message_is_answered_within_its_time(
    answered: timedelta | None, now: timedelta, state: str
) -> None:
    on_it_at = None if answered is None else CAME + answered
    clock = clocks(ticket(on_it_at=on_it_at), CAME + now)["response"]
    assert (clock.due, clock.met, clock.state) == (CAME + 15 * MINUTE, on_it_at, state)


def test_each_channel_has_its_own_time_and_a_call_is_held_to_its_rings() -> None:
    assert clocks(ticket(channel="voicemail"), CAME)["response"].due == CAME + HOUR
    call = ticket(channel="phone", status="on_it", on_it_at=CAME)
    assert {"answer", "response"}.isdisjoint(clocks(call, CAME))
    for rings, state in ((3, "met"), (4, "missed")):
        assert clocks(call.model_copy(update={"rings": rings}), CAME)["answer"].state == state


def test_done_answers_and_follows_up_and_files_nothing() -> None:
    done = ticket(status="done", done_at=CAME + 5 * MINUTE, resolution="restarted")
    found = clocks(done, CAME + 2 * HOUR, update_every=HOUR)
    assert {name: clock.state for name, clock in found.items()} == {
        "response": "met",
        "follow_up": "met",
        "documents": "running",
    }
    assert clocks(done, CAME + 21 * HOUR)["documents"].state == "late"
    filed = done.model_copy(update={"documented_at": CAME + 3 * HOUR})
    assert clocks(filed, CAME + 48 * HOUR)["documents"].state == "met"


def test_the_next_update_counts_from_the_last_one_or_the_last_step() -> None:
    told = ticket(updated_at=CAME + 30 * MINUTE)
    assert clocks(told, CAME + HOUR, HOUR)["update"].due == CAME + 90 * MINUTE
    stepped = told.model_copy(update={"last_step_at": CAME + 40 * MINUTE})
    assert clocks(stepped, CAME + HOUR, HOUR)["update"].due == CAME + 100 * MINUTE
    assert "update" not in clocks(told, CAME + HOUR)


moments = st.none() | st.integers(0, 3000).map(lambda minutes: CAME + minutes * MINUTE)


@given(on_it=moments, followed=moments, documented=moments, late=st.integers(0, 5000))
def test_a_clock_is_open_until_it_is_met_and_late_only_after_it_is_due(
    on_it: datetime | None, followed: datetime | None, documented: datetime | None, late: int
) -> None:
    one = ticket(on_it_at=on_it, followed_up_at=followed, documented_at=documented)
    now = CAME + late * MINUTE
    found = clocks_of(one, RULES, None, now)
    for clock in found:
        assert (clock.met is None) == (clock.state in ("running", "late"))
        assert ((clock.met or now) > clock.due) == (clock.state in ("late", "missed"))
    still_open = [clock for clock in found if clock.met is None]
    first = next_due(found)
    if still_open:
        assert first in still_open
        assert all(first.due <= clock.due for clock in still_open)
    else:
        assert first is None
