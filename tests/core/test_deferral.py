"""What can be put off, and until when."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.deferral import (
    LONGEST,
    as_worked_on,
    check_deferrable,
    deferred,
    next_opening,
    opening_after,
    until_of,
)
from oncall_cli.core.ticket import Ticket
from oncall_cli.core.ticket_step import on_it
from oncall_cli.core.timetable import DatedHours, Hours, Timetable
from oncall_cli.core.week import WeekShape
from oncall_cli.errors import BadValue, Refused

MINUTE = timedelta(minutes=1)
DAYTIME: Hours = ((time(7), time(18)),)
OFFICES: dict[str, tuple[Hours, ...]] = {
    "plain": (*[DAYTIME] * 5, (), ()),
    "split": (*[((time(8), time(12)), (time(13, 30), time(17)))] * 6, ()),
    "touching": (*[((time(8), time(11, 59)), (time(12), time(17)))] * 5, (), ()),
    "over midnight": (((time(0), time(5)), (time(21), time(23, 59))),) * 7,
    "in the night": (((time(2, 30), time(3, 10)),),) * 7,
    "round the clock": (((time(0), time(23, 59)),),) * 7,
}
ZONE = ZoneInfo("America/Chicago")


def table(office: str = "plain", zone: ZoneInfo = ZONE, holidays: dict[date, str] | None = None) -> Timetable:
    return Timetable([DatedHours(date.min, WeekShape(zone), OFFICES[office])], holidays or {})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@given(
    st.sampled_from(sorted(OFFICES)),
    st.sampled_from(["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.integers(0, 2 * 365 * 24 * 60),
)
def test_the_next_opening_is_open_and_until_then_the_office_is_closed(
    office: str, zone: str, minutes: int
) -> None:
    timetable = table(office, ZoneInfo(zone))
    moment = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    opening = next_opening(timetable, moment)
    assert opening is not None
    assert timetable.office_open(opening)
    if timetable.office_open(moment):
        assert opening <= moment < opening + MINUTE
    else:
        assert opening > moment
        assert not timetable.office_open(opening - MINUTE)
        between = (opening - moment) / 7
        assert not any(timetable.office_open(moment + step * between) for step in range(7))


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-24T02:10", "2026-11-24T07:00"),
        ("2026-11-24T06:59:59", "2026-11-24T07:00"),
        ("2026-11-24T18:01", "2026-11-25T07:00"),
        ("2026-11-25T23:00", "2026-11-27T07:00"),  # Thanksgiving between
        ("2026-11-27T18:01", "2026-11-30T07:00"),
    ],
)
def test_the_office_opens_by_its_hours_and_not_on_a_holiday(now: str, opening: str) -> None:
    timetable = table(holidays={date(2026, 11, 26): "Thanksgiving Day"})
    assert opening_after(timetable, at(now)) == at(opening)


def test_while_the_office_answers_or_never_opens_there_is_no_opening_to_wait_for() -> None:
    with pytest.raises(Refused, match="open and answers now"):
        opening_after(table(), at("2026-11-24T18:00:30"))
    closed = Timetable([DatedHours(date.min, WeekShape(ZONE), ((),) * 7)], {})
    with pytest.raises(Refused, match="does not open within 60 days"):
        opening_after(closed, at("2026-11-24T02:10"))


TUESDAY = "2026-11-24T02:10"


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("09:00", "2026-11-24T09:00"),
        ("2am", "2026-11-25T02:00"),
        ("6:30 pm", "2026-11-24T18:30"),
        ("02:10", "2026-11-25T02:10"),
        ("tue 07:30", "2026-11-24T07:30"),
        ("tue 02:00", "2026-12-01T02:00"),
        ("next tue 07:30", "2026-12-01T07:30"),
        ("mon 13:00", "2026-11-30T13:00"),
        ("monday", "2026-11-30T07:00"),
        ("tomorrow", "2026-11-25T07:00"),
        ("tomorrow 6:30 pm", "2026-11-25T18:30"),
        ("today", "2026-11-24T07:00"),
        ("2026-12-01", "2026-12-01T07:00"),
        ("2026-12-01 07:30", "2026-12-01T07:30"),
        ("2026-12-01T09:00", "2026-12-01T09:00"),
        ("Wed 2026-11-25 07:00", "2026-11-25T07:00"),
        ("+2h", "2026-11-24T04:10"),
        ("+1d", "2026-11-25T02:10"),
    ],
)
def test_a_coming_moment_is_said_as_people_say_it(said: str, until: str) -> None:
    assert until_of(said, at(TUESDAY), table()) == at(until)


@pytest.mark.parametrize("said", ["-15m", "yesterday", "yesterday 22:14", "2026-11-24T02:10", "now", "+0m"])
def test_a_moment_that_is_not_to_come_is_refused(said: str) -> None:
    with pytest.raises(Refused, match="is not in the future"):
        until_of(said, at(TUESDAY), table())


@pytest.mark.parametrize("said", ["", "soon", "25:00", "+", "+2x", "saturday", "mon 2026-11-24 07:00"])
def test_what_says_no_moment_is_one_sentence(said: str) -> None:
    with pytest.raises(BadValue) as refused:
        until_of(said, at(TUESDAY), table())
    assert refused.value.hint


def test_nothing_is_put_off_for_more_than_sixty_days() -> None:
    now = at("2026-06-01T02:10")
    last = (now + LONGEST).strftime("%Y-%m-%dT%H:%M")
    assert until_of(last, now, table()) == now + LONGEST
    with pytest.raises(Refused, match="more than 60 days away"):
        until_of((now + LONGEST + MINUTE).strftime("%Y-%m-%dT%H:%M"), now, table())


def ticket(tier: int | None, status: str = "open") -> Ticket:
    now = at(TUESDAY)
    row = {
        "id": 7,
        "status": status,
        "channel": "voicemail",
        "tier": tier,
        "received": now,
        "last_step_at": now,
    }
    return Ticket.model_validate({**row, "caller": "Al", "description": "x"})


@pytest.mark.parametrize(
    ("tier", "status", "why"),
    [
        (1, "open", "which the line is for"),
        (2, "waiting", "which the line is for"),
        (None, "open", "has no tier"),
        (4, "done", "is Done"),
    ],
)
def test_only_what_the_line_is_not_for_can_be_put_off(tier: int | None, status: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_deferrable(ticket(tier, status), {1, 2})
    check_deferrable(ticket(3), {1, 2})


def test_a_step_or_a_tier_of_the_line_ends_it() -> None:
    waits = deferred(ticket(4), at("2026-11-24T07:00"))
    assert waits.status == "open"
    assert on_it(waits, "ana", at("2026-11-24T02:20")).deferred_until is None
    assert as_worked_on(waits, {1, 2}) == waits
    for tier in (1, None):
        assert as_worked_on(waits.model_copy(update={"tier": tier}), {1, 2}).deferred_until is None
