"""`oncall calendar check` through the door: what a person reads, what a program reads, and how it ends."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli
from tests.documents.calendar_files import GOOD, alarm, calendar, event

SCREEN = """\
Calendar    On call
Events      1 event, from Mon 2026-11-23 18:01 to Mon 2026-11-30 06:59
Timezones   America/Chicago
Alarms      1, 1 of them to ring
Read again  every 6h
Size        720 bytes

iPhone, by a link   Rings where "Remove Alarms" is off for this calendar.
iPhone, imported    Rings.
Google Calendar     Ignores its alarms: set that calendar's notifications. Reads
                    a link again in 8 to 24 hours.
Android, by a link  Rings in the app ICSx5 with embedded alerts on.
Outlook             Keeps one alarm an event where it is imported; where it is
                    subscribed to, try one.
"""
FINE = "\nNothing is wrong with it.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "calendar.ics"
    path.write_bytes(GOOD)
    return path


def given(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def test_a_good_file_takes_a_few_lines_and_no_store(cli: Cli, file: Path) -> None:
    cli.at("2026-11-01T00:00:00Z")
    shown = cli("calendar", "check", str(file))
    assert shown.out == SCREEN + FINE
    assert shown.err == ""
    assert not cli.path.exists()


def test_what_is_wrong_is_said_by_degree_with_the_events_and_where_it_shows(cli: Cli, file: Path) -> None:
    cli.at("2026-11-01T00:00:00Z")
    late = [
        event(alarm(trigger="PT5M"), uid=str(day), start=f"202612{day}T180100", end=None)
        for day in range(10, 14)
    ]
    shown = cli("calendar", "check", given(file, calendar(*late, head="VERSION:2.0\nPRODID:x\n")), code=1)
    assert (
        shown.out.split("\n\n", 2)[2]
        == """\
Wrong
- All 4 events: an alarm after the start; Outlook rings as long before it
  instead.
  Week, Thu 2026-12-10 18:01; Week, Fri 2026-12-11 18:01; Week, Sat 2026-12-12
  18:01; and 1 more
  Seen on: Outlook

Worth knowing
- It has no name, so each phone gives it one of its own (X-WR-CALNAME).
- It does not say how often to read it again (REFRESH-INTERVAL); each phone does
  as it likes.
