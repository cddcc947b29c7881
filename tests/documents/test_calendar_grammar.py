"""What is exported keeps every rule of calendar files, whatever names are in it; and the checker is awake."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.span import Span
from oncall_cli.documents.ical import calendar_bytes, object_bytes
from tests.conftest import Cli
from tests.documents.test_calendar import CHICAGO, START, anything, entries_of, event_of, written
from tests.ical_grammar import faults
from tests.readers import by_ical, by_recurring, by_vobject

NAMES = [
    "Zoë Núñez",
    "Nguyễn Thị Minh Khai",
    "李小龍" * 40,
    "Дарья Ильина",
    "محمد بن عبد الله",
    "שרה כהן",
    "สมชาย ใจดี",
    "ಸುಮಾ ಗೌಡ",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 8,
    "e\u0301" + "\u0323\u0302" * 90,
    "क्‍ष न‌ह",
    'O\'Neil, Jr; \\N \\n \\, x:y "q" ^n',
    "\\" * 120,
    ",;" * 60,
    "END:VEVENT",
    "BEGIN:VALARM",
    "a" * 200,
]


@pytest.mark.parametrize("first", range(0, len(NAMES), 3))
def test_exports_of_a_team_with_any_names_keep_every_rule(team: Cli, first: int) -> None:
    names = dict(zip(("ana", "ben", "cy"), NAMES[first:], strict=False))
    for handle, name in names.items():
        team("team", "edit", handle, "--name", name, "--as", "dee")
    for whose in (("--team",), ("--person", "ben")):
        data = team("calendar", "export", *whose, "--weeks", "4").out.encode()
        assert faults(data) == []
        events = by_ical(data)
        assert events == by_vobject(data) == by_recurring(data)
        for handle, name in names.items():
            shown = sum(normalize("NFC", name) in event.summary + event.description for event in events)
            assert (shown > 0) is (handle not in whose)


def test_what_is_swapped_covered_and_cancelled_keeps_every_rule(team: Cli) -> None:
    team("calendar", "export", "--person", "ana", "--weeks", "4")
    team("calendar", "export", "--team", "--weeks", "4")
    team("rotation", "assign", "2026-12-07", "ben", "--reason", "ill", "--as", "dee")
    team("cover", "add", "cy", "2026-12-09T12:00/2026-12-11T12:00", "--reason", "ill", "--as", "dee")
    for whose in (("--team",), ("--person", "ana"), ("--person", "ben"), ("--person", "cy")):
        data = team("calendar", "export", *whose, "--weeks", "4").out.encode()
        assert faults(data) == []
        assert (b"STATUS:CANCELLED" in data) is (whose[-1] == "ana")
        vobject.readOne(data.decode()).validate(raiseException=True)
        strict = icalendar.Calendar.from_ical(data)
        assert [part.errors for part in strict.walk()] == [[]] * len(list(strict.walk()))


@settings(deadline=None, max_examples=40)
@given(anything, anything, st.booleans())
def test_no_text_breaks_a_rule(name: str, summary: str, alarm: bool) -> None:
    event = event_of(summary * 4, f"{summary}\n{name}", category=name, alarm=alarm)
    assert faults(written(event, name=name)) == []
    assert faults(object_bytes(entries_of([event])[0], CHICAGO), stored=True) == []


@pytest.mark.parametrize("part", ["é", "—", "👩", "e\u0301", "👩‍👩‍👧", "\\", ",", ";", "\n", "\\n", "a\n,"])
def test_a_line_may_end_anywhere_in_a_text(part: str) -> None:
    events = [event_of("x" * length + part * 30, number=length) for length in range(66)]
    data = written(*events)
    assert faults(data) == []
    assert [event.summary for event in by_vobject(data)] == [event.summary for event in events]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 3 * 366 * 24 * 60), min_size=1, max_size=5), st.sampled_from(range(6)))
def test_events_at_any_minute_keep_every_rule(minutes: Sequence[int], which: int) -> None:
    zone = ZoneInfo(
        ["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "UTC"][
            which
        ]
    )
    starts = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute) for minute in minutes]
    events = [event_of("x", start=start, number=number) for number, start in enumerate(starts)]
    data = written(*events, zone=zone)
    assert faults(data) == []
    found = by_recurring(data)
    assert sorted(event.start for event in found) == sorted(starts)
    assert {event.end - event.start for event in found} == {timedelta(minutes=15)}
    for entry in entries_of(events):
        assert faults(object_bytes(entry, zone), stored=True) == []


def test_a_calendar_without_events_keeps_every_rule() -> None:
    span = Span(START, START + timedelta(days=7))
    assert faults(calendar_bytes([], name="x", zone=CHICAGO, span=span)) == []


@pytest.mark.parametrize(
    ("refresh", "said"),
    [
        (timedelta(minutes=15), "PT15M"),
        (timedelta(hours=6), "PT6H"),
        (timedelta(hours=36), "P1DT12H"),
        (timedelta(days=7), "P7D"),
    ],
)
def test_how_often_to_read_it_again_is_said_twice(refresh: timedelta, said: str) -> None:
    span = Span(START, START + timedelta(days=7))
    data = calendar_bytes([], name="x", zone=CHICAGO, span=span, color="navy", refresh=refresh)
    assert faults(data) == []
    lines = data.decode().split("\r\n")
    assert {f"REFRESH-INTERVAL;VALUE=DURATION:{said}", f"X-PUBLISHED-TTL:{said}", "COLOR:navy"} <= set(lines)


def test_one_object_is_one_event_and_its_zone_and_nothing_of_a_whole_calendar() -> None:
    one, other = entries_of([event_of("x"), event_of("y", number=1)])
    data = object_bytes(one, CHICAGO)
    outer = [line.partition(":")[0] for line in re.findall(r"(?m)^[^ \r]+", data.decode())]
    assert outer[:6] == ["BEGIN", "VERSION", "PRODID", "CALSCALE", "BEGIN", "TZID"]
    assert (data.count(b"BEGIN:VTIMEZONE"), data.count(b"BEGIN:VEVENT")) == (1, 1)
    whole = calendar_bytes([one, other], name="x", zone=CHICAGO, span=Span(START, START))
    event = data[data.index(b"BEGIN:VEVENT") : data.index(b"END:VCALENDAR")]
    assert event in whole
    assert faults(whole, stored=True) == ["one object holds one event"]


DAMAGE = [
    ("\r\n", "\n", "half a line end"),
    ("SUMMARY:", "SUMMARY:" + "x" * 70, "over 75"),
    ("SUMMARY:Take", "SUMMARY:\tTake", "control"),
    ("SUMMARY:Take", "SUMMARY:Ta\u0085ke", "control"),
    ("END:VEVENT\r\n", "", "ends what did not begin"),
    ("VERSION:2.0\r\n", "", "has 0 VERSION"),
    ("VERSION:2.0\r\n", "VERSION:2.0\r\nMETHOD:PUBLISH\r\n", "has METHOD"),
    ("SEQUENCE:0\r\n", "SEQUENCE:0\r\nSEQUENCE:0\r\n", "has 2 SEQUENCE"),
    ("SEQUENCE:0\r\n", "SEQUENCE:-1\r\n", "wrong SEQUENCE"),
    ("SEQUENCE:0\r\n", "SEQUENCE:0\r\nORGANIZER:mailto:a@example.com\r\n", "has ORGANIZER"),
    ("SEQUENCE:0\r\n", "SEQUENCE:0\r\nRRULE:FREQ=DAILY\r\n", "has RRULE"),
    ("ACTION:DISPLAY", "ACTION:AUDIO", "wrong ACTION"),
    ("TRIGGER:PT0S", "TRIGGER:PT5M", "wrong TRIGGER"),
    ("TRIGGER:PT0S", "TRIGGER:-P1W", "wrong TRIGGER"),
    ("TRIGGER:PT0S", "TRIGGER:-P1DT", "wrong TRIGGER"),
    ("ACTION:DISPLAY", "ACTION:DISPLAY\r\nACKNOWLEDGED:20260101T000000Z", "has ACKNOWLEDGED"),
    ("END:VALARM\r\n", "END:VALARM\r\nBEGIN:VALARM\r\nEND:VALARM\r\n", "2 alarms"),
    ("STATUS:CONFIRMED", "STATUS:CANCELLED", "1 alarms"),
    ("STATUS:CONFIRMED", "STATUS:DONE", "wrong STATUS"),
    ("DTSTART;TZID=America/Chicago:", "DTSTART:", "wrong DTSTART"),
    ("DTSTART;TZID=America/Chicago:", "DTSTART;TZID=Europe/London:", "Europe/London is not defined"),
    ("DTEND;TZID=America/Chicago:2026", "DTEND;TZID=America/Chicago:2025", "ends before"),
    ("T181500", "T186000", "wrong DTEND"),
    ("Z\r\nSEQUENCE", "\r\nSEQUENCE", "wrong LAST-MODIFIED"),
    ("BYMONTH=11", "BYMONTH=10", "does not give"),
    ("TZOFFSETTO:-0500", "TZOFFSETTO:-500", "wrong TZOFFSETTO"),
    ("PT6H", "PT6H1S", "wrong X-PUBLISHED-TTL"),
    (";VALUE=DURATION", "", "wrong REFRESH-INTERVAL"),
    ("SUMMARY:Take\\, ", "SUMMARY:Take, ", "wrong SUMMARY"),
    ("SUMMARY:Take\\, ", "SUMMARY:Take\\x ", "wrong SUMMARY"),
    ("SUMMARY:Take\\, ", "SUMMARY Take ", "not a content line"),
]


@pytest.mark.parametrize(("right", "wrong", "fault"), DAMAGE)
def test_the_checker_finds_what_is_wrong(right: str, wrong: str, fault: str) -> None:
    data = written(event_of("Take, é", start=datetime(2026, 11, 25, 0, 0, tzinfo=UTC)))
    assert faults(data) == []
    assert right.encode() in data
    found = faults(data.replace(right.encode(), wrong.encode()))
    assert any(fault in one for one in found)


def test_the_checker_finds_a_fold_within_a_character_and_an_event_that_is_there_twice() -> None:
    data = written(event_of("é"))
    letter = "é".encode()
    folded = data.replace(letter, letter[:1] + b"\r\n " + letter[1:])
    assert all("within a character" in fault for fault in faults(folded))
    start, end = data.index(b"BEGIN:VEVENT"), data.index(b"END:VCALENDAR")
    twice = data[:end] + data[start:end] + data[end:]
    assert sum("is there 2 times" in fault for fault in faults(twice)) == 2
