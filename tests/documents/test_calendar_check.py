"""Files from any program: what is found in each, and that none of them does harm."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.calendar_check.finding import KINDS
from oncall_cli.core.calendar_check.whole import Checked, checked
from oncall_cli.core.calendar_check.zone import DescribedZone, Reading
from oncall_cli.documents.calendar_read.file import calendar_seen
from oncall_cli.documents.ical import calendar_bytes, object_bytes
from oncall_cli.errors import BadValue
from tests.documents.calendar_files import (
    ALARM,
    BAD,
    CHICAGO,
    GOOD,
    HEAD,
    OUTLOOK_S,
    alarm,
    at,
    by_icalendar,
    calendar,
    event,
    lf,
)
from tests.documents.test_calendar import SPAN, entries_of, event_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
IN_CHICAGO = "X-WR-TIMEZONE:America/Chicago\n"
PAST = "It has no alarm still to come."
ZONES = [
    "Africa/Casablanca",
    "America/Chicago",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Chatham",
    "UTC",
]


def looked_at(data: bytes, now: datetime = NOW) -> Checked:
    return checked(calendar_seen(data, "a.ics"), now)


def keys(data: bytes) -> list[str]:
    return [finding.key for finding in looked_at(data).findings]


def said(data: bytes, key: str) -> str:
    [found] = [finding.said for finding in looked_at(data).findings if finding.key == key]
    return found


def test_nothing_is_found_in_a_good_file() -> None:
    found = looked_at(GOOD)
    assert found.findings == ()
    assert found.holds.model_dump(mode="json") == {
        "name": "On call",
        "size": len(GOOD),
        "events": 1,
        "start": "2026-11-23T18:01:00-06:00",
        "end": "2026-11-30T06:59:00-06:00",
        "zones": ["America/Chicago"],
        "alarms": 1,
        "alarms_to_come": 1,
        "to_come": 1,
        "rung_for": 1,
        "numbers": 1,
        "cancelled": 0,
        "all_day": 0,
        "repeating": 0,
        "refresh": 21600,
    }
    assert [(phone.phone, phone.rings) for phone in found.phones] == [
        ("iphone", "if set"),
        ("iphone", "yes"),
        ("google", "no"),
        ("android", "if set"),
        ("outlook", "if set"),
    ]


@pytest.mark.parametrize(("data", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_file_is_found_and_nothing_else(data: bytes, expected: Sequence[str]) -> None:
    assert keys(data) == expected


def test_there_is_a_file_for_every_finding_there_is() -> None:
    found = {key for _, expected in BAD.values() for key in expected} | {"zone-dates"}
    assert found == KINDS.keys()


@pytest.mark.parametrize("zone", ZONES)
def test_our_own_files_hold_nothing_that_is_wrong(zone: str) -> None:
    start = datetime(2026, 11, 24, 0, 1, tzinfo=UTC)
    events = [
        event_of(f"Week {week}, {zone}", start=start + week * timedelta(weeks=1), number=week)
        for week in range(104)
    ]
    entries = entries_of(events)
    assert keys(calendar_bytes(entries, name="On call", zone=ZoneInfo(zone), span=SPAN)) == []
    assert set(keys(object_bytes(entries[50], ZoneInfo(zone)))) == {"no-name", "no-refresh"}


@pytest.mark.parametrize(
    ("zone", "wrong"),
    [
        ("America/Chicago", "24 of 40 events: 1 hour late in Thunderbird"),
        ("Europe/London", "18 of 40 events: 1 hour early in Thunderbird"),
        ("Australia/Lord_Howe", "19 of 40 events: 30 minutes late in Thunderbird"),
    ],
)
def test_lists_of_dates_are_reckoned_as_ical_js_reads_them(zone: str, wrong: str) -> None:
    """How many come out wrong was counted with ical.js itself, which Thunderbird is made with."""
    assert said(by_icalendar(zone), "zone-dates-wrong").startswith(wrong)


@pytest.mark.parametrize("zone", ["America/Chicago", "Asia/Gaza", "Australia/Lord_Howe", "Europe/Dublin"])
def test_a_description_is_read_as_dateutil_reads_it(zone: str) -> None:
    data = by_icalendar(zone)
    seen = calendar_seen(data, "a.ics")
    described = DescribedZone(seen.zones[0], Reading.WHOLE, 2026, 2027)
    text = re.sub("COMMENT:.*\n", "", lf(data).decode().replace("\n ", ""))
    other = tzical(io.StringIO(text)).get()
    assert other is not None
    days = [datetime.fromisoformat("2026-01-01T12:00") + timedelta(days=day) for day in range(700)]
    assert [described.offset(day) for day in days] == [other.utcoffset(day) for day in days]


def test_lists_of_dates_that_come_out_right_are_a_note_about_outlook() -> None:
    listed = CHICAGO.replace(
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RDATE:20260308T020000,20270314T020000"
    ).replace("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "RDATE:20261101T020000")
    assert keys(calendar(zones=listed)) == ["zone-dates"]


@pytest.mark.parametrize(
    ("start", "zones", "how"),
    [
        ("20270322T180100", CHICAGO.replace("2SU", "-1SU"), "1 hour late"),
        ("20270701T180100", CHICAGO.replace("TZOFFSETTO:-0500", "TZOFFSETTO:-0430"), "30 minutes early"),
        (
            "20261201T180100",
            CHICAGO.replace("TZOFFSETTO:-0600", "TZOFFSETTO:+0530"),
            "11 hours 30 minutes early",
        ),
    ],
)
def test_how_far_off_an_event_is_and_which_way(start: str, zones: str, how: str) -> None:
    data = calendar(event(start=start, end=None), zones=zones)
    assert said(data, "zone-differs").startswith(f"The one event: {how} where the file's own description")


def test_outlook_s_description_since_1601_is_right() -> None:
    assert keys(calendar(zones=OUTLOOK_S)) == []


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("google", ["repeats", "all-day", "alarm-several", "alarms-some", "method-publish", "no-refresh"]),
        ("outlook", ["zone-name", "method-publish", "no-refresh"]),
        ("apple", ["no-refresh"]),
    ],
)
def test_what_other_programs_export_is_read_as_they_mean_it(program: str, expected: Sequence[str]) -> None:
    data = (Path(__file__).parent / "ics" / f"{program}.ics").read_bytes().replace(b"\n", b"\r\n")
    assert keys(data) == expected


def test_what_a_phone_added_or_a_program_says_in_its_own_words_is_no_fault() -> None:
    none = "BEGIN:VALARM\nACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\nEND:VALARM\n"
    quoted = event(more='X-ALT-DESC;FMTTYPE="text/html;a:b":<p>\n')
    assert keys(calendar(event(ALARM + none))) == []
    assert keys(calendar(quoted)) == []


def test_an_event_that_took_the_place_of_a_cancelled_one_is_no_double() -> None:
    assert keys(calendar(event(), event("", uid="2", status="CANCELLED"))) == []


def test_a_description_longer_than_any_zone_s_is_not_reckoned() -> None:
    assert "more than 2,000 dates" in said(HOSTILE["many dates"], "zone-broken")


def test_a_change_of_one_time_of_a_series_is_no_double() -> None:
    series = event(more="RRULE:FREQ=WEEKLY\n")
    moved = event(
        more="RECURRENCE-ID;TZID=America/Chicago:20261130T180100\n", start="20261201T180100", end=None
    )
    assert keys(calendar(series, moved)) == ["repeats"]


def test_a_finding_names_the_first_three_events() -> None:
    many = [
        event(alarm(trigger="PT1M"), uid=str(day), start=f"202612{day}T180100", end=None)
        for day in range(10, 15)
    ]
    [found] = looked_at(calendar(event(), *many)).findings
    assert (found.key, found.events, len(found.named)) == ("alarm-after", 5, 3)
    assert found.named[0] == "Week, Thu 2026-12-10 18:01"
    assert found.said.startswith("5 of 6 events: ")


@pytest.mark.parametrize(
    ("alarms", "now", "to_come", "why"),
    [
        ([alarm(action="EMAIL")], NOW, 0, "It has no alarm that rings on a phone."),
        ([alarm(action="EMAIL"), alarm()], NOW, 1, None),
        ([alarm()], NOW + timedelta(days=400), 0, "It has no alarm still to come."),
        ([alarm(trigger=None)], NOW, 0, "It has no alarm that rings on a phone."),
        ([alarm(acknowledged="20261124T000100Z")], NOW, 0, "It has no alarm still to come."),
        ([alarm(trigger="-P400D")], NOW, 0, "It has no alarm still to come."),
        ([alarm(trigger="-P400D"), alarm()], NOW, 1, None),
        ([ALARM.replace("TRIGGER", "TRIGGER;RELATED=END")], NOW + timedelta(days=25), 1, None),
        ([ALARM.replace("TRIGGER", "TRIGGER;RELATED=END")], NOW + timedelta(days=40), 0, PAST),
        ([], NOW, 0, "It has no alarm."),
    ],
)
def test_a_phone_is_said_to_ring_only_for_alarms_that_ring_there(
    alarms: Sequence[str], now: datetime, to_come: int, why: str | None
) -> None:
    checked = looked_at(calendar(event("".join(alarms))), now)
    assert (checked.holds.alarms, checked.holds.alarms_to_come) == (len(alarms), to_come)
    for phone in checked.phones:
        if phone.phone != "google":
            assert (phone.rings == "no") is (why is not None)
            assert why is None or phone.said == why


def test_alarms_to_come_are_those_of_events_that_take_place() -> None:
    over, gone = event(uid="2", start="20251123T180100", end=None), event(uid="3", status="CANCELLED")
    holds = looked_at(calendar(event(), over, gone)).holds
    assert (holds.alarms, holds.alarms_to_come, holds.cancelled) == (3, 1, 1)


LATER = event("", uid="2", start="20261207T180100", end=None)


@pytest.mark.parametrize(
    ("parts", "rung"),
    [
        ([event()], "Rings."),
        ([event(), LATER], "Rings for 1 of 2 events."),
        ([event(), LATER, at("20261331T180100", uid="3")], "Rings for 1 of 3 events."),
        ([event(), at("20261207T180100", zone=";TZID=Nowhere", uid="3")], "Rings for 1 of 2 events."),
        ([event(), at("20261207T180100", uid="3")], "Rings."),
        (
            [event(), event(alarm(trigger="-P90D"), uid="3", start="20261207T180100", end=None)],
            "Rings for 1 of 2 events.",
        ),
        ([event(), LATER.replace("BEGIN:VEVENT", "BEGIN:VEVENT\nSTATUS:CANCELLED")], "Rings."),
        (
            [event(), LATER, event("", uid="3", start="20251207T180100", end=None)],
            "Rings for 1 of 2 events to come.",
        ),
    ],
)
def test_a_phone_is_said_to_ring_for_so_many_of_the_events_to_come(parts: Sequence[str], rung: str) -> None:
    [imported] = [phone.said for phone in looked_at(calendar(*parts)).phones if phone.way == "imported"]
    assert imported == rung


@pytest.mark.parametrize(
    ("rule", "to_ring"),
    [
        ("RRULE:FREQ=WEEKLY", 1),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261215", 1),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261130T000000Z", 0),
        ("RRULE:FREQ=WEEKLY;COUNT=5", 1),
        ("RRULE:FREQ=DAILY;COUNT=5", 0),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", 0),
        ("RDATE:20261215T180100Z", 1),
        ("RDATE:20261130T180100Z", 0),
        ("RRULE:FREQ=MONTHLY;COUNT=1\nEXDATE:20261124T000100Z", 0),
    ],
)
def test_a_series_rings_as_long_as_it_may_come_again(rule: str, to_ring: int) -> None:
    data = calendar(event(more=f"{rule}\n"))
    assert looked_at(data, datetime(2026, 12, 14, tzinfo=UTC)).holds.alarms_to_come == to_ring


def test_an_event_is_named_in_the_zone_in_which_the_head_tells_its_time() -> None:
    parts = at("20261201T000100Z", uid=None)
    for head, name in (("", "Week, Tue 2026-12-01 00:01 UTC"), (IN_CHICAGO, "Week, Mon 2026-11-30 18:01")):
        [finding] = looked_at(calendar(parts, head=HEAD + head)).findings
        assert finding.named == (name,)


@pytest.mark.parametrize(
    ("data", "key", "one"),
    [
        (GOOD.replace(b"SUMMARY:Week", b"SUMMARY:We\x07ek"), "controls", "1 control character in it makes "),
        (GOOD.replace(b"Week", b"Week" * 30), "long-lines", "1 line is longer "),
        (BAD["a fold in a character"][0], "cut-characters", "1 line breaks inside "),
        (BAD["a line that says nothing"][0], "junk", "1 line says nothing "),
        (BAD["tasks"][0], "others", "1 task or other part in it shows "),
    ],
)
def test_one_is_said_as_one(data: bytes, key: str, one: str) -> None:
    assert said(data, key).startswith(one)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"BEGIN:VCALENDAR\n" + b"A:b\n" * 300_000, "a.ics is too long to check: it has more than 300,000"),
        (b"", "a.ics is empty"),
        (b" \r\n", "a.ics is empty"),
        (b"PK\x03\x04rest", "a.ics is a zip file"),
        (b"<!DOCTYPE html><html>", "a.ics is a web page, not a calendar"),
        (b"week,name\n", "a.ics is no calendar"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "a.ics is no calendar"),
        (b"\x00" * 1000, "a.ics is no calendar"),
    ],
)
def test_what_is_no_calendar_is_said_to_be_none(data: bytes, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        calendar_seen(data, "a.ics")


def zone_with(lines: str) -> bytes:
    return calendar(zones=CHICAGO.replace("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n", lines))


HOSTILE = {
    "series of every kind": calendar(
        *(
            event(
                more=f"RRULE:FREQ={freq};INTERVAL={interval};{more}\nEXDATE:20270101T000000Z\n",
                uid=f"{freq}{interval}{more}",
            )
            for freq in ("SECONDLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
            for interval in (1, 999_999)
            for more in (
                "COUNT=999999",
                "UNTIL=99991231",
                "BYDAY=MO,-1TU,XX",
                "BYMONTHDAY=31",
                "UNTIL=00010101",
            )
        ),
        at("99991231T235959", zone=";TZID=America/Chicago", alarm="")
        + at("99991231T235959Z", uid="2")
        + at("00010101T000000Z", alarm="")
        + at("00010101T000000"),
        event(start="99990301T000000", end=None, more="RRULE:FREQ=DAILY;COUNT=9\n"),
        event(start="20240229T000000", end=None, more="RRULE:FREQ=YEARLY\nRDATE:99991231T235959Z,x\n"),
    ),
    "many dates of a series": calendar(event(more=f"RDATE:{','.join(['20270705T180000Z'] * 300_000)}\n")),
    "a rule of many parts": calendar(event(more=f"RRULE:FREQ=DAILY;BYDAY={'MO,' * 300_000}\n")),
    "deep": calendar("BEGIN:VEVENT\n" * 10_000),
    "many dates": zone_with(f"RDATE:{','.join(['20260101T000000'] * 300_000)}\n"),
    "no day that is": zone_with("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"),
    "a long number": zone_with(f"RRULE:FREQ=YEARLY;INTERVAL={'9' * 5000}\n"),
    "a long count": zone_with("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=9999\n"),
    "marks": calendar(event(more=f"X-A{';' * 300_000}:a\n")),
    "quotes": calendar(event(more="X-A;B=" + '"a":' * 100_000 + "\n")),
    "backslashes": calendar(event(summary="\\" * 300_000 + ",")),
    "another file": calendar(at("20261123T180100", zone=";TZID=../../etc/passwd")),
    "a folder of zones": calendar(at("20261123T180100", zone=";TZID=America")),
    "a long name": calendar(at("20261123T180100", zone=f";TZID={'A' * 9000}")),
    "the first year": calendar(at("00010101T000000", zone=";TZID=Asia/Tokyo")),
    "the last year": calendar(
        event(alarm(trigger="P999999W"), start="99991231T235959", end=None, duration="P999999W")
    ),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_means_harm_is_judged_and_does_none(data: bytes) -> None:
    found = looked_at(data)
    assert found.holds.size == len(data)
    assert {finding.key for finding in found.findings} <= KINDS.keys()


@given(
    st.lists(st.sampled_from(lf(GOOD + BAD["lists of dates"][0]).splitlines(True)), max_size=60),
    st.binary(max_size=40),
)
def test_any_lines_in_any_order_are_judged(lines: list[bytes], junk: bytes) -> None:
    found = looked_at(b"BEGIN:VCALENDAR\nVERSION:2.0\n" + b"".join(lines) + junk)
    assert {finding.key for finding in found.findings} <= KINDS.keys()
