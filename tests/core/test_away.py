"""Time away: which dates it is, and which weeks it touches."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.away import Away, away_in, check_apart, dates_of, dates_said, weeks_touched
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape
from oncall_cli.errors import BadValue, Refused

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=CHICAGO)  # a day later in UTC
ZONES = ("America/Chicago", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "UTC")


def table(zone: str = "America/Chicago", weekday: int = 0) -> Timetable:
    return Timetable([DatedHours(date.min, WeekShape(ZoneInfo(zone), weekday), ((),) * 7)], {})


def away(first: str, last: str = "", *, number: int = 1, person: str = "ana") -> Away:
    return Away(
        id=number, person=person, first=date.fromisoformat(first), last=date.fromisoformat(last or first)
    )


dates = st.dates(date(2026, 1, 1), date(2028, 1, 1))
times_away = st.builds(
    lambda first, days: Away(id=1, person="ana", first=first, last=first + timedelta(days=days)),
    dates,
    st.integers(0, 40),
)


@given(times_away, st.sampled_from(ZONES), st.integers(0, 6))
def test_a_week_is_touched_where_an_instant_of_it_lies_on_a_date_away(
    one: Away, zone: str, weekday: int
) -> None:
    timetable = table(zone, weekday)
    begins = datetime.combine(one.first, datetime.min.time(), tzinfo=ZoneInfo(zone))
    over = datetime.combine(one.last + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(zone))
    week = timetable.week_of_day(one.first) - 3 * WEEK
    expected = []
    while week <= one.last + 3 * WEEK:
        held = timetable.held(week)
        if held.start < over and begins < held.end:
            expected.append(week)
        week += WEEK
    assert weeks_touched(one, timetable) == expected
    assert expected


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        ("2026-12-20", ["2026-12-14"]),
        ("2026-12-21", ["2026-12-14", "2026-12-21"]),  # its morning is the one week's, its evening the next's
        ("2026-12-22", ["2026-12-21"]),
    ],
)
def test_handover_day_touches_both_weeks(day: str, weeks: list[str]) -> None:
    assert [str(week) for week in weeks_touched(away(day), table())] == weeks


def test_the_first_time_away_of_the_member_is_the_one_that_touches() -> None:
    several = [
        away("2026-12-26", number=1),
        away("2026-12-23", number=2),
        away("2026-12-22", number=3, person="ben"),
    ]
    week = date(2026, 12, 21)
    found = away_in(week, "ana", several, table())
    assert found
    assert found.id == 2
    assert away_in(week, "cy", several, table()) is None
    assert away_in(week + 2 * WEEK, "ana", several, table()) is None


@given(times_away)
def test_dates_are_read_as_they_are_written(one: Away) -> None:
    now = datetime.combine(one.first, datetime.min.time(), tzinfo=CHICAGO)
    assert dates_of(dates_said(one), now, CHICAGO) == (one.first, one.last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-24", "2026-11-24"),
        ("2026-11-24", "2026-11-24", "2026-11-24"),
        (" 2026-11-01 / tomorrow ", "2026-11-01", "2026-11-25"),
        ("2026-12-24/2027-12-24", "2026-12-24", "2027-12-24"),
    ],
)
def test_dates_can_have_begun_and_can_be_a_year(text: str, first: str, last: str) -> None:
    assert dates_of(text, NOW, CHICAGO) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is not a date"),
        ("soon", "'soon' is not a date"),
        ("2026-12-20/", "'2026-12-20/' names one date of two"),
        ("/2026-12-20", "'/2026-12-20' names one date of two"),
        ("2026-12-20/2026-12-24/2026-12-26", "'2026-12-24/2026-12-26' is not a date"),
        ("2026-02-30", "'2026-02-30' is not a date"),
        ("2026-12-24/2026-12-20", "the dates 2026-12-24/2026-12-20 end before they begin"),
        ("2026-12-24/2027-12-25", "2026-12-24/2027-12-25 is longer than a year"),
        ("2036-12-24", "2036-12-24 is more than five years ahead"),
        ("yesterday", "2026-11-23 is over"),
        ("2026-11-01/2026-11-23", "2026-11-01/2026-11-23 is over"),
    ],
)
def test_what_are_no_dates_to_be_away(text: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        dates_of(text, NOW, CHICAGO)
    assert refused.value.message.startswith(said)
    assert refused.value.hint


def days_of(one: Away) -> set[date]:
    return {one.first + timedelta(days=step) for step in range((one.last - one.first).days + 1)}


close = st.builds(
    lambda first, days: Away(id=7, person="ana", first=first, last=first + timedelta(days=days)),
    st.dates(date(2026, 12, 1), date(2026, 12, 20)),
    st.integers(0, 9),
)


@given(close, close)
def test_two_times_away_of_a_member_share_no_date(one: Away, other: Away) -> None:
    check_apart(one, [other.model_copy(update={"person": "ben"})])
    if days_of(one) & days_of(other):
        with pytest.raises(Refused, match="already") as refused:
            check_apart(one, [other])
        assert f"is away {dates_said(other)} already (time away 7)" in refused.value.message
        assert refused.value.hint
        assert "oncall team away ana --remove 7" in refused.value.hint
    else:
        check_apart(one, [other])
