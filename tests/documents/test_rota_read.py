"""Old calendars read from files: tables of spreadsheets, and iCalendar as Google Calendar exports it."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from oncall_cli.core.member import Member
from oncall_cli.core.rota import Rota, understood
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape
from oncall_cli.documents import rota_ical
from oncall_cli.documents.rota_file import SIZE_LIMIT, read_rota
from oncall_cli.documents.rota_read import Asked, Read
from oncall_cli.errors import BadValue, NotFound

CHICAGO = ZoneInfo("America/Chicago")
TABLE = Timetable([DatedHours(date.min, WeekShape(CHICAGO), ((),) * 7)], {})
ASKED = Asked(date(2026, 10, 5), date(2027, 3, 29), TABLE)
TEAM = [
    Member(handle="ana", name="Ana Ruiz", email="ana@example.com"),
    Member(handle="ben", name="Ben Okafor"),
    Member(handle="cy", name="Cy Young"),
]


def read(folder: Path, text: str | bytes, asked: Asked = ASKED) -> Read:
    path = folder / "file"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_rota(path, asked)


def rota(found: Read, asked: Asked = ASKED) -> Rota:
    return understood(found.entries, TEAM, asked.first, asked.last, TABLE)


def weeks(found: Read) -> dict[str, str]:
    return {str(claim.week): claim.person for claim in rota(found).claims}


def whys(found: Read) -> list[tuple[str, str]]:
    return [(one.where, one.why) for one in (*found.unclear, *rota(found).unclear)]


THREE = {"2026-11-02": "ana", "2026-11-09": "ben", "2026-11-16": "cy"}


@pytest.mark.parametrize(
    "text",
    [
        "week,person\n2026-11-02,ana\n2026-11-09,ben\n2026-11-16,cy\n",
        "\ufeffWeek;On-call;Note\r\n2026-11-02;Ana Ruiz;\r\n2026-11-09;Okafor, Ben;x\r\n;;\r\n"
        "2026-11-16;CY;\r\n",
        "Name\tDate\nAna\t2026-11-02\nBen\t2026-11-09\nCy\t2026-11-16\n",
        "week,who\n2026-W45,ana\n20261112,ben\n2026-W47,cy\n",
        "Week of,Owner\n11/2/2026,ana\n11/9/2026,ben\n11/16/2026,cy\n",
        "Start,Technician\n02/11/2026 18:01,ana\n09/11/2026 18:01,ben\n16/11/2026 18:01,cy\n",
        "date;name\n2.11.2026;ana\n9.11.2026;ben\n16.11.2026;cy\n",
        "start,end,name\n2026-11-02,2026-11-08,ana\n2026-11-09,2026-11-15,ben\n2026-11-16,2026-11-22,cy\n",
        "Subject,Start Date,Start Time,End Date,End Time\n"
        "Ana on call,11/02/2026,6:01 PM,11/09/2026,6:59 AM\n"
        "Ben on call,11/09/2026,6:01 PM,11/16/2026,6:59 AM\n"
        "Phone: Cy,11/16/2026,6:01 PM,11/23/2026,6:59 AM\n",
        "start,person\n2026-11-03T00:01:00Z,ana\n2026-11-09T18:01:00-06:00,ben\n2026-11-16T18:01,cy\n",
        "week starting,person\n2026-11-01,ana\n2026-11-08,ben\n2026-11-15,cy\n",
        "week,start,end,person,name,state\n"
        "2026-11-02,2026-11-02T18:01:00-06:00,2026-11-09T06:59:00-06:00,ana,'=Ana,published\n"
        "2026-11-09,x,y,ben,,published\n2026-11-16,,,,Cy Young,published\n",
    ],
)
def test_tables_as_teams_keep_them(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert (weeks(found), whys(found)) == (THREE, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_as_spreadsheets_save_it_is_read(tmp_path: Path, encoding: str) -> None:
    table = 'Week\tPerson\r\n2026-11-02\tAna Ruíz\r\n2026-11-09\tben\r\n2026-11-16\t"Young, Cy"\r\n'
    marked = table if encoding == "utf-16" else f"\ufeff{table}"
    found = read(tmp_path, marked.encode(encoding))
    assert (weeks(found), whys(found)) == (THREE, [])


def test_a_column_of_covers_is_noticed_where_it_says_any(tmp_path: Path) -> None:
    text = "week,person,cover\n2026-11-02,ana,\n2026-11-09,ben,{}\n"
    assert not read(tmp_path, text.format("")).has_covers
    assert read(tmp_path, text.format("cy 2026-11-10T18:00/2026-11-11T06:00")).has_covers


def test_a_table_of_days_is_read_by_the_days_in_a_row(tmp_path: Path) -> None:
    days = [date(2026, 11, 2) + timedelta(days=step) for step in range(21)]
    rows = [f"{day},{('Ana', 'Ben', 'Cy')[number // 7]}" for number, day in enumerate(days)]
    found = read(tmp_path, "\n".join(["date,name", *rows]))
    assert (weeks(found), whys(found)) == (THREE, [])
    rows[8:10] = [f"{days[8]},Ana", f"{days[9]},Ana"]
    found = read(tmp_path, "\n".join(["date,name", *rows]))
    assert weeks(found) == THREE
    assert whys(found) == [
        ("line 9", "too short for a week (1 day)"),
        ("line 10", "too short for a week (2 days)"),
    ]


def test_what_a_table_leaves_unclear_is_named_with_its_line(tmp_path: Path) -> None:
    text = (
        "start,end,person\n"
        "2026-11-02,,Zoe\n"
        "2026-11-09,,\n"
        ",,ana\n"
        "soon,,ana\n"
        "11/12/2026,,ben\n"
        "2026-11-16,whenever,ben\n"
        "2026-11-23,2026-11-20,ben\n"
        "1066-10-14,,ben\n"
        '2026-11-30,,"Ana\nSmith"\n'
        "2026-12-07,2026-12-08,cy\n"
    )
    found = read(tmp_path, text)
    assert weeks(found) == {}
    no_date = "is no date, or may be two; write 2026-11-23"
    assert sorted(whys(found), key=lambda one: int(one[0].split()[1])) == [
        ("line 2", "no member has that name"),
        ("line 3", "it names nobody"),
        ("line 4", "it has no date"),
        ("line 5", f"'soon' {no_date}"),
        ("line 6", f"'11/12/2026' {no_date}"),
        ("line 7", f"'whenever' {no_date}"),
        ("line 8", "it ends before it begins"),
        ("line 9", f"'1066-10-14' {no_date}"),
        ("line 11", "no member has that name"),
        ("line 12", "too short for a week (2 days)"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "is empty"),
        ("hello\n", "is no calendar, and its first line has no column that says who"),
        ("person\nana\n", "has no column that says when"),
        ("week,colour\n2026-11-02,red\n", "has no column that says who"),
        (b"\xff\xfew\x00e", "is not UTF-8 text"),
        (b"week,person\n2026-11-02,\xe1na\n", "is not UTF-8 text"),
        (b"PK\x03\x04\xff\xff", "is a zip file"),
        (b"PK\x03\x04week,person\n", "is a zip file"),
        (b"PK\x05\x06" + bytes(18), "is a zip file"),
        ("week,person\n" + "x" * SIZE_LIMIT, "is larger than a calendar can be (5 MB)"),
        ("week,person\n2026-11-02," + "x" * 200_000, "line 2: field larger than field limit"),
        ("BEGIN:VCALENDAR\n", "is a calendar that is cut off"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", "is a calendar that is cut off"),
        (
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n",
            "is a calendar that is cut off",
        ),
        (
            f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID={'x' * 999}:20261102T180100\nEND:VEVENT\n"
            "END:VCALENDAR\n",
            "is a calendar that cannot be read: a timezone in it has no name",
        ),
        ("week,person\n" + "2026-11-02,ana\n" * 20_001, "has more than 20,000 rows"),
        ("BEGIN:VCALENDAR\nhello\nEND:VCALENDAR\n", "is a calendar that cannot be read"),
        ("<html>BEGIN:VCALENDAR</html>", "is a web page, not a calendar"),
        ("\n<!-- x -->\n<!DOCTYPE html>\n<title>week,person</title>", "is a web page, not a calendar"),
    ],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(BadValue, match=re.escape(str(tmp_path))) as refused:
        read(tmp_path, text)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no calendar file at"):
        read_rota(tmp_path / "nowhere.ics", ASKED)


ZONE = """\
BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:DAYLIGHT
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
TZNAME:CDT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
TZNAME:CST
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""


