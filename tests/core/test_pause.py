"""When a ticket stands still: from which deed to which, whenever they were told."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.pause import Pause, pauses_of, put_off
from oncall_cli.core.ticket import About, Ticket, TicketEvent

CAME = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
STEPS = ("on_it", "waiting", "done", "reopened")


def ticket(deferred_until: datetime | None = None) -> Ticket:
    said = {"channel": "email", "caller": "Jo", "email": "jo@example.com", "description": "down"}
    return Ticket.model_validate(
        {"id": 1, "status": "open", "received": CAME, "last_step_at": CAME, **said}
    ).model_copy(update={"deferred_until": deferred_until})


def deed(kind: str, hours: float, until: float | None = None) -> TicketEvent:
    about = About(until=CAME + until * HOUR) if until is not None else None
    return TicketEvent(kind=kind, moment=CAME + hours * HOUR, person="ana", about=about)


def found(*story: TicketEvent, until: float | None = None) -> list[tuple[float, float | None, str]]:
    one = ticket(CAME + until * HOUR if until is not None else None)
    return [
        ((start - CAME) / HOUR, (end - CAME) / HOUR if end else None, cause)
        for start, end, cause in pauses_of(one, story)
    ]


@pytest.mark.parametrize("step", ["on_it", "done"])
def test_waiting_lasts_until_the_next_step_and_nothing_else_ends_it(step: str) -> None:
    told = [deed("logged", 0), deed("waiting", 1), deed("note", 2), deed("follow_up", 3), deed("update", 4)]
    assert found(*told) == [(1, None, "waiting")]
    assert found(*told, deed(step, 5), deed("on_it", 6)) == [(1, 5, "waiting")]


def test_a_deferral_lasts_until_its_time_or_the_step_or_deferral_before_it() -> None:
    assert found(deed("deferred", 1, until=9), until=9) == [(1, 9, "deferred")]
    assert found(deed("deferred", 1, until=9), deed("on_it", 5)) == [(1, 5, "deferred")]
    assert found(deed("deferred", 1, until=9), deed("on_it", 12)) == [(1, 9, "deferred")]
    again = (deed("deferred", 1, until=9), deed("deferred", 4, until=6))
    assert found(*again, until=6) == [(1, 4, "deferred"), (4, 6, "deferred")]
    waits = (deed("waiting", 1), deed("deferred", 2, until=9))
    assert found(*waits, until=9) == [(1, None, "waiting"), (2, 9, "deferred")]


def test_one_that_was_worked_on_all_along_was_not_put_off() -> None:
    assert found(deed("deferred", 3, until=9), deed("on_it", 2)) == []


deeds = st.lists(
    st.builds(deed, st.sampled_from([*STEPS, "deferred", "note"]), st.integers(0, 50), st.integers(0, 90)),
    max_size=8,
    unique_by=lambda event: event.moment,
)


@given(story=deeds.flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_the_order_in_which_deeds_are_told_changes_nothing(
    story: tuple[list[TicketEvent], list[TicketEvent]],
) -> None:
    one = ticket(CAME + 90 * HOUR)
    told, shuffled = story
    pauses = pauses_of(one, told)
    assert pauses == pauses_of(one, shuffled)
    assert all(pause.end is None or pause.start < pause.end for pause in pauses)
    for cause in ("waiting", "deferred"):
        ends = [(pause.start, pause.end) for pause in pauses if pause.cause == cause]
        assert all(end is not None and end <= later for (_, end), (later, _) in pairwise(ends))


@given(hours=st.lists(st.none() | st.integers(-5, 5), max_size=8))
def test_what_is_put_off_is_back_from_its_moment_on(hours: list[int | None]) -> None:
    tickets = [ticket(CAME + hour * HOUR if hour is not None else None) for hour in hours]
    there, deferred = put_off(tickets, CAME)
    assert there == [one for one in tickets if one.deferred_until is None or one.deferred_until <= CAME]
    untils = [one.deferred_until for one in deferred if one.deferred_until]
    assert len(untils) + len(there) == len(tickets)
    assert untils == sorted(untils)
    assert all(until > CAME for until in untils)


def test_a_pause_says_why() -> None:
    assert pauses_of(ticket(), [deed("waiting", 1)]) == [Pause(CAME + HOUR, None, "waiting")]
