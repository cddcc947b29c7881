"""The clocks of a ticket: due when, kept or not, and which comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.clock import Clock, ClockRules, TierTimes, clocks_of, next_due, soonest_key
from oncall_cli.core.pause import Pause
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
    return {clock.name: clock for clock in clocks_of(one, RULES, TierTimes(update_every), now)}


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
    found = clocks_of(one, RULES, TierTimes(), now)
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


HELD = ClockRules.model_validate(
    {
        **RULES.model_dump(mode="json"),
        "pauses": {"waiting": ["follow_up"], "deferred": ["response", "follow_up"]},
    }
)


def held(one: Ticket, now: datetime, *pauses: Pause, tier: TierTimes | None = None) -> dict[str, Clock]:
    return {clock.name: clock for clock in clocks_of(one, HELD, tier or TierTimes(), now, pauses)}


def test_a_clock_stands_still_while_its_cause_lasts_and_then_has_what_was_left() -> None:
    waits = Pause(CAME + 10 * HOUR, CAME + 30 * HOUR, "waiting")
    while_it_lasts = held(ticket(), CAME + 25 * HOUR, waits)
    assert (while_it_lasts["follow_up"].paused, while_it_lasts["follow_up"].state) == (True, "running")
    assert while_it_lasts["follow_up"].due == CAME + 39 * HOUR  # 14 hours from now
    assert (while_it_lasts["documents"].paused, while_it_lasts["documents"].state) == (False, "late")
    after = held(ticket(), CAME + 31 * HOUR, waits)["follow_up"]
    assert (after.paused, after.state, after.due) == (False, "running", CAME + 44 * HOUR)
    assert held(ticket(), CAME + 45 * HOUR, waits)["follow_up"].state == "late"
    followed = ticket(followed_up_at=CAME + 44 * HOUR)
    assert held(followed, CAME + 90 * HOUR, waits)["follow_up"].state == "met"


def test_what_was_late_when_it_was_put_off_stays_late_and_what_was_just_due_is_held() -> None:
    late = Pause(CAME + 15 * MINUTE + SECOND, None, "deferred")
    clock = held(ticket(), CAME + HOUR, late)["response"]
    assert (clock.state, clock.due, clock.paused) == ("late", CAME + 15 * MINUTE, False)
    in_time = Pause(CAME + 15 * MINUTE, None, "deferred")
    clock = held(ticket(), CAME + HOUR, in_time)["response"]
    assert (clock.state, clock.due, clock.paused) == ("running", CAME + HOUR, True)


def test_a_tier_has_times_of_its_own_in_place_of_every_channels_but_a_call_keeps_its_rings() -> None:
    tier = TierTimes(response=5 * MINUTE, follow_up=4 * HOUR)
    for channel in ("email", "voicemail", "chat"):
        found = held(ticket(channel=channel), CAME, tier=tier)
        assert found["response"].due == CAME + 5 * MINUTE
        assert found["follow_up"].due == CAME + 4 * HOUR
    call = ticket(channel="phone", status="on_it", on_it_at=CAME, rings=2)
    assert set(held(call, CAME, tier=tier)) == {"answer", "follow_up", "documents"}
    assert "response" not in held(ticket(channel="chat"), CAME)


causes = st.sampled_from(["waiting", "deferred"])
pauses = st.lists(
    st.builds(
        lambda start, length, cause: Pause(
            CAME + start * MINUTE, CAME + (start + length) * MINUTE if length else None, cause
        ),
        st.integers(0, 3000),
        st.none() | st.integers(1, 2000),
        causes,
    ),
    max_size=5,
)


@given(pauses=pauses, now=st.integers(0, 6000), answered=moments, followed=moments)
def test_pauses_put_a_clock_off_by_no_more_than_they_lasted_and_keep_their_order_to_themselves(
    pauses: list[Pause], now: int, answered: datetime | None, followed: datetime | None
) -> None:
    one, moment = ticket(on_it_at=answered, followed_up_at=followed), CAME + now * MINUTE
    bare, put_off = held(one, moment), held(one, moment, *pauses)
    assert put_off == held(one, moment, *reversed(pauses)) == held(one, moment, *pauses, *pauses)
    for name, clock in put_off.items():
        causes = {"follow_up": {"waiting", "deferred"}, "response": {"deferred"}}.get(name, set())
        until = clock.met or moment
        minutes = {
            CAME + count * MINUTE
            for count in range((until - CAME) // MINUTE)
            for pause in pauses
            if pause.cause in causes and pause.start <= CAME + count * MINUTE
            if pause.end is None or CAME + count * MINUTE < pause.end
        }
        assert bare[name].due <= clock.due <= bare[name].due + len(minutes) * MINUTE
        if clock.met is None and clock.state == "running":
            ran = (until - CAME) // MINUTE - len(minutes)
            assert clock.due - moment == bare[name].due - CAME - ran * MINUTE  # what is left of it
        if clock.paused:
            assert (clock.met, clock.state) == (None, "running")


@given(start=st.integers(1441, 5000), now=st.integers(0, 6000))
def test_a_pause_after_the_due_time_changes_nothing(start: int, now: int) -> None:
    moment = CAME + now * MINUTE
    late = Pause(CAME + start * MINUTE, None, "deferred")
    assert held(ticket(), moment, late) == held(ticket(), moment)


def test_what_stands_still_comes_after_what_runs_and_tickets_without_a_clock_come_last() -> None:
    waits = Pause(CAME, None, "waiting")
    now = CAME + HOUR
    put_off = list(held(ticket(), now, Pause(CAME, None, "deferred")).values())
    first = next_due(put_off)
    assert first is not None
    assert first.name == "documents"  # the answer would be due before it
    open_ones = list(held(ticket(on_it_at=CAME), now, waits).values())
    filed = list(held(ticket(on_it_at=CAME, documented_at=CAME), now, waits).values())
    settled = list(held(ticket(on_it_at=CAME, documented_at=CAME, followed_up_at=CAME), now).values())
    late = list(held(ticket(), now).values())
    by_name = {"settled": settled, "filed": filed, "open": open_ones, "late": late}
    assert sorted(by_name, key=lambda name: soonest_key(by_name[name], CAME)) == [
        "late",
        "open",
        "filed",
        "settled",
    ]
