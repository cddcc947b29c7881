"""What calendars say where a team changes: its zone, whom to tell, the reminders that it leaves out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import POLICY, Cli

HERE = 'timezone = "America/Chicago"'
THERE = 'timezone = "Europe/Paris"'


def applied(team: Cli, path: Path, policy: str, day: str) -> None:
    path.write_text(policy, encoding="utf-8")
    team("policy", "apply", str(path), "--from", day, "--as", "dee")


def exported(team: Cli, *whose: str, first: str = "2026-12-21", weeks: int = 4) -> str:
    return team("calendar", "export", *whose, "--from", first, "--weeks", str(weeks)).out


def blocks(data: str) -> list[str]:
    return data.removesuffix("END:VCALENDAR\r\n").split("BEGIN:VEVENT")[1:]


def events(data: str) -> list[Any]:
    return list(vobject.readOne(data).contents["vevent"])


def whole(data: str) -> str:
    """The text with its folded lines joined."""
    return data.replace("\r\n ", "")


def test_each_week_is_written_in_the_zone_that_holds_for_it(team: Cli, tmp_path: Path) -> None:
    applied(team, tmp_path / "a.toml", POLICY.replace(HERE, THERE), "2027-01-04")
    data = exported(team, "--team")
    shown = team("rotation", "show", "--from", "2026-12-21", "--weeks", "4", "--json").json["weeks"]
    assert [_utc(event.dtstart.value) for event in events(data)] == [_utc(week["start"]) for week in shown]
    assert [_utc(event.dtend.value) for event in events(data)] == [_utc(week["end"]) for week in shown]
    zones = [line for line in data.splitlines() if line.startswith("TZID:")]
    assert zones == ["TZID:America/Chicago", "TZID:Europe/Paris"]
    assert [block.count("TZID=America/Chicago") for block in blocks(data)] == [2, 2, 0, 0]
    assert [block.count("TZID=Europe/Paris") for block in blocks(data)] == [0, 0, 2, 2]
    assert "from Monday 4 January\\, 18:01" in whole(data)


def test_the_day_on_which_another_zone_holds_changes_no_event(team: Cli, tmp_path: Path) -> None:
    applied(team, tmp_path / "a.toml", POLICY.replace(HERE, THERE), "2027-01-04")
    whose = [("--team",), ("--person", "ana"), ("--person", "ben")]
    before = [exported(team, *one) for one in whose]
    team.at("2027-01-05T12:00:00+01:00")
    after = [exported(team, *one) for one in whose]
    assert [blocks(data) for data in after] == [blocks(data) for data in before]
    assert all("X-WR-TIMEZONE:Europe/Paris" in data for data in after)


def test_a_week_that_is_called_off_is_so_in_its_own_zone(team: Cli, tmp_path: Path) -> None:
    applied(team, tmp_path / "a.toml", POLICY.replace(HERE, THERE), "2027-01-04")
    exported(team, "--person", "ana")
    team("rotation", "assign", "2026-12-28", "ben", "--reason", "ill", "--as", "dee")
    team.at("2027-01-05T12:00:00+01:00")
    called_off = [block for block in blocks(exported(team, "--person", "ana")) if "CANCELLED" in block]
    assert len(called_off) == 21
    assert all(block.count("TZID=America/Chicago") == 2 for block in called_off)


def _utc(moment: str | datetime) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(UTC)


def test_an_event_before_the_file_s_weeks_is_called_off_though_no_file_had_done_so_yet(team: Cli) -> None:
    exported(team, "--person", "ana", first="2026-12-07")
    team("rotation", "assign", "2026-12-07", "ben", "--reason", "ill", "--as", "dee")
    later = exported(team, "--person", "ana", first="2026-12-14")
    called_off = [block for block in blocks(later) if "CANCELLED" in block]
    assert len(called_off) == 21
    assert all("SEQUENCE:1" in block for block in called_off)
    again = exported(team, "--person", "ana", first="2026-12-07")
    assert [block for block in blocks(again) if "CANCELLED" in block] == called_off


def test_whom_to_tell_is_who_is_there_in_that_week(team: Cli) -> None:
    team("team", "add", "eli", "--name", "Eli Boss", "--role", "manager", "--as", "dee")
    team("team", "add", "flo", "--name", "Flo Admin", "--role", "administrator", "--as", "dee")
    team("team", "leave", "eli", "--on", "2026-12-30", "--as", "dee")
    before, there, last, after = (
        event.description.value for event in events(exported(team, "--team", first="2026-12-14"))
    )
    for says in (before, there):
        assert "tell Dee Park (manager) or Eli Boss (manager) at once" in says
    for says in (last, after):
        assert "tell Dee Park (manager) at once" in says
    team("rotation", "assign", "2026-12-28", "dee", "--reason", "ill", "--as", "dee")
    mine = whole(exported(team, "--person", "dee", first="2026-12-28"))
    assert "tell Eli Boss (manager) at once" in mine
    assert "Flo Admin" not in mine


def test_where_there_is_no_other_manager_an_administrator_is_told(team: Cli) -> None:
    team("rotation", "assign", "2026-12-28", "dee", "--reason", "ill", "--as", "dee")
    assert "tell the rest of the team at once" in whole(exported(team, "--person", "dee"))
    team("team", "add", "flo", "--name", "Flo Admin", "--role", "administrator", "--as", "dee")
    assert "tell Flo Admin (administrator) at once" in whole(exported(team, "--person", "dee"))
    assert "Flo Admin" not in whole(exported(team, "--team"))


def test_reminders_that_the_team_does_without_are_called_off_and_come_back(team: Cli, tmp_path: Path) -> None:
    before = exported(team, "--person", "ana")
    left_out = POLICY + '\n[calendar]\nleave_out = ["carry", "swap_deadline"]\n'
    applied(team, tmp_path / "a.toml", left_out, "2026-11-25")
    told = events(exported(team, "--person", "ana"))
    called_off = {
        event.summary.value[:31].removeprefix("Cancelled: ")
        for event in told
        if event.status.value == "CANCELLED"
    }
    assert called_off == {"Carry the support ph", "Want to swap your we"}
    live = {event.summary.value[:20] for event in told if event.status.value != "CANCELLED"}
    assert not live & called_off
    assert len(live) == len({event.summary.value[:20] for event in events(before)}) - 2
    applied(team, tmp_path / "b.toml", POLICY, "2026-11-25")
    back = events(exported(team, "--person", "ana"))
    assert [event.uid.value for event in back] == [event.uid.value for event in events(before)]
    assert {event.sequence.value for event in back} == {"0", "2"}


@pytest.mark.parametrize("key", ["hand_back", "cover", "week", "lunch"])
def test_what_is_no_reminder_of_every_week_cannot_be_left_out(team: Cli, tmp_path: Path, key: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f'{POLICY}\n[calendar]\nleave_out = ["{key}"]\n', encoding="utf-8")
    refused = team("policy", "check", str(path), code=2)
    assert "leave_out" in refused.err