def ics(*events: str, head: str = "X-WR-TIMEZONE:America/Chicago\n", zone: str = "America/Chicago") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    start = f"BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\n{head}"
    return (start + ZONE.format(tzid=zone) + body + "END:VCALENDAR\n").replace("\n", "\r\n")


def week_event(summary: str, first: str, last: str, more: str = "", zone: str = "America/Chicago") -> str:
    return (
        f"UID:{summary}{first}@google.com\nDTSTART;TZID={zone}:{first}T180100\n"
        f"DTEND;TZID={zone}:{last}T065900\nSUMMARY:{summary}\n{more}"
    )


@pytest.mark.parametrize(
    "events",
    [
        [
            week_event("On call: Ana Ruiz", "20261102", "20261109"),
            week_event("ben / support phone", "20261109", "20261116"),
            week_event("Cy", "20261116", "20261123"),
        ],
        [
            "UID:1\nDTSTART:20261103T000100Z\nDTEND:20261109T125900Z\nSUMMARY:Ana",
            "UID:2\nDTSTART;VALUE=DATE:20261109\nDTEND;VALUE=DATE:20261116\n"
            "SUMMARY:Support\n  phone (Okaf\n or)",
            "UID:3\nDTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20261124\nSUMMARY:Cy\\, on call",
        ],
        [
            "DTSTART:20261102T180100\nDURATION:P6DT12H58M\nSUMMARY:Ana",
            "DTSTART;VALUE=DATE:20261108\nDURATION:P7D\nSUMMARY:Ben",
            "DTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20261123\nSUMMARY:On call\n"
            "ATTENDEE;CN=cy;PARTSTAT=DECLINED:mailto:ana@example.com\nSTATUS:TENTATIVE\n"
            "DESCRIPTION:" + "x" * 5000 + "\nX-JUNK;A=b:\\;\nLOCATION:Cy's",
            "DTSTART;VALUE=DATE:20261116\nDTEND;VALUE=DATE:20261123\nSUMMARY:Young",
        ],
        [
            week_event("Ana", "20261012", "20261019", "RRULE:FREQ=WEEKLY;INTERVAL=3;COUNT=2"),
            week_event("Ben", "20261019", "20261026", "RRULE:FREQ=WEEKLY;INTERVAL=3;UNTIL=20261130T000000Z\n"
                       "EXDATE;TZID=America/Chicago:20261019T180100"),
            week_event("Cy", "20261026", "20261102", "RRULE:FREQ=WEEKLY;BYDAY=MO;INTERVAL=3\n"
                       "EXDATE;TZID=America/Chicago:20261026T180100,20261207T180100\n"
                       "EXDATE;TZID=America/Chicago:20261228T180100\n"
                       "EXDATE;TZID=America/Chicago:20270118T180100,20270208T180100,20270301T180100,20270322T180100"),
            week_event("Ana", "20261012", "20261019", "RECURRENCE-ID;TZID=America/Chicago:20261012T180100\n"
                       "STATUS:CANCELLED"),
            week_event("Zoe", "20261116", "20261123", "STATUS:CANCELLED"),
        ],
    ],
    ids=["zoned", "utc and whole days", "floating, lengths, guests", "repeated"],
)  # fmt: skip
def test_calendars_as_they_are_exported(tmp_path: Path, events: list[str]) -> None:
    found = read(tmp_path, ics(*events))
    assert weeks(found) == THREE
    assert [why for _, why in whys(found)] in ([], ["no member is named"])