"""
    )


def test_json_is_the_whole_of_it(cli: Cli, file: Path) -> None:
    cli.at("2026-11-01T00:00:00Z")
    answer = cli("calendar", "check", given(file, calendar(event(uid=None))), "--json", code=1).json
    assert answer.keys() == {"file", "holds", "phones", "findings", "faults", "notes"}
    assert (answer["file"], answer["faults"], answer["notes"]) == (str(file), 1, 0)
    assert answer["findings"] == [
        {
            "key": "uid-missing",
            "degree": "fault",
            "said": "The one event: no number (UID), so each import adds it once more.",
            "events": 1,
            "named": ["Week, Mon 2026-11-23 18:01"],
            "phones": ["iphone", "google", "android", "outlook"],
        }
    ]


def test_notes_alone_are_no_failure(cli: Cli, file: Path) -> None:
    shown = cli("calendar", "check", given(file, calendar(event(""))), code=0)
    assert "\nWorth knowing\n- It has no alarm, so it rings nowhere by itself.\n" + FINE in shown.out


def test_a_dash_reads_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.at("2026-11-01T00:00:00Z")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD)))
    assert cli("calendar", "check", "-").out == SCREEN + FINE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"hello\n", "is no calendar: nothing in it begins one (BEGIN:VCALENDAR)"),
        (b"a" * 20_000_001, "is larger than a calendar can be (20 MB)"),
    ],
    ids=["empty", "text", "large"],
)
def test_what_is_no_calendar_is_bad_usage(cli: Cli, file: Path, data: bytes, said: str) -> None:
    assert cli("calendar", "check", given(file, data), code=2).err.splitlines()[0].endswith(f"{file} {said}")


def test_a_file_that_is_not_there_is_not_found(cli: Cli, tmp_path: Path) -> None:
    error = cli("calendar", "check", str(tmp_path / "none.ics"), "--json", code=3).error
    assert error["message"] == f"there is no calendar file at {tmp_path / 'none.ics'}"


def test_what_a_file_says_cannot_steer_a_terminal(cli: Cli, file: Path) -> None:
    hostile = "\x1b[2J\u202e[bold]\\n" + "a" * 300
    data = calendar(
        event(alarm(trigger=None), summary=hostile), head=f"X-WR-CALNAME:{hostile}\nMETHOD:{hostile}\n"
    )
    shown = cli("calendar", "check", given(file, data.replace(b"Chicago", hostile.encode())), code=1)
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out
    assert "[bold]" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80


def judged(team: Cli, path: Path) -> Any:
    answer = team("calendar", "check", str(path), "--json").json
    return answer["holds"], [finding["key"] for finding in answer["findings"]]


def test_what_we_export_has_nothing_wrong_with_it(team: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out.ics"
    mine, everybody = ("--person", "ana"), ("--team",)
    for who, notes in ((mine, []), (everybody, ["alarms-none"])):
        team("calendar", "export", *who, "--from", "2026-10-26", "--weeks", "9", "--out", str(out))
        assert judged(team, out)[1] == notes
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    team("swap", "approve", "1", "--as", "dee")
    team("calendar", "export", *mine, "--from", "2026-10-26", "--weeks", "9", "--out", str(out))
    holds, found = judged(team, out)
    assert (holds["cancelled"] > 0, holds["numbers"], found) == (True, holds["events"], [])
    assert holds["rung_for"] == holds["to_come"] > 0


@pytest.mark.parametrize(
    "hours",
    [
        "2026-12-08T12:00/2026-12-10T12:00",
        "2026-12-07T18:01/2026-12-08T03:00",
        "2026-12-11T05:00/2026-12-14T06:59",
    ],
)
def test_what_we_export_rings_for_each_event_to_come_whoever_covers(
    team: Cli, tmp_path: Path, hours: str
) -> None:
    out = tmp_path / "out.ics"
    team("cover", "add", "cy", hours, "--reason", "ill", "--as", "dee")
    for who in ("ana", "cy"):
        team("calendar", "export", "--person", who, "--from", "2026-10-26", "--weeks", "9", "--out", str(out))
        holds, found = judged(team, out)
        assert (found, holds["rung_for"]) == ([], holds["to_come"])


def test_an_owner_who_is_covered_for_a_whole_week_has_nothing_wrong_but_no_alarm(
    team: Cli, tmp_path: Path
) -> None:
    out = tmp_path / "out.ics"
    team("cover", "add", "cy", "2026-12-07T18:01/2026-12-14T06:59", "--reason", "ill", "--as", "dee")
    for who, notes in (("cy", []), ("ana", ["alarms-none"])):
        team("calendar", "export", "--person", who, "--from", "2026-12-07", "--weeks", "1", "--out", str(out))
        assert judged(team, out)[1] == notes


def test_what_we_publish_has_nothing_wrong_with_it(team: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    team("calendar", "publish", str(folder), "--as", "dee")
    files = sorted(folder.glob("*.ics"))
    assert len(files) > 3
    assert {key for path in files for key in judged(team, path)[1]} <= {
        "alarms-none",
        "alarms-past",
        "no-events",
    }


def test_a_file_in_a_known_zone_is_checked_without_the_libraries_that_write_one(file: Path) -> None:
    program = (
        "import sys; from oncall_cli.cli import run;"
        f"code = run(['calendar', 'check', {str(file)!r}]);"
        "print(code, *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = ended.stdout.splitlines()[-1].split()
    assert loaded[0] == "0"
    assert not {"icalendar", "babel", "httpx", "sqlite3", "recurring_ical_events"} & set(loaded)
