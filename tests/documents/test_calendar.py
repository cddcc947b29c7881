"""Calendar files as a phone reads them: by vobject, which shares no code with what writes them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.feed import FeedEvent
from oncall_cli.core.revision import Entry, Revision, Window, revise
from oncall_cli.core.span import Span
from oncall_cli.documents.ical import calendar_bytes

NAMESPACE = UUID("5f9d1c8e-6a51-4b7e-9d57-3f3f0c2b7a11")
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
START = datetime(2026, 11, 24, 0, 1, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
SPAN = Span(START, START + timedelta(days=7))
SCRIPTS = [
    "Zoë Núñez",
    "李小龍",
    "Дарья Ильина",
    "محمد",
    "שרה",
    "สมชาย",
    "ಸುಮಾ",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    'O\'Neil, Jr; \\N \\n \\, x:y "q" ^n',
]

texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u061c\u200e\u200f\u2028\u2029")
)
shown = texts.filter(lambda text: not re.search("[\u202a-\u202e\u2066-\u2069]", text))
anything = st.text(st.characters(exclude_categories=("Cs",)))


def event_of(
    summary: str, description: str = "What to do", start: datetime = START, **more: Any
) -> FeedEvent:
    known: dict[str, Any] = {"kind": "starts", "slot": date(2026, 11, 23), "category": "On call"}
    known |= {"end": start + timedelta(minutes=15), "alarm": True, "tentative": False}
    return FeedEvent(start=start, summary=summary, description=description, **(known | more))


def entries_of(
    events: Sequence[FeedEvent], remembered: dict[str, Revision] | None = None
) -> tuple[Entry, ...]:
    return revise(
        events,
        remembered or {},
        NOW,
        namespace=NAMESPACE,
        feed="ana",
        zone="America/Chicago",
        window=Window(date(2026, 1, 1), date(2028, 1, 1)),
        keep_gone=True,
    ).entries


def written(*events: FeedEvent, zone: ZoneInfo = CHICAGO, name: str = "On call") -> bytes:
    return calendar_bytes(entries_of(events), name=name, zone=zone, span=SPAN)


def read(data: bytes) -> Any:
    return vobject.readOne(data.decode())


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


@settings(deadline=None, max_examples=60)
@given(shown, shown)
def test_any_text_is_read_back_as_it_was(first: str, second: str) -> None:
    calendar = read(written(event_of(first, f"{first}\n{second}")))
    assert calendar.vevent.summary.value == first
    assert calendar.vevent.description.value == f"{first}\n{second}"
    assert calendar.vevent.valarm.description.value == first


@settings(deadline=None, max_examples=60)
@given(anything, anything)
def test_any_text_gives_lines_that_every_reader_can_read(name: str, summary: str) -> None:
    data = written(event_of(summary * 9, summary), name=name)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)
    for line in lines:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", line.decode())
    assert sum(line == "BEGIN:VEVENT" for line in data.decode().splitlines()) == 1


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_in_every_script_are_read_back(name: str) -> None:
    calendar = read(written(event_of(f"Take over from {name} " * 5, name)))
    assert calendar.vevent.summary.value == f"Take over from {name} " * 5
    assert calendar.vevent.description.value == name


def test_special_characters_are_escaped_in_events_and_in_the_name() -> None:
    lines = unfolded(written(event_of("a,b;c\\N\nd"), name="x,y;z\\"))
    assert "SUMMARY:a\\,b\\;c\\\\N\\nd" in lines
    assert "NAME:x\\,y\\;z\\\\" in lines
    assert "X-WR-CALNAME:x\\,y\\;z\\\\" in lines


def test_a_whole_file() -> None:
    data = written(event_of("Your week starts"), zone=ZoneInfo("Asia/Kolkata"), name="On call: Ana")
    uid, alarm = re.findall(r"UID:(\S+)", data.decode())
    assert data.decode().replace(uid, "<uid>").replace(alarm, "<alarm>").split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//oncall-cli//on-call calendar//EN",
        "CALSCALE:GREGORIAN",
        "NAME:On call: Ana",
        "X-WR-CALNAME:On call: Ana",
        "X-WR-TIMEZONE:Asia/Kolkata",
        "COLOR:teal",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kolkata",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "TZNAME:IST",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:<uid>",
        "DTSTART;TZID=Asia/Kolkata:20261124T053100",
        "DTEND;TZID=Asia/Kolkata:20261124T054600",
        "SUMMARY:Your week starts",
        "DESCRIPTION:What to do",
        "CATEGORIES:On call",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "CREATED:20261001T120000Z",
        "DTSTAMP:20261001T120000Z",
        "LAST-MODIFIED:20261001T120000Z",
        "SEQUENCE:0",
        "BEGIN:VALARM",
        "UID:<alarm>",
        "ACTION:DISPLAY",
        "TRIGGER:PT0S",
        "DESCRIPTION:Your week starts",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_only_events_that_ring_have_an_alarm_and_each_alarm_is_its_own() -> None:
    events = [
        event_of("rings", number=0),
        event_of("rings too", number=1),
        event_of("silent", number=2, alarm=False),
    ]
    lines = unfolded(written(*events))
    assert lines.count("BEGIN:VALARM") == 2
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 5


def test_a_cancelled_event_says_so_and_does_not_ring() -> None:
    remembered = {entry.uid: entry.revision for entry in entries_of([event_of("Your week starts")])}
    data = calendar_bytes(entries_of([], remembered), name="On call", zone=CHICAGO, span=SPAN)
    event = read(data).vevent
    assert (event.status.value, event.sequence.value, event.summary.value) == (
        "CANCELLED",
        "1",
        "Cancelled: Your week starts",
    )
    assert b"VALARM" not in data
    assert event.dtstart.value == START


def test_a_tentative_event_says_so() -> None:
    assert read(written(event_of("Your week", tentative=True))).vevent.status.value == "TENTATIVE"


def test_a_calendar_without_events_still_holds_its_zone_for_the_weeks_asked_for() -> None:
    zone, start = ZoneInfo("Africa/Casablanca"), datetime(2021, 1, 4, tzinfo=UTC)
    spans = [Span(start, start + timedelta(days=days)) for days in (7, 730)]
    texts = [calendar_bytes([], name="On call", zone=zone, span=span).decode() for span in spans]
    assert all("TZID:Africa/Casablanca\r\n" in text and "BEGIN:VEVENT" not in text for text in texts)
    assert [text.count("TZOFFSETTO") for text in texts] == [5, 9]


@pytest.mark.parametrize(
    "zone", ["America/Chicago", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
def test_every_hour_around_a_year_is_read_as_the_same_instant(zone: str) -> None:
    starts = [START + count * timedelta(hours=61) for count in range(150)]
    events = [event_of("x", start=start, number=number) for number, start in enumerate(starts)]
    calendar = read(written(*events, zone=ZoneInfo(zone)))
    assert [event.dtstart.value.astimezone(UTC) for event in calendar.vevent_list] == starts
    assert [event.dtend.value.astimezone(UTC) for event in calendar.vevent_list] == [
        start + timedelta(minutes=15) for start in starts
    ]


def test_a_time_that_comes_twice_is_read_as_the_instant_that_is_meant() -> None:
    once, twice = datetime(2026, 11, 1, 6, 50, tzinfo=UTC), datetime(2026, 11, 1, 7, 5, tzinfo=UTC)
    data = written(event_of("x", start=once))
    assert {"DTSTART:20261101T065000Z", "DTEND:20261101T070500Z"} <= set(unfolded(data))
    event = read(data).vevent
    assert (event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)) == (once, twice)


@pytest.mark.parametrize(
    ("zone", "change", "hour"),
    [
        ("America/Chicago", "2026-11-01T07:00", 60),
        ("Europe/London", "2026-10-25T01:00", 60),
        ("Australia/Lord_Howe", "2026-04-04T15:00", 30),
        ("Africa/Casablanca", "2026-02-15T02:00", 60),
    ],
)
def test_only_around_the_minutes_that_come_twice_an_event_is_written_without_the_zone(
    zone: str, change: str, hour: int
) -> None:
    middle = datetime.fromisoformat(change).replace(tzinfo=UTC)
    first, last = -hour - 15, hour - 1  # those of which the begin or the end comes twice
    for minutes, plain in ((first - 1, False), (first, True), (-1, True), (last, True), (last + 1, False)):
        start = middle + timedelta(minutes=minutes)
        end = start + timedelta(minutes=15)
        data = written(event_of("x", start=start), zone=ZoneInfo(zone))
        utc = {f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"}
        assert len(utc & set(unfolded(data))) == (2 if plain else 0), minutes
        event = read(data).vevent
        assert (event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)) == (start, end)


def test_a_time_that_is_skipped_is_written_as_the_clock_shows_it_then() -> None:
    skipped = datetime(2027, 3, 14, 2, 30, tzinfo=CHICAGO).astimezone(UTC)
    data = written(event_of("x", start=skipped))
    assert "DTSTART;TZID=America/Chicago:20270314T033000" in unfolded(data)
    assert read(data).vevent.dtstart.value.astimezone(UTC) == skipped