def test_a_moved_week_is_where_it_was_moved_to_and_with_whom(tmp_path: Path) -> None:
    every = week_event(
        "On call: Ana", "20261005", "20261012", "RRULE:FREQ=WEEKLY;INTERVAL=4;UNTIL=20270101T000000Z"
    )
    uid = "UID:On call: Ana20261005@google.com"
    moved = week_event(
        "On call: Ana", "20261109", "20261116", "RECURRENCE-ID;TZID=America/Chicago:20261102T180100"
    )
    other = week_event("On call: Ben", "20261130", "20261207", "RECURRENCE-ID:20261201T000100Z")
    events = [re.sub(r"UID:.*", uid, event) for event in (moved, every, other)]
    assert weeks(read(tmp_path, ics(*events))) == {
        "2026-10-05": "ana",
        "2026-11-09": "ana",
        "2026-11-30": "ben",
        "2026-12-28": "ana",
    }


def test_a_rule_without_an_end_is_read_for_the_weeks_asked_for(tmp_path: Path) -> None:
    endless = week_event("Ana", "20200106", "20200113", "RRULE:FREQ=WEEKLY")
    asked = Asked(date(2027, 1, 4), date(2027, 2, 1), TABLE)
    found = rota(read(tmp_path, ics(endless), asked), asked)
    assert [str(claim.week) for claim in found.claims] == [
        "2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25", "2027-02-01"
    ]  # fmt: skip
    assert found.outside == 0


