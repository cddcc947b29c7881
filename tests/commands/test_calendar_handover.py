"""Calendars on handover day and for who has no week: what is to come still of a week that is over, and why a
calendar is empty."""

from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import POLICY, Cli

MONDAY = "2026-12-07T10:00:00-06:00"
"""cy's week of 2026-11-30 is over, ana's has not begun."""
PAY_AT_NOON = '\n[phone.reminders]\npay_form = "12:00"\n'


def events(data: str) -> list[Any]:
    return list(vobject.readOne(data).contents.get("vevent", []))


def on_monday(data: str) -> list[tuple[str, str, str]]:
    """What there is on handover day."""
    return [
        (event.summary.value, event.status.value, event.sequence.value)
        for event in events(data)
        if event.dtstart.value.date().isoformat() == "2026-12-07"
    ]


@pytest.fixture
def monday(team: Cli, tmp_path: Path) -> Cli:
    path = tmp_path / "noon.toml"
    path.write_text(f"{POLICY}{PAY_AT_NOON}\n[calendar]\npast = 0\n", encoding="utf-8")
    team("policy", "apply", str(path), "--from", "2026-11-30", "--as", "dee")
    return team.at(MONDAY)


TO_ANA = ("Hand the support phone to Ana Ruiz", "CONFIRMED", "0")
PAY = ("Turn in the pay form", "CONFIRMED", "0")


def test_a_file_of_handover_day_still_tells_to_hand_the_phone_over(monday: Cli) -> None:
    assert on_monday(monday("calendar", "export", "--person", "cy").out) == [PAY, TO_ANA]
    by_name = monday("calendar", "export", "--person", "cy", "--from", "2026-12-07")
    assert on_monday(by_name.out) == [PAY, TO_ANA]
    assert by_name.out == monday("calendar", "export", "--person", "cy").out
    monday.at("2026-12-07T12:15:00-06:00")
    assert on_monday(monday("calendar", "export", "--person", "cy").out) == [TO_ANA]
    monday.at("2026-12-07T17:45:00-06:00")
    assert on_monday(monday("calendar", "export", "--person", "cy").out) == []


def test_a_file_of_another_week_begins_with_that(monday: Cli) -> None:
    later = monday("calendar", "export", "--person", "cy", "--from", "2026-12-14")
    assert min(event.dtstart.value.date().isoformat() for event in events(later.out)) >= "2026-12-14"
    first = events(monday("calendar", "export", "--team").out)[0]
    assert first.dtstart.value.date().isoformat() == "2026-12-07"


def test_whoever_takes_the_phone_instead_is_told_in_the_next_file_of_handover_day(monday: Cli) -> None:
    monday.at("2026-12-06T10:00:00-06:00")
    assert TO_ANA in on_monday(monday("calendar", "export", "--person", "cy").out)
    monday.at(MONDAY)
    monday("rotation", "assign", "2026-12-07", "ben", "--reason", "ill", "--as", "dee")
    assert on_monday(monday("calendar", "export", "--person", "cy").out) == [
        ("Turn in the pay form", "CONFIRMED", "1"),
        ("Hand the support phone to Ben Okafor", "CONFIRMED", "1"),
    ]


def test_a_published_calendar_without_past_weeks_still_hands_the_phone_over(
    monday: Cli, tmp_path: Path
) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    monday("calendar", "publish", str(folder), "--weeks", "3", "--as", "dee")
    file = monday("calendar", "link", "--person", "cy", "--base-url", "https://h/", "--as", "dee", "--json")
    assert on_monday((folder / file.json["file"]).read_bytes().decode()) == [PAY, TO_ANA]


def test_an_empty_calendar_says_why_and_nothing_of_importing_it(team: Cli, tmp_path: Path) -> None:
    out = tmp_path / "dee.ics"
    argv = ("calendar", "export", "--person", "dee", "--from", "2026-12-07", "--weeks", "4")
    done = team(*argv, "--out", str(out))
    assert done.out == f"Wrote {out}: no events.\n"
    assert done.err == (
        "note: there is nothing in it: dee has no week and covers none in the 4 weeks from 2026-12-07 on\n"
    )
    assert "VEVENT" not in out.read_text(encoding="utf-8")
    assert team(*argv, "--json").json["events"] == 0


def test_the_file_of_who_has_left_calls_their_weeks_off(team: Cli) -> None:
    team("rotation", "assign", "2026-12-21", "ana", "--reason", "leaves", "--as", "dee")
    before = events(team("calendar", "export", "--person", "cy").out)
    team("team", "leave", "cy", "--on", "2026-12-10", "--as", "dee")
    team.at("2026-12-11T12:00:00-06:00")
    left = events(team("calendar", "export", "--person", "cy", "--as", "dee").out)
    statuses = {event.uid.value: event.status.value for event in left}
    to_come = {e.uid.value for e in before if e.dtstart.value.date().isoformat() > "2026-12-11"}
    assert to_come
    assert {statuses.get(uid) for uid in to_come} == {"CANCELLED"}
