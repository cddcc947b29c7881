"""How people say when."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.moment import (
    clock_time,
    coming_day,
    day_of,
    moment_of,
    span_of,
    week_of,
    weeks_of_quarter,
)
from oncall_cli.core.said import ClockStyle, moment_said
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape
from oncall_cli.errors import BadValue

CHICAGO = ZoneInfo("America/Chicago")
TABLE = Timetable([DatedHours(date.min, WeekShape(CHICAGO), ((),) * 7)], {})
NOW = datetime(2026, 11, 24, 2, 10, 30, tzinfo=CHICAGO)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("now", "2026-11-24T02:10:30"),
        ("2026-11-23T22:14", "2026-11-23T22:14"),
        ("2026-11-23 22:14:05", "2026-11-23T22:14:05"),
        ("2026-11-24T04:14:00Z", "2026-11-23T22:14"),
        ("2026-11-24T05:14+01:00", "2026-11-23T22:14"),
        ("02:10", "2026-11-24T02:10"),
        ("02:11", "2026-11-23T02:11"),
        ("6:30pm", "2026-11-23T18:30"),
        ("12:05 am", "2026-11-24T00:05"),
        ("today 01:00", "2026-11-24T01:00"),
        ("today 18:30", "2026-11-24T18:30"),
        ("yesterday 22:14", "2026-11-23T22:14"),
        ("mon 18:30", "2026-11-23T18:30"),
        ("Tuesday 02:00", "2026-11-24T02:00"),
        ("tue 18:30", "2026-11-17T18:30"),
        ("-15m", "2026-11-24T01:55:30"),
        ("-1h30m", "2026-11-24T00:40:30"),
        ("-0m", "2026-11-24T02:10:30"),
        ("6pm", "2026-11-23T18:00"),
        ("12 AM", "2026-11-24T00:00"),
        ("mon 6pm", "2026-11-23T18:00"),
        ("Fri 2026-11-20 6:30 PM", "2026-11-20T18:30"),
        ("Mon 2026-11-23 18:01", "2026-11-23T18:01"),
        ("monday 2026-12-28T18:01", "2026-12-28T18:01"),
        ("Tue 2026-11-24T05:14+01:00", "2026-11-23T22:14"),
        ("2026-11-20 6:30 PM", "2026-11-20T18:30"),
        ("2026-11-20 6pm", "2026-11-20T18:00"),
    ],
)
def test_a_moment_is_said_in_many_ways(text: str, wall: str) -> None:
    said = moment_of(text, NOW, CHICAGO)
    assert said == local(wall)
    assert said.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "24:00",
        "18:60",
        "13:00pm",
        "2026-02-30T10:00",
        "2026-02-30",
        "Mon 2026-02-30 18:01",
        "2026-11-24 25:00",
        "2026-11-24 13pm",
        "2026-11-24 soon",
        "6",
        "yesterday 2026-11-23 18:01",
        "mo 18:30",
        "mon soon",
        "-",
        "-15",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "2026-11-24T10:00+99:00",
        "\x1b[0m",
        "١٨:٣٠x",
    ],
)
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadValue, match="is not a moment") as refused:
        moment_of(text, NOW, CHICAGO)
    assert refused.value.hint is not None
    assert "-15m" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2026-12-25", "add one, like 2026-12-25T09:00"),
        ("Fri 2026-12-25", "add one, like 2026-12-25T09:00"),
        ("mon", "add one, like 'mon 09:00'"),
        ("yesterday", "add one, like 'yesterday 09:00'"),
    ],
)
def test_a_day_alone_is_told_that_a_time_is_needed(text: str, hint: str) -> None:
    with pytest.raises(BadValue) as refused:
        moment_of(text, NOW, CHICAGO)
    assert (refused.value.message, refused.value.hint) == (f"'{text}' is a day without a time", hint)
    assert moment_of(hint.removeprefix("add one, like ").strip("'"), NOW, CHICAGO).tzinfo is UTC


@pytest.mark.parametrize("text", ["Mon 2026-11-20 6:30 PM", "monday 2026-11-20T18:30", "Mon 2026-11-20"])
def test_a_weekday_that_is_not_the_dates_is_said(text: str) -> None:
    with pytest.raises(BadValue, match=r"^2026-11-20 is a Friday, not a Monday$"):
        moment_of(text, NOW, CHICAGO)


@given(
    st.dates(date(1970, 1, 2), date(2999, 12, 30)),
    st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60)),
    st.sampled_from(["12h", "24h"]),
)
def test_a_moment_that_is_printed_is_read_as_the_same(day: date, clock: time, style: ClockStyle) -> None:
    moment = datetime.combine(day, clock, tzinfo=CHICAGO)
    assert moment_of(moment_said(moment, style), NOW, CHICAGO) == moment.astimezone(UTC)


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[0-9a-zTW:+/ -]{1,20}", fullmatch=True)))
def test_no_text_at_all_does_worse_than_a_refusal(text: str) -> None:
    for read in (
        lambda: moment_of(text, NOW, CHICAGO),
        lambda: day_of(text, NOW, CHICAGO),
        lambda: coming_day(text, NOW, TABLE),
        lambda: week_of(text, NOW, TABLE),
        lambda: weeks_of_quarter(text, NOW, TABLE),
        lambda: span_of(text, NOW, CHICAGO),
    ):
        with suppress(BadValue):
            read()


def test_a_repeated_minute_is_the_latest_of_the_two_that_is_not_in_the_future() -> None:
    first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO, fold=fold) for fold in (0, 1))
    between = datetime(2026, 11, 1, 1, 10, tzinfo=CHICAGO, fold=1)
    assert moment_of("01:30", between, CHICAGO) == first.astimezone(UTC)
    assert moment_of("01:30", local("2026-11-01T03:00"), CHICAGO) == second.astimezone(UTC)
    assert moment_of("2026-11-01T01:30", NOW, CHICAGO) == first.astimezone(UTC)


def test_a_skipped_minute_is_read_with_the_offset_before_the_change() -> None:
    assert moment_of("2026-03-08T02:30", NOW, CHICAGO) == local("2026-03-08T03:30").astimezone(UTC)
    after = local("2026-03-08T12:00")
    assert moment_of("02:30", after, CHICAGO) == local("2026-03-08T03:30").astimezone(UTC)
    # At ten past three that minute is still to come, so yesterday's is meant.
    assert moment_of("02:30", local("2026-03-08T03:10"), CHICAGO) == local("2026-03-07T02:30").astimezone(UTC)


@given(st.times(), st.integers(0, 366 * 24 * 60 * 60))
def test_a_time_of_day_is_never_in_the_future_and_never_two_days_old(clock: time, seconds: int) -> None:
    now = datetime.fromtimestamp(1_767_225_600 + seconds, UTC)
    said = moment_of(f"{clock:%H:%M}", now, CHICAGO)
    assert said <= now
    assert (now - said).total_seconds() < 49 * 3600


def test_a_time_of_day_needs_its_minutes_or_its_half_of_the_day() -> None:
    assert clock_time("6:05") == time(6, 5)
    assert clock_time("12:00 AM") == time(0)
    assert clock_time("6pm") == clock_time("6 PM") == time(18)
    assert [clock_time(text) for text in ("6", "13pm", "0:00pm", "24:00", "6:5", "pm")] == [None] * 6


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("this", "2026-11-23"),
        ("next", "2026-11-30"),
        ("last", "2026-11-16"),
        ("+2", "2026-12-07"),
        ("-1", "2026-11-16"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-29", "2026-11-23"),
        ("20261129", "2026-11-23"),
        ("2026-W48", "2026-11-23"),
        ("2026w48", "2026-11-23"),
    ],
)
def test_a_week_is_any_date_in_it_or_a_step_or_a_number(text: str, week: str) -> None:
    assert week_of(text, NOW, TABLE) == date.fromisoformat(week)


def test_on_handover_day_this_week_is_the_one_that_begins_that_evening() -> None:
    assert week_of("this", local("2026-11-23T07:00"), TABLE) == date(2026, 11, 23)
    assert week_of("this", local("2026-11-23T06:59:59"), TABLE) == date(2026, 11, 16)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-W54",
        "2026-11-31",
        "0001-01-01",
        "0001-W01",
        "9999-12-31",
        "+99999",
        "mon",
        "2026-W00",
    ],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="is not a week"):
        week_of(text, NOW, TABLE)


def test_days_are_dates_and_three_words() -> None:
    assert [day_of(text, NOW, CHICAGO) for text in ("2026-12-24", "yesterday", "today", "tomorrow")] == [
        date(2026, 12, 24),
        date(2026, 11, 23),
        date(2026, 11, 24),
        date(2026, 11, 25),
    ]
    for text in ("24.12.2026", "0001-01-01", "9999-12-31", "2026-02-29"):
        with pytest.raises(BadValue, match="is not a date"):
            day_of(text, NOW, CHICAGO)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        ("today", "2026-11-24"),
        ("Tomorrow", "2026-11-25"),
        ("wednesday", "2026-11-25"),
        ("tuesday", "2026-12-01"),
        ("Next Monday", "2026-11-30"),
        ("next", "2026-11-30"),
    ],
)
def test_a_day_to_begin_on_is_a_date_or_the_next_of_its_name(text: str, day: str) -> None:
    assert coming_day(text, NOW, TABLE) == date.fromisoformat(day)


def test_on_handover_day_the_next_first_day_is_a_week_off_and_before_it_that_day() -> None:
    assert coming_day("next", local("2026-11-23T07:00"), TABLE) == date(2026, 11, 30)
    assert coming_day("next", local("2026-11-23T06:59"), TABLE) == date(2026, 11, 23)


@given(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), st.integers(0, 366 * 24))
def test_a_weekday_to_begin_on_lies_within_the_next_seven_days(name: str, hours: int) -> None:
    now = datetime.fromtimestamp(1_767_225_600 + hours * 3600, UTC)
    day = coming_day(name, now, TABLE)
    assert f"{day:%a}".lower() == name
    assert 1 <= (day - now.astimezone(CHICAGO).date()).days <= 7


@pytest.mark.parametrize("text", ["", "soon", "next soon", "mo", "this", "0001-01-01", "+1"])
def test_what_is_no_day_to_begin_on_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="is not a date"):
        coming_day(text, NOW, TABLE)


@given(st.integers(1971, 2998), st.integers(1, 4))
def test_quarters_share_out_every_week_by_its_first_day(year: int, quarter: int) -> None:
    name, weeks = weeks_of_quarter(f"{year}-Q{quarter}", NOW, TABLE)
    assert name == f"{year}-Q{quarter}"
    assert {(week.year, (week.month + 2) // 3) for week in weeks} == {(year, quarter)}
    following = f"{year}-Q{quarter + 1}" if quarter < 4 else f"{year + 1}-Q1"
    assert weeks_of_quarter(following, NOW, TABLE)[1][0] == weeks[-1] + WEEK


def test_a_quarter_can_be_this_or_next() -> None:
    assert weeks_of_quarter("this", NOW, TABLE)[0] == "2026-Q4"
    assert weeks_of_quarter("next", NOW, TABLE)[0] == "2027-Q1"
    assert weeks_of_quarter("2027q1", NOW, TABLE)[1][0] == date(2027, 1, 4)
    for text in ("2027", "2027-Q5", "Q1", "0000-Q1", "9999-Q4"):
        with pytest.raises(BadValue, match="is not a quarter"):
            weeks_of_quarter(text, NOW, TABLE)


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("01:10/01:35", "2026-11-24T01:10", 25),
        ("22:10/25m", "2026-11-23T22:10", 25),
        ("mon 23:50/00:20", "2026-11-23T23:50", 30),
        ("2026-11-23T22:10:40/2026-11-23T22:35:10", "2026-11-23T22:10", 25),
        ("2026-11-23T22:10/1h30m", "2026-11-23T22:10", 90),
        ("Fri 2026-11-20 6:30 PM/7 PM", "2026-11-20T18:30", 30),
        ("02:10/24h", "2026-11-24T02:10", 1440),
    ],
)
def test_a_span_is_its_start_and_an_end_or_a_length(text: str, start: str, minutes: int) -> None:
    span = span_of(text, NOW, CHICAGO)
    assert (span.start, span.minutes) == (local(start), minutes)


def test_the_end_of_a_span_is_the_first_such_minute_after_its_start_also_in_the_repeated_hour() -> None:
    assert span_of("2026-11-01T01:50/01:10", NOW, CHICAGO).minutes == 20
    assert span_of("2026-11-01T01:10/01:50", NOW, CHICAGO).minutes == 40
    assert span_of("2026-11-01T00:50/03:00", NOW, CHICAGO).minutes == 190


@pytest.mark.parametrize(
    "text",
    ["", "/", "22:10", "22:10/", "/22:35", "22:10/soon", "01:30/2026-11-24T01:00"],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match=r"is not a (span|moment)|ends before it has begun"):
        span_of(text, NOW, CHICAGO)


@pytest.mark.parametrize(
    "text",
    ["02:10/0m", "02:10/02:10", "01:30/2026-11-24T01:30", "01:30:10/2026-11-24T01:30:50", "02:10/2:10am"],
)
def test_a_span_of_no_length_is_said_to_be_one(text: str) -> None:
    with pytest.raises(BadValue, match=f"^the span '{text}' is of no length$"):
        span_of(text, NOW, CHICAGO)