def test_a_single_event_elsewhere_is_counted_and_an_instant_inside_is_too_short(tmp_path: Path) -> None:
    moved = week_event("Ana", "20300107", "20300114", "RECURRENCE-ID;TZID=America/Chicago:20261207T180100")
    every = week_event("Ana", "20261207", "20261214", "RRULE:FREQ=WEEKLY;COUNT=1")
    events = [
        re.sub(r"UID:.*", "UID:1", moved),
        re.sub(r"UID:.*", "UID:1", every),
        week_event("Ben", "20200106", "20200113"),
        "DTSTART:20261124T090000Z\nSUMMARY:Cy calls",
    ]
    found = rota(read(tmp_path, ics(*events)))
    assert (found.claims, found.outside) == ((), 1)
    assert [one.why for one in found.unclear] == ["too short for a week (0 min)"]


@pytest.mark.parametrize("zone", ["America/Chicago", "Central Standard Time", "Head office"])
def test_a_zone_that_the_file_explains_is_understood(tmp_path: Path, zone: str) -> None:
    event = week_event("Ana", "20261102", "20261109", "RRULE:FREQ=WEEKLY;COUNT=2", zone=zone)
    found = read(tmp_path, ics(event, zone=zone))
    assert [entry.span.start for entry in found.entries] == [
        datetime(2026, 11, 3, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 10, 0, 1, tzinfo=UTC),
    ]


