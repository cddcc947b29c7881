"""Calendars through the door: what is in the files, what a swap changes in them, and what never leaks."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import POLICY, Cli

SWAP = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
BACK = ("swap", "request", "--give", "2026-12-14", "--take", "2026-12-07", "--with", "ben", "--as", "ana")
SCRIPTS = [
    "a,b;c\\d\\N",
    "END:VEVENT",
    "李小龙" * 30,
    "محمد علي",
    "👩‍👩‍👧‍👦" * 6,
    '=HYPERLINK("x")',
    "[bold]B[/]",
]


def events(data: str) -> dict[str, Any]:
    """The events of a file by UID, as vobject reads them."""
    found = {event.uid.value: event for event in vobject.readOne(data).contents.get("vevent", [])}
    assert len(found) == data.count("BEGIN:VEVENT")
    return found


def exported(cli: Cli, *whose: str) -> dict[str, Any]:
    """Six weeks where `whose` says no other number: enough for every case here."""
    return events(cli("calendar", "export", "--weeks", "6", *whose).out)


def is_week(event: Any) -> bool:
    return bool(event.summary.value.removeprefix("Cancelled: ") == "You are on call")


def told(event: Any) -> tuple[str, str, str, str]:
    start = event.dtstart.value.isoformat()
    return start, event.summary.value, event.status.value, event.sequence.value


def swapped(cli: Cli, request: tuple[str, ...], number: str) -> None:
    cli(*request)
    cli("swap", "accept", number, "--as", "ben")
    cli("swap", "approve", number, "--as", "dee")


def applied(cli: Cli, path: Path, policy: str, day: str) -> None:
    path.write_text(POLICY + policy, encoding="utf-8")
    cli("policy", "apply", str(path), "--from", day, "--as", "dee")


def test_a_member_s_file_holds_their_weeks_and_every_reminder(team: Cli, tmp_path: Path) -> None:
    out = tmp_path / "ana.ics"
    done = team(
        "calendar", "export", "--person", "ana", "--from", "2026-12-07", "--weeks", "3", "--out", str(out)
    )
    assert done.out == f"Wrote {out}: 21 events, 21 of them new or changed since last written.\n"
    assert done.err == ""
    found = events(out.read_bytes().decode())
    weeks = [event for event in found.values() if is_week(event)]
    assert [event.dtstart.value.isoformat() for event in weeks] == ["2026-12-07T18:01:00-06:00"]
    assert sum("valarm" in event.contents for event in found.values()) == 20
    assert team("calendar", "export", "--person", "ana", "--from", "2026-12-07", "--weeks", "3").out == (
        out.read_bytes().decode()
    )


def test_the_team_s_file_names_every_owner_and_rings_nowhere(team: Cli) -> None:
    data = team("calendar", "export", "--team", "--weeks", "6").out
    shown = team("rotation", "show", "--weeks", "6", "--json").json["weeks"]
    read = [told(event) for event in events(data).values()]
    assert read == [(week["start"], f"On call: {week['name']}", "CONFIRMED", "0") for week in shown]
    ends = [event.dtend.value.isoformat() for event in events(data).values()]
    assert ends == [week["end"] for week in shown]
    assert "VALARM" not in data


def test_json_tells_what_was_written_and_holds_the_calendar_where_no_file_does(
    team: Cli, tmp_path: Path
) -> None:
    argv = ("calendar", "export", "--team", "--from", "2026-12-07", "--weeks", "2", "--json")
    answer = team(*argv).json
    assert answer.pop("calendar") == team(*argv[:-1]).out
    assert answer == {
        "person": None,
        "team": True,
        "start": "2026-12-07",
        "weeks": 2,
        "events": 2,
        "changed": 2,
        "out": None,
    }
    out = str(tmp_path / "team.ics")
    again = team(*argv, "--out", out).json
    assert (again["changed"], again["out"], again["calendar"]) == (0, out, None)


@pytest.mark.parametrize("whose", [(), ("--person", "ana", "--team")])
def test_a_calendar_is_a_member_s_or_the_team_s(team: Cli, whose: tuple[str, ...]) -> None:
    refused = team("calendar", "export", *whose, "--json", code=2)
    assert refused.error["message"] == "say whose calendar: either --person HANDLE or --team"
    assert refused.out == ""


@pytest.mark.parametrize(
    ("argv", "code"),
    [(("--person", "zed"), 3), (("--team", "--weeks", "0"), 2), (("--team", "--from", "someday"), 2)],
)
def test_what_cannot_be_exported_writes_and_remembers_nothing(
    team: Cli, tmp_path: Path, argv: tuple[str, ...], code: int
) -> None:
    out = tmp_path / "x.ics"
    assert "Traceback" not in team("calendar", "export", *argv, "--out", str(out), code=code).err
    assert not out.exists()
    assert not team.store().feeds.remembered("team", date.min)


def test_what_is_unchanged_is_the_same_bytes_on_another_day(team: Cli) -> None:
    whose = [("--team",), ("--person", "ana")]
    first = [team("calendar", "export", *one).out for one in whose]
    team.at("2026-11-26T09:00:00-06:00")
    assert [team("calendar", "export", *one).out for one in whose] == first


def test_a_swap_moves_the_two_weeks_of_the_team_s_file_and_no_other(team: Cli) -> None:
    before = exported(team, "--team")
    swapped(team, SWAP, "1")
    after = exported(team, "--team")
    assert list(after) == list(before)
    moved = {uid for uid in before if told(before[uid]) != told(after[uid])}
    # The weeks on either side say who is before and after them, and so are written anew as well.
    assert {told(after[uid])[:2] for uid in moved} >= {
        ("2026-12-07T18:01:00-06:00", "On call: Ben Okafor"),
        ("2026-12-14T18:01:00-06:00", "On call: Ana Ruiz"),
    }
    starts = [after[uid].dtstart.value.date().isoformat() for uid in moved]
    assert sorted(starts) == ["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"]
    assert {after[uid].sequence.value for uid in moved} == {"1"}
    assert {after[uid].sequence.value for uid in after if uid not in moved} == {"0"}


def test_swapped_back_the_team_s_events_say_what_they_said_under_the_same_uids(team: Cli) -> None:
    before = exported(team, "--team")
    swapped(team, SWAP, "1")
    exported(team, "--team")
    swapped(team, BACK, "2")
    after = exported(team, "--team")
    assert list(after) == list(before)
    assert [told(event)[:3] for event in after.values()] == [told(event)[:3] for event in before.values()]
    assert sorted({event.sequence.value for event in after.values()}) == ["0", "2"]


def test_a_swap_cancels_the_week_that_was_given_and_brings_it_back_with_it(team: Cli) -> None:
    before = exported(team, "--person", "ana")
    swapped(team, SWAP, "1")
    given = exported(team, "--person", "ana")
    gone = {uid for uid, event in given.items() if event.status.value == "CANCELLED"}
    assert gone < before.keys() < given.keys()
    assert all("valarm" not in given[uid].contents for uid in gone)
    assert {given[uid].sequence.value for uid in gone} == {"1"}
    weeks = {
        event.dtstart.value.date().isoformat(): event.status.value
        for event in given.values()
        if is_week(event)
    }
    assert weeks["2026-12-07"] == "CANCELLED"
    assert weeks["2026-12-14"] == "CONFIRMED"
    assert exported(team, "--person", "ana").keys() == given.keys()
    swapped(team, BACK, "2")
    back = exported(team, "--person", "ana")
    assert back.keys() == given.keys()
    assert {
        uid for uid, event in back.items() if event.status.value == "CANCELLED"
    } == given.keys() - before.keys()
    assert {back[uid].sequence.value for uid in gone} == {"2"}
    assert all(told(back[uid])[:3] == told(before[uid])[:3] for uid in before)


def test_a_cancelled_week_stays_in_the_file_until_14_days_after_its_end(team: Cli) -> None:
    exported(team, "--person", "ana")
    swapped(team, SWAP, "1")
    exported(team, "--person", "ana")
    counts = []
    for moment in ("2026-12-10T12:00", "2026-12-28T06:00", "2026-12-28T08:00", "2027-01-04T12:00"):
        team.at(f"{moment}:00-06:00")
        found = exported(team, "--person", "ana").values()
        counts.append(sum(event.status.value == "CANCELLED" for event in found))
    assert counts[0] > counts[1] > counts[2] >= counts[3] == 0


def test_a_week_that_came_back_is_not_called_off_by_a_later_window(team: Cli) -> None:
    exported(team, "--person", "ana")
    swapped(team, SWAP, "1")
    exported(team, "--person", "ana")
    cancelled = exported(team, "--person", "ana", "--from", "2026-12-14")
    swapped(team, BACK, "2")
    later = exported(team, "--person", "ana", "--from", "2026-12-14")
    called_off, still = (
        {
            told(event)[0][:10]
            for event in found.values()
            if event.status.value == "CANCELLED" and is_week(event)
        }
        for found in (cancelled, later)
    )
    assert called_off == {"2026-12-07"}
    assert still == {"2026-12-14"}


COVER = ("cover", "add", "cy", "2026-12-09T12:00/2026-12-11T12:00", "--reason", "ana is ill", "--as", "dee")
UNCOVER = ("cover", "remove", "1", "--reason", "well again", "--as", "dee")


def moved(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """The events that are new or say something else, as they are told afterwards."""
    return [
        told(event) for uid, event in after.items() if uid not in before or told(before[uid]) != told(event)
    ]


def test_a_cover_moves_its_reminders_to_whoever_covers_and_no_other(team: Cli) -> None:
    before = {who: exported(team, "--person", who) for who in ("ana", "ben", "cy")}
    team(*COVER)
    after = {who: exported(team, "--person", who) for who in ("ana", "ben", "cy")}
    evenings = [
        ("2026-12-09T17:00:00-06:00", "Carry the support phone"),
        ("2026-12-09T21:30:00-06:00", "Charge the support phone"),
        ("2026-12-10T17:00:00-06:00", "Carry the support phone"),
        ("2026-12-10T21:30:00-06:00", "Charge the support phone"),
    ]
    assert moved(before["ana"], after["ana"]) == [
        ("2026-12-07T18:01:00-06:00", "Your on-call week starts", "CONFIRMED", "1"),
        ("2026-12-07T18:01:00-06:00", "You are on call", "CONFIRMED", "1"),
        (
            "2026-12-09T12:00:00-06:00",
            "Hand the support phone to Cy Young, who covers for you",
            "CONFIRMED",
            "0",
        ),
        *((when, f"Cancelled: {what}", "CANCELLED", "1") for when, what in evenings),
        ("2026-12-11T12:00:00-06:00", "Take the support phone back from Cy Young", "CONFIRMED", "0"),
    ]
    assert moved(before["cy"], after["cy"]) == [
        ("2026-12-09T12:00:00-06:00", "You cover for Ana Ruiz", "CONFIRMED", "0"),
        *((*evening, "CONFIRMED", "0") for evening in evenings),
        ("2026-12-11T12:00:00-06:00", "Hand the support phone to Ana Ruiz", "CONFIRMED", "0"),
        ("2026-12-14T07:30:00-06:00", "Turn in the pay form", "CONFIRMED", "0"),
    ]
    assert moved(before["ben"], after["ben"]) == []
    assert all(before[who].keys() <= after[who].keys() for who in before)
    team(*UNCOVER)
    again = {who: exported(team, "--person", who) for who in ("ana", "ben", "cy")}
    assert {what[1]: what[2:] for what in moved(after["ana"], again["ana"])} == {
        "Your on-call week starts": ("CONFIRMED", "2"),
        "You are on call": ("CONFIRMED", "2"),
        "Cancelled: Hand the support phone to Cy Young, who covers for you": ("CANCELLED", "1"),
        "Carry the support phone": ("CONFIRMED", "2"),
        "Charge the support phone": ("CONFIRMED", "2"),
        "Cancelled: Take the support phone back from Cy Young": ("CANCELLED", "1"),
    }
    assert {what[2:] for what in moved(after["cy"], again["cy"])} == {("CANCELLED", "1")}
    assert len(moved(after["cy"], again["cy"])) == 7
    assert moved(after["ben"], again["ben"]) == []


def test_the_team_s_file_shows_a_cover_and_only_its_week_is_written_anew(team: Cli) -> None:
    before = exported(team, "--team")
    team(*COVER)
    after = exported(team, "--team")
    assert moved(before, after) == [
        ("2026-12-07T18:01:00-06:00", "On call: Ana Ruiz", "CONFIRMED", "1"),
        ("2026-12-09T12:00:00-06:00", "Cover: Cy Young for Ana Ruiz", "CONFIRMED", "0"),
    ]
    team(*UNCOVER)
    assert moved(after, exported(team, "--team")) == [
        ("2026-12-07T18:01:00-06:00", "On call: Ana Ruiz", "CONFIRMED", "2"),
        ("2026-12-09T12:00:00-06:00", "Cancelled: Cover: Cy Young for Ana Ruiz", "CANCELLED", "1"),
    ]


def test_whoever_only_covers_has_a_calendar_and_the_next_owner_takes_over_from_them(team: Cli) -> None:
    assert exported(team, "--person", "dee") == {}
    before = exported(team, "--person", "ben")
    to_the_end = "2026-12-12T12:00/2026-12-14T06:59"
    team("cover", "add", "dee", to_the_end, "--reason", "ana is ill", "--as", "dee")
    told_dee = [told(event)[:2] for event in exported(team, "--person", "dee").values()]
    assert told_dee[0] == ("2026-12-12T12:00:00-06:00", "You cover for Ana Ruiz")
    assert told_dee[-1] == ("2026-12-14T17:30:00-06:00", "Hand the support phone to Ben Okafor")
    assert [what[1] for what in moved(before, exported(team, "--person", "ben"))] == [
        "Take over the support phone from Dee Park"
    ]


def test_another_phone_line_changes_the_weeks_from_its_date_on_and_no_other(
    team: Cli, tmp_path: Path
) -> None:
    applied(team, tmp_path / "a.toml", '[phone]\nline = "+1 555 0100"\n', "2026-11-25")
    before = exported(team, "--person", "ana")
    reminders = '[phone]\nline = "+1 555 9999"\n[phone.reminders]\ncharge = "20:00"\n'
    applied(team, tmp_path / "b.toml", reminders, "2026-12-21")
    after = exported(team, "--person", "ana")
    assert after.keys() == before.keys()
    changed = [event for event in after.values() if event.sequence.value == "1"]
    assert min(event.dtstart.value for event in changed).date().isoformat() >= "2026-12-21"
    for event in after.values():
        day = event.dtstart.value.date().isoformat()
        if event.summary.value == "Charge the support phone":
            assert event.dtstart.value.strftime("%H:%M") == ("20:00" if day >= "2026-12-21" else "21:30")
        if event.summary.value == "Call the support line from another phone":
            assert ("+1 555 9999" in event.description.value) is (day >= "2026-12-21")
            assert ("+1 555 0100" in event.description.value) is (day < "2026-12-21")


def test_no_phone_number_or_address_is_in_the_team_s_file(team: Cli, tmp_path: Path) -> None:
    applied(team, tmp_path / "a.toml", '[phone]\nline = "+1 555 0100"\n', "2026-11-25")
    team("team", "edit", "dee", "--phone", "555-0199", "--email", "dee@example.com", "--as", "dee")
    data = team("calendar", "export", "--team").out.replace("\r\n ", "")
    assert "Dee Park (manager)" in data
    said = [line for line in data.splitlines() if not line.startswith("UID")]
    assert not any("555" in line for line in said)
    assert "@" not in data


def test_a_manager_is_not_told_to_tell_themselves(team: Cli) -> None:
    team("rotation", "assign", "2026-12-07", "dee", "--reason", "ill", "--as", "dee")
    whose = ("--from", "2026-12-07", "--weeks", "1")
    mine = team("calendar", "export", "--person", "dee", *whose).out.replace("\r\n ", "")
    assert "tell the rest of the team at once" in mine
    assert "Dee Park (manager)" not in mine


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_hostile_name_stays_a_name(team: Cli, name: str) -> None:
    team("team", "edit", "cy", "--name", name, "--as", "dee")
    data = team("calendar", "export", "--team", "--weeks", "3").out
    assert f"On call: {name}" in [event.summary.value for event in events(data).values()]
    mine = team("calendar", "export", "--person", "cy").out
    assert vobject.readOne(mine).x_wr_calname.value == f"On call: {name}"
    for line in (data + mine).encode().split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search("[\x00-\x1f\x7f-\x9f]", line.decode())
