"""A policy holds from its date, and the past keeps the one it had."""

from datetime import date, time
from pathlib import Path

import pytest

from oncall_cli.policy.history import DatedPolicy, Policies
from oncall_cli.policy.load import policy_of
from tests.conftest import Cli


def entry(number: int, day: date, notice: int) -> DatedPolicy:
    made = policy_of(f"[swap]\nnotice_days = {notice}", "x", timezone="America/Chicago")
    return DatedPolicy(id=number, holds_from=day, source="x", policy=made)


def written(folder: Path, text: str) -> str:
    path = folder / "next.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_each_holds_until_the_next_one_does() -> None:
    applied = [entry(1, date.min, 5), entry(3, date(2026, 12, 1), 3), entry(2, date(2027, 1, 1), 7)]
    notices = {
        day: Policies(applied).on(date.fromisoformat(day)).swap.notice_days
        for day in ("0001-01-01", "2026-11-30", "2026-12-01", "2027-01-01", "2999-12-31")
    }
    assert list(notices.values()) == [5, 5, 3, 7, 7]
    assert Policies(applied[2:]).dated_on(date(2020, 1, 1)).id == 2


def test_each_has_its_hours_from_its_date() -> None:
    dated = Policies([entry(1, date.min, 5), entry(2, date(2027, 1, 1), 7)]).timetable({}).dated
    assert [hours.holds_from for hours in dated] == [date.min, date(2027, 1, 1)]
    assert dated[0].shape.start == time(18, 1)


def test_a_new_policy_changes_office_hours_from_its_date_and_not_before(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, '[office]\nfriday = ["07:00-12:00"]\n[holidays]\ncountry = "US"')
    team("policy", "apply", path, "--from", "2026-12-01", "--as", "dee")
    friday = {
        day: team("rotation", "who", "--at", f"{day}T15:00", "--json").json["office_open"]
        for day in ("2026-11-20", "2026-11-27", "2026-12-04")
    }
    assert friday == {"2026-11-20": True, "2026-11-27": True, "2026-12-04": False}


def test_published_weeks_keep_their_length(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, '[rotation]\nstart = "17:01"\nend = "05:59"\n[holidays]\ncountry = "US"')
    refused = team("policy", "apply", path, "--from", "2026-12-07", "--as", "dee", code=1)
    assert "week 2026-12-28 is published" in refused.err
    assert "hint: let it hold from 2027-01-04 or later" in refused.err
    team("policy", "apply", path, "--from", "2027-01-04", "--as", "dee")
    weeks = team("rotation", "show", "--from", "2026-12-28", "--weeks", "2", "--json").json["weeks"]
    assert [(week["start"], week["end"]) for week in weeks] == [
        ("2026-12-28T18:01:00-06:00", "2027-01-04T06:59:00-06:00"),
        ("2027-01-04T17:01:00-06:00", "2027-01-11T05:59:00-06:00"),
    ]


def test_one_for_an_earlier_date_leaves_a_later_one_in_place(team: Cli, tmp_path: Path) -> None:
    def applied(notice: int, day: str) -> None:
        path = written(tmp_path, f"[swap]\nnotice_days = {notice}")
        team("policy", "apply", path, "--from", day, "--as", "dee")

    def notice(day: str) -> int:
        answer = team("policy", "show", "--on", day, "--json").json
        return int(answer["policy"]["swap"]["notice_days"])

    applied(9, "2027-02-01")
    applied(7, "2027-01-01")
    assert [notice(day) for day in ("2026-12-31", "2027-01-31", "2027-02-01")] == [5, 7, 9]
    applied(8, "2027-01-01")
    assert [notice(day) for day in ("2026-12-31", "2027-01-31", "2027-02-01")] == [5, 8, 9]


def test_one_that_would_cut_a_week_when_the_next_begins_is_refused(team: Cli, tmp_path: Path) -> None:
    later = written(tmp_path, "[swap]\nnotice_days = 9")
    team("policy", "apply", later, "--from", "2027-01-13", "--as", "dee")
    moved = written(tmp_path, '[rotation]\nstart = "17:01"\nend = "05:59"')
    refused = team("policy", "apply", moved, "--from", "2027-01-04", "--as", "dee", code=1)
    assert "2027-01-13 lies inside the week of 2027-01-11" in refused.err


def test_notice_is_judged_by_the_policy_of_the_earlier_week(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, "[swap]\nnotice_days = 14")
    team("policy", "apply", path, "--from", "2026-12-07", "--as", "dee")
    team.at("2026-11-24T08:00:00-06:00")
    late = team("swap", "request", "--give", "2026-12-07", "--with", "ben", "--as", "ana", code=1)
    assert "had to be asked for by Mon 2026-11-23 18:01, 14 days before" in late.err
    team("swap", "request", "--give", "2026-11-30", "--with", "ana", "--as", "cy")


def test_the_past_is_not_judged_anew(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, "[swap]\nnotice_days = 3")
    refused = team("policy", "apply", path, "--from", "2026-11-23", "--as", "dee", code=1)
    assert "2026-11-23 is past" in refused.err
    team("policy", "apply", path, "--from", "today", "--as", "dee")
    assert [row["holds_from"] for row in team("policy", "history", "--json").json["policies"]] == [
        None,
        "2026-11-24",
    ]


@pytest.mark.parametrize("moment", ["2026-11-24T23:59:00-06:00", "2026-11-25T00:00:00-06:00"])
def test_today_is_the_teams_day(team: Cli, tmp_path: Path, moment: str) -> None:
    path = written(tmp_path, '[team]\nname = "Renamed"\ntimezone = "America/Chicago"')
    team("policy", "apply", path, "--from", "2026-11-25", "--as", "dee")
    name = team.at(moment)("team", "list", "--json").json["team"]
    assert name == ("Renamed" if "T00" in moment else "Dealer desk")
