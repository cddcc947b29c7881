"""Calendars that no program should write, and some do: nothing in them vanishes, and nothing has no end."""

from datetime import date
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.member import Member
from oncall_cli.core.rota import understood
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WeekShape
from oncall_cli.documents import rota_ical, rota_lines
from oncall_cli.documents.rota_file import read_rota
from oncall_cli.documents.rota_read import Asked
from oncall_cli.errors import BadValue

TABLE = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("America/Chicago")), ((),) * 7)], {})
ASKED = Asked(date(2026, 10, 5), date(2027, 3, 29), TABLE)
TEAM = [Member(handle=handle, name=handle.title()) for handle in ("ana", "ben", "cy")]


def read(folder: Path, *parts: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The owners that a calendar of these parts gives to weeks, and what was not understood with why."""
    path = folder / "team.ics"
    path.write_text("".join(["BEGIN:VCALENDAR\n", *parts, "END:VCALENDAR\n"]), encoding="utf-8")
    found = read_rota(path, ASKED)
    rota = understood(found.entries, TEAM, ASKED.first, ASKED.last, TABLE)
    unclear = [(one.what, one.why) for one in (*found.unclear, *rota.unclear)]
    return {str(claim.week)[5:]: claim.person for claim in rota.claims}, unclear


def event(text: str, first: str, *more: str, uid: str = "same", days: int = 7) -> str:
    lines = (f"UID:{uid}", f"DTSTART;VALUE=DATE:{first}", f"DURATION:P{days}D", f"SUMMARY:{text}", *more)
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def test_each_event_that_shares_its_number_with_others_is_read(tmp_path: Path) -> None:
    others = event("Zoe", "20261116"), event("Cy", "20261123", "STATUS:CANCELLED")
    assert read(tmp_path, event("Ana", "20261102"), event("Ben", "20261109"), *others) == (
        {"11-02": "ana", "11-09": "ben"},
        [("Zoe", "no member is named")],
    )


def test_two_series_that_share_a_number_are_both_read_with_what_was_moved_of_either(tmp_path: Path) -> None:
    every_other = "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"
    ana, ben = event("Ana", "20261102", every_other), event("Ben", "20261109", every_other)
    both = {"11-02": "ana", "11-09": "ben", "11-16": "ana", "11-23": "ben", "11-30": "ana", "12-07": "ben"}
    assert read(tmp_path, ana, ben) == (both, [])
    moved = event("Cy", "20261123", "RECURRENCE-ID;VALUE=DATE:20261123")
    dropped = event("Ana", "20261116", "RECURRENCE-ID;VALUE=DATE:20261116", "STATUS:CANCELLED")
    left = {week: person for week, person in both.items() if week != "11-16"}
    assert read(tmp_path, moved, ana, dropped, ben) == (left | {"11-23": "cy"}, [])


def test_what_changes_all_later_ones_is_named_where_it_can_be_either_series(tmp_path: Path) -> None:
    weekly = "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"
    onwards = event("Cy", "20261116", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261116")
    assert read(tmp_path, event("Ana", "20261102", weekly), onwards) == ({"11-02": "ana", "11-16": "cy"}, [])
    found, unclear = read(
        tmp_path, event("Ana", "20261102", weekly), event("Ben", "20261109", weekly), onwards
    )
    assert found == {"11-02": "ana", "11-09": "ben", "11-16": "ana", "11-23": "ben"}
    assert unclear == [("Cy", "it changes a series, and the file has several of its number")]


def test_the_latest_version_of_an_event_holds_and_older_ones_are_named(tmp_path: Path) -> None:
    older = "the file has a later version of it"
    first, second = event("Ana", "20261102"), event("Ben", "20261102", "SEQUENCE:2")
    for several in ((first, second), (second, first)):
        assert read(tmp_path, *several) == ({"11-02": "ben"}, [("Ana", older)])
    weekly = event("Ana", "20261102", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = [
        event(text, "20261109", "RECURRENCE-ID;VALUE=DATE:20261109", f"SEQUENCE:{version}")
        for version, text in ((3, "Cy"), (1, "Ben"))
    ]
    assert read(tmp_path, weekly, *moved) == ({"11-02": "ana", "11-09": "cy"}, [("Ben", older)])


def test_versions_that_are_equally_new_are_told_apart_by_nobody_but_a_person(tmp_path: Path) -> None:
    assert read(tmp_path, event("Ana", "20261102"), event("Ana", "20261102")) == ({"11-02": "ana"}, [])
    why = "several people for one week: ana (2026-11-02) and ben (2026-11-02)"
    assert read(tmp_path, event("Ana", "20261102"), event("Ben", "20261102")) == ({}, [("Ana and Ben", why)])
    weekly = event("Ana", "20261102", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = [event(text, "20261109", "RECURRENCE-ID;VALUE=DATE:20261109") for text in ("Ben", "Cy")]
    why = "several people for one week: ben (2026-11-09) and cy (2026-11-09)"
    assert read(tmp_path, weekly, *moved) == ({"11-02": "ana"}, [("Ben and Cy", why)])


NUMBER = count(1)


def zoned(*changes: str, name: str = "", more: str = "") -> str:
    """A zone that the file explains, and a week of Ana's in it. Each zone is called otherwise, for the reader
    of calendars remembers them."""
    name = name or f"Office {next(NUMBER)}"
    explained = f"BEGIN:VTIMEZONE\nTZID:{name}\n{''.join(changes)}{more}END:VTIMEZONE\n"
    times = f"DTSTART;TZID={name}:20261102T180100\nDTEND;TZID={name}:20261109T065900\n"
    return f"{explained}BEGIN:VEVENT\n{times}SUMMARY:Ana\nEND:VEVENT\n"


def change(rule: str = "", kind: str = "STANDARD", start: str = "20260101T000000", more: str = "") -> str:
    lines = (f"DTSTART:{start}", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0600", rule, more)
    return "\n".join([f"BEGIN:{kind}", *(line for line in lines if line), f"END:{kind}", ""])


YEARLY = "RRULE:FREQ=YEARLY;"


@pytest.mark.parametrize(
    "zone",
    [
        (change(),),
        (change(YEARLY + "BYDAY=1SU;BYMONTH=11", start="16010101T020000"), change(kind="DAYLIGHT")),
        (change(YEARLY + "BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU;UNTIL=20300101T000000Z"),),
        (change(YEARLY + "BYMO\n NTH=11;BYDAY=1SU"),),
        (change("RRULE:FREQ=YEARLY"), change("RDATE:20260301T020000", more="X-NOTE:hello")),
    ],
)
def test_a_zone_as_programs_explain_it_is_understood(tmp_path: Path, zone: tuple[str, ...]) -> None:
    assert read(tmp_path, zoned(*zone)) == ({"11-02": "ana"}, [])


@pytest.mark.parametrize(
    "zone",
    [
        *[
            (change(f"RRULE:FREQ={often}"),)
            for often in ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY")
        ],
        (change(YEARLY + "BYMONTH=2;BYMONTHDAY=30"),),
        (change(YEARLY + "BYMONTH=4", start="20260131T000000"),),
        (change(YEARLY + "BYMONTH=13;BYDAY=1SU"),),
        (change(YEARLY + "BYMONTH=3;BYDAY=1SU;BYSECOND=1,2,3"),),
        (change("RRULE:FREQ=SECONDLY;FREQ=YEARLY"),),
        (change("RRULE;X=1:FREQ=YEARLY"),),
        (change("EXRULE:FREQ=SECONDLY"),),
        (change("rrule:FREQ=SECOND\n LY"),),
        (change("RRULE:FREQ=YEARLY"),) * (rota_lines.MOST_RULES + 1),
        (change("RDATE:" + "20260301T020000," * 2000 + "20260301T020000"),),
        ("BEGIN:VTIMEZONE\nTZID:Inner\n", change(), "END:VTIMEZONE\n"),
        ("BEGIN:STANDARD\nBEGIN:DAYLIGHT\nEND:DAYLIGHT\nEND:STANDARD\n",),
        ("BEGIN:STANDARD\nDTSTART:20260101T000000\nEND:STANDARD\n",),
        (),
    ],
)
def test_a_zone_that_is_explained_at_any_length_is_not_known(tmp_path: Path, zone: tuple[str, ...]) -> None:
    name = f"Far {next(NUMBER)}"
    found = read(tmp_path, zoned(*zone, name=name), event("Ben", "20261109"))
    assert found == ({"11-09": "ben"}, [("Ana", f"its timezone {name} is not known")])


def test_a_zone_that_everybody_knows_needs_no_explanation(tmp_path: Path) -> None:
    zone = zoned(change("RRULE:FREQ=SECONDLY"), name="Europe/Berlin")
    assert read(tmp_path, zone) == ({"11-02": "ana"}, [])


def test_of_many_zones_the_first_ones_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rota_lines, "MOST_ZONES", 2)
    _, unclear = read(tmp_path, *(zoned(change()) for _ in range(4)))
    assert [what for what, _ in unclear] == ["Ana", "Ana"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("BEGIN:X\n" * 9 + "END:X\n" * 9, "parts within parts without end"),
        ("BEGIN:X\nEND:X\n" * 50, "more than 40 parts"),
        ("BEGIN:VEVENT\n" + "X-A:b\n" * 200 + "END:VEVENT\n", "more than 200 lines"),
        ("BEGIN;X=1:VTIMEZONE\nEND:VTIMEZONE\n", "cannot be read: BEGIN;X=1:VTIMEZONE"),
        ("BEGIN:VTIME\\ZONE\nEND:VTIMEZONE\n", "cannot be read: BEGIN:VTIME"),
    ],
)
def test_a_calendar_of_more_parts_than_weeks_need_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    monkeypatch.setattr(rota_lines, "MOST_PARTS", 40)
    monkeypatch.setattr(rota_lines, "MOST_LINES", 200)
    with pytest.raises(BadValue) as refused:
        read(tmp_path, body)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("rule", "first", "why"),
    [
        ("YEARLY;BYMONTH=2;BYMONTHDAY=30", "20261102", "never takes place"),
        ("YEARLY;BYMONTH=2;BYMONTHDAY=-30;COUNT=5", "20261102", "never takes place"),
        ("YEARLY;BYMONTH=2,4,6;BYMONTHDAY=31", "20261102", "never takes place"),
        ("YEARLY;BYMONTH=4", "20261231", "never takes place"),
        ("YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2", "20270101", "never takes place"),
        ("MONTHLY;BYMONTHDAY=31;INTERVAL=12", "20261102", "never takes place"),
        ("YEARLY;BYMONTH=13", "20261102", "makes no sense"),
        ("YEARLY;BYMONTH=1,13", "20261102", "makes no sense"),
        ("MONTHLY;BYMONTHDAY=32", "20261102", "makes no sense"),
        ("MONTHLY;BYDAY=6MO", "20261102", "makes no sense"),
        ("YEARLY;BYDAY=54MO", "20261102", "makes no sense"),
        ("WEEKLY;BYDAY=2MO", "20261102", "makes no sense"),
        ("DAILY;INTERVAL=7;BYDAY=TU", "20261102", "is more intricate than weeks are"),
    ],
)
def test_a_repetition_that_cannot_take_place_is_named_and_not_read_by_half(
    tmp_path: Path, rule: str, first: str, why: str
) -> None:
    found = read(tmp_path, event("Ana", first, f"RRULE:FREQ={rule}"))
    assert found == ({}, [("Ana", f"its repetition {why}")])


@pytest.mark.parametrize(
    ("rule", "first", "weeks"),
    [
        ("YEARLY;BYMONTH=2;BYMONTHDAY=29", "20240229", []),
        ("YEARLY;BYMONTH=2,3;BYMONTHDAY=30", "20250330", ["03-29"]),
        ("MONTHLY;BYMONTHDAY=31", "20261231", ["12-28", "02-01", "03-29"]),
        ("MONTHLY;BYMONTHDAY=-30;INTERVAL=2", "20261102", ["11-02", "01-04", "03-01"]),
        ("MONTHLY;BYDAY=1MO,-1MO;COUNT=3", "20261102", ["11-02", "11-30", "12-07"]),
        ("YEARLY;BYDAY=45MO", "20251110", ["11-09"]),
        ("WEEKLY;BYDAY=MO;INTERVAL=3;COUNT=2", "20261102", ["11-02", "11-23"]),
        ("DAILY;INTERVAL=7;COUNT=2", "20261102", ["11-02", "11-09"]),
    ],
)
def test_a_repetition_that_can_is_read(tmp_path: Path, rule: str, first: str, weeks: list[str]) -> None:
    found, unclear = read(tmp_path, event("Ana", first, f"RRULE:FREQ={rule}"))
    assert (list(found), unclear) == (weeks, [])


def test_events_that_repeat_since_long_ago_are_counted_before_they_are_reckoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rota_ical, "ROUNDS", 1000)
    ended = event("Ana", "19700105", "RRULE:FREQ=DAILY;UNTIL=19700301", uid="1", days=1)
    few = event("Ana", "19700105", "RRULE:FREQ=DAILY;COUNT=9", uid="2", days=1)
    weekly = event("Ana", "20261102", "RRULE:FREQ=WEEKLY;BYDAY=MO", uid="3")
    assert len(read(tmp_path, ended, few, weekly)[0]) == 22
    for rule in ("DAILY;UNTIL=20200101", "WEEKLY;BYDAY=MO,TU", "MONTHLY;BYDAY=MO", "YEARLY;BYDAY=MO"):
        with pytest.raises(BadValue, match="holds more than 1,000 events since the first of each"):
            read(tmp_path, event("Ana", "19700105", f"RRULE:FREQ={rule}", days=1))