def test_a_time_without_a_zone_is_the_calendars_else_the_teams(tmp_path: Path) -> None:
    event = "DTSTART:20261102T180100\nDTEND:20261109T065900\nSUMMARY:Ana"
    starts = [
        read(tmp_path, ics(event, head=head)).entries[0].span.start.hour
        for head in (
            "X-WR-TIMEZONE:Europe/Berlin\n",
            "",
            "X-WR-TIMEZONE:Nowhere/Land\n",
            "X-WR-TIMEZONE:../x\n",
        )
    ]
    assert starts == [17, 0, 0, 0]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("DTSTART:20261102T180100Z\nRRULE:FREQ=SECONDLY", "it repeats within a day"),
        ("DTSTART:20261102T180100Z\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3", "it repeats within a day"),
        ("DTSTART:20261102T180100Z\nRRULE:FREQ=WEEKLY;INTERVAL=0", "its repetition makes no sense"),
        (
            "DTSTART:20261102T180100Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "its repetition is more intricate than weeks are",
        ),
        (
            "DTSTART:20261102T180100Z\nRRULE:FREQ=YEARLY;BYDAY=MO;BYMONTHDAY=30",
            "its repetition is more intricate than weeks are",
        ),
        (
            "DTSTART:20261102T180100Z\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
            "its repetition is more intricate than weeks are",
        ),
        ("DTSTART:00010101T000000Z\nRRULE:FREQ=DAILY", "its repetition begins before 1970"),
        ("DTSTART:00010101T000000Z", "its times make no sense"),
        ("DTSTART:99991231T235959Z\nDURATION:P99999D", "its times make no sense"),
        ("DTSTART:soon", "its times make no sense"),
        ("", "its times make no sense"),
        ("DTSTART:20261102T180100Z\nRRULE:FREQ=NEVER", "its times make no sense"),
        ("DTSTART:20261102T180100Z\nDTSTART:20261109T180100Z", "its times make no sense"),
        ("DTSTART;TZID=Nowhere/Land:20261102T180100", "its timezone Nowhere/Land is not known"),
        ("DTSTART:20261109T180100Z\nDTEND:20261102T180100Z", "its times make no sense"),
    ],
)
def test_events_that_make_no_sense_are_named_and_spoil_nothing(tmp_path: Path, event: str, why: str) -> None:
    good = week_event("Ana", "20261102", "20261109")
    found = read(tmp_path, ics(f"UID:bad\nSUMMARY:Ben\n{event}", good))
    assert weeks(found) == {"2026-11-02": "ana"}
    assert [(one.what, one.why) for one in found.unclear] == [("Ben", why)]


def test_a_calendar_with_more_events_than_weeks_can_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rota_ical, "MOST", 100)
    daily = "DTSTART:20261102T180100Z\nDTEND:20261102T190000Z\nSUMMARY:x\nRRULE:FREQ=DAILY;COUNT=90"
    assert len(read(tmp_path, ics(daily)).entries) == 90
    with pytest.raises(BadValue, match="holds more than 100 events from 2026-10-05 to 2027-03-29"):
        read(tmp_path, ics(daily, daily))


@given(
    owners=st.lists(st.sampled_from(["ana", "ben", "cy"]), min_size=1, max_size=25),
    style=st.sampled_from(["zoned", "utc", "days"]),
    said=st.sampled_from(
        ["{}", "On call: {}", "{} / support phone", "☎ {} – \U0001f6a8, week\\; on; \\n call"]
    ),
    full=st.booleans(),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_calendar_of_any_owners_is_understood_back(
    tmp_path: Path, owners: list[str], style: str, said: str, full: bool
) -> None:
    names = {member.handle: member.name if full else member.handle for member in TEAM}
    calendar = Calendar()
    for number, owner in enumerate(owners):
        week = ASKED.first + number * WEEK
        event = Event()
        event.add("uid", str(number))
        event.add("summary", said.format(names[owner]))
        start, end = (
            datetime.combine(week, time(18, 1), CHICAGO),
            datetime.combine(week + WEEK, time(6, 59), CHICAGO),
        )
        if style == "utc":
            start, end = start.astimezone(UTC), end.astimezone(UTC)
        event.add("dtstart", week if style == "days" else start)
        event.add("dtend", week + WEEK if style == "days" else end)
        calendar.add_component(event)
    found = read(tmp_path, calendar.to_ical())
    assert weeks(found) == {str(ASKED.first + number * WEEK): owner for number, owner in enumerate(owners)}
    assert whys(found) == []
