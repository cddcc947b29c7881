"""A zone in a calendar file gives every instant the offset that the zone itself gives; read by dateutil."""

import io
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from oncall_cli.documents.vtimezone import vtimezone

FIRST, LAST = datetime(2026, 11, 24, 0, 1, tzinfo=UTC), datetime(2027, 3, 1, 12, 59, tzinfo=UTC)
MARGIN, HOUR, QUARTER = timedelta(days=400), timedelta(hours=1), timedelta(minutes=15)
TRICKY = {
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Chicago",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Chile/Continental",
    "Etc/GMT+5",
    "Europe/Dublin",
    "Pacific/Chatham",
    "UTC",
}


def text_of(name: str, first: datetime = FIRST, last: datetime = LAST) -> str:
    written: bytes = vtimezone(ZoneInfo(name), first, last).to_ical(sorted=False)
    return written.decode()


def read(text: str) -> tzinfo:
    zone = tzical(io.StringIO(text.replace("\r\n", "\n"))).get()
    assert zone is not None
    return zone


def instants(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """Two instants a day around the clock, and every quarter of an hour where the offset changes."""
    found = []
    moment, end = first - MARGIN, last + MARGIN
    while moment < end:
        following = min(moment + 13 * HOUR, end)
        found.append(moment)
        if moment.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.extend(moment + count * QUARTER for count in range(53))
        moment = following
    return found


def wrong(name: str, text: str, first: datetime, last: datetime) -> list[datetime]:
    """The instants that a reader of the file would put elsewhere; of a wall-clock time that comes twice, and
    is written in UTC, the first is asked for all the same, as every reader is to take it for that."""
    zone, written = ZoneInfo(name), read(text)
    local = [moment.astimezone(zone) for moment in instants(zone, first, last)]
    return [
        here
        for here in local
        if not here.fold and written.utcoffset(here.replace(tzinfo=None)) != here.utcoffset()
    ]


@pytest.mark.parametrize("name", sorted(TRICKY))
def test_a_reader_finds_every_instant(name: str) -> None:
    text = text_of(name)
    assert f"TZID:{name}\r\n" in text
    assert "RDATE" not in text
    assert wrong(name, text, FIRST, LAST) == []


@pytest.mark.parametrize(
    "name", ["America/Sao_Paulo", "America/Chicago", "Africa/Cairo", "Africa/Casablanca", "Asia/Pyongyang"]
)
@pytest.mark.parametrize("year", [2006, 2010, 2014, 2018])
def test_past_rules_are_right_in_the_past(name: str, year: int) -> None:
    first = datetime(year, 10, 1, tzinfo=UTC)
    last = first + 90 * timedelta(days=1)
    assert wrong(name, text_of(name, first, last), first, last) == []


def test_a_zone_with_a_rule_is_two_parts_that_repeat() -> None:
    assert text_of("America/Chicago").splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Chicago",
        "BEGIN:DAYLIGHT",
        "DTSTART:20240310T020000",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0500",
        "TZNAME:CDT",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20241103T020000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0600",
        "TZNAME:CST",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_the_last_weekday_and_the_weekday_after_a_date_are_rules_too() -> None:
    text = text_of("Asia/Jerusalem")
    assert text.count("RRULE:") == 2
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29;BYMONTH=3" in text


def test_a_zone_without_changes_is_one_standard_part() -> None:
    text = text_of("Asia/Kolkata")
    assert (text.count("BEGIN:STANDARD"), text.count("BEGIN:DAYLIGHT"), text.count("RRULE")) == (1, 0, 0)
    assert "TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nTZNAME:IST" in text


def test_a_zone_whose_dates_follow_the_moon_has_one_part_for_each_change() -> None:
    text = text_of("Africa/Casablanca", datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 6, 1, tzinfo=UTC))
    assert "RRULE" not in text
    assert text.count("TZOFFSETTO") == 7
    assert "TZNAME:+01" in text


def test_a_rule_that_began_within_the_margin_is_not_taken_for_older() -> None:
    moment = datetime(2007, 4, 1, tzinfo=UTC)
    assert "RRULE" not in text_of("America/Chicago", moment, moment)


def test_a_zone_that_gives_daylight_time_up_ends_in_standard_time() -> None:
    text = text_of("Africa/Casablanca", datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert text.rindex("BEGIN:STANDARD") > text.rindex("BEGIN:DAYLIGHT")


@pytest.mark.parametrize(("name", "ahead"), [("Europe/Dublin", "+0100"), ("Africa/Casablanca", "+0100")])
def test_daylight_time_is_the_one_that_is_ahead_even_where_the_law_says_otherwise(
    name: str, ahead: str
) -> None:
    moment = datetime(2023, 1, 1, tzinfo=UTC)
    parts = text_of(name, moment, moment).split("BEGIN:")[2:]
    assert {part.split("\r\n")[0] for part in parts if f"TZOFFSETTO:{ahead}" in part} == {"DAYLIGHT"}
    assert {part.split("\r\n")[0] for part in parts if f"TZOFFSETTO:{ahead}" not in part} == {"STANDARD"}


def test_half_an_hour_of_daylight_time_is_half_an_hour() -> None:
    text = text_of("Australia/Lord_Howe")
    assert "TZOFFSETFROM:+1030\r\nTZOFFSETTO:+1100" in text
    assert "TZOFFSETFROM:+1100\r\nTZOFFSETTO:+1030" in text
