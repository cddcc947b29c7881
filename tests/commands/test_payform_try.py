"""`payform try`: what regulations, agreements and other tools say a rule pays, through the program itself."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Row:
    """A source's example: the rule as TOML, the options, and what it pays (in hours where the rate is 1)."""

    source: str
    rule: str
    options: str
    pays: str
    zone: str = "America/New_York"


NORTH_AYRSHIRE = """
[pay]
currency = "GBP"
[pay.standby]
unit = "week"
week = "106.25"
holiday_addon = "19.97"
day = { weekday = "10.59", saturday = "22.56", sunday = "30.74" }
"""
WEEK = "--duty 2024-05-13T18:01/2024-05-20T06:59 --whole-week"
TVOED = """
[pay]
currency = "EUR"
[pay.standby]
unit = "day"
in_base_hours = true
day = { weekday = "2", saturday = "4", sunday = "4", holiday = "4" }
day_min_hours = 12
hour = { weekday = "0.125" }
"""
FLAT = '[pay]\ncurrency = "PLN"\nstandby = { unit = "hour", hour = { weekday = "17" } }'
HOURLY = '[pay.standby]\nunit = "hour"\nhour = { weekday = "1" }'
FULL_HOURS = '[pay.callout]\nmerge = "%s"\nrounding = { minutes = 60 }'
TWO_HOURS = '[pay.callout]\nmerge = "%s"\nminimum = 120'
NEAREST = '[pay.callout]\nrounding = { minutes = 15, mode = "nearest" }'
CAL_OOH_PAY = """
[pay]
currency = "GBP"
weekend_days = { fri = "saturday", sat = "saturday", sun = "sunday" }
[pay.standby]
unit = "day"
last_day = "overnight"
day = { weekday = "50", saturday = "75" }
"""
EACH = "--call 2026-11-24T18:00/18:30 --call 2026-11-24T19:00/19:35 --call 2026-11-24T20:00/20:50"
THREE = "--call 2026-11-24T18:00/19:10 --call 2026-11-24T20:00/20:15 --call 2026-11-24T22:00/22:30"
TWO = "--call 2026-11-24T20:00/20:15 --call 2026-11-24T21:00/21:15"

ROWS = [
    Row(
        "29 CFR 778.221(b)",
        '[pay.callout]\nmultiplier = { weekday = "1.5" }\nminimum = 180',
        "--base-rate 5 --call 2026-11-24T20:00/22:00",
        "22.50",
    ),
    Row("North Ayrshire, whole week", NORTH_AYRSHIRE, WEEK, "106.25", "Europe/London"),
    Row(
        "North Ayrshire, with a holiday",
        NORTH_AYRSHIRE,
        f"{WEEK} --holiday 2024-05-15",
        "126.22",
        "Europe/London",
    ),
    Row("North Ayrshire, Mon-Fri", NORTH_AYRSHIRE, "--duty 2024-05-13T18:01/2024-05-18T18:00", "52.95"),
    Row("North Ayrshire, Sat+Sun", NORTH_AYRSHIRE, "--duty 2024-05-18T18:01/2024-05-20T06:59", "53.30"),
    Row("TVöD", TVOED, "--base-rate 1 --duty 2026-11-27T15:00/2026-11-30T07:00", "10", "Europe/Berlin"),
    Row("each call up to a full hour", FULL_HOURS % "separate", f"--base-rate 1 {EACH}", "3"),
    Row("hour steps, separate", FULL_HOURS % "separate", f"--base-rate 1 {THREE}", "4"),
    Row("hour steps, pooled", FULL_HOURS % "pool", f"--base-rate 1 {THREE}", "2"),
    Row(
        "New Zealand Holidays Act",
        '[pay.callout]\nmultiplier = { weekday = "1", holiday = "1.5" }',
        "--base-rate 1 --call 2026-10-25T19:00/2026-10-26T03:00 --holiday 2026-10-26",
        "9.5",
        "Pacific/Auckland",
    ),
    Row("Warsaw, ordinary", FLAT, "--duty 2026-11-24T17:00/09:00", "272", "Europe/Warsaw"),
    Row("Warsaw, clocks back", FLAT, "--duty 2026-10-24T17:00/09:00", "289", "Europe/Warsaw"),
    Row("Warsaw, clocks forward", FLAT, "--duty 2026-03-28T17:00/09:00", "255", "Europe/Warsaw"),
    Row("CalOohPay", CAL_OOH_PAY, "--duty 2024-07-31T23:00/2024-08-12T10:00", "750", "Europe/London"),
    Row("minimum 2 h, separate", TWO_HOURS % "separate", f"--base-rate 1 {TWO}", "4"),
    Row("minimum 2 h, absorb", TWO_HOURS % "absorb", f"--base-rate 1 {TWO}", "2"),
    Row(
        "minimum 2 h, absorb past the window",
        TWO_HOURS % "absorb",
        "--base-rate 1 --call 2026-11-24T19:00/19:20 --call 2026-11-24T20:40/21:30",
        "2.5",
    ),
    *(
        Row(
            f"nearest 15, {worked} min",
            NEAREST,
            f"--base-rate 60 --call 2026-11-24T20:00/20:{worked:02}",
            pays,
        )
        for worked, pays in ((7, "0"), (8, "15"), (22, "15"), (23, "30"))
    ),
    Row("New York, clocks back", HOURLY, "--duty 2026-10-31T23:00/07:00", "9"),
    Row("New York, clocks forward", HOURLY, "--duty 2026-03-07T23:00/07:00", "7"),
]


def policy(tmp_path: Path, rule: str, zone: str | None = "America/New_York") -> Path:
    file = tmp_path / "rule.toml"
    team = f'[team]\ntimezone = "{zone}"\n' if zone else ""
    file.write_text(f"{team}{rule}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.source)
def test_pays_what_the_source_says(cli: Any, tmp_path: Path, row: Row) -> None:
    tried = cli("payform", "try", policy(tmp_path, row.rule, row.zone), *row.options.split(), "--json").json
    assert Decimal(tried["total"]) == Decimal(row.pays)
    assert sum(Decimal(line["amount"]) for line in tried["lines"]) == Decimal(tried["total"])
    assert tried["timezone"] == row.zone
    assert not cli.path.exists()


def test_the_base_rate_given_wins_over_the_file_s(cli: Any, tmp_path: Path) -> None:
    file = policy(tmp_path, '[pay]\nbase_rate = "10"')
    call = ("--call", "2026-11-24T20:00/1h")
    assert cli("payform", "try", file, *call, "--json").json["total"] == "10.00"
    given = cli("payform", "try", file, *call, "--base-rate", "12.5", "--json").json
    assert (given["total"], given["base_rate"], given["currency"]) == ("12.50", "12.50", "USD")


def test_work_in_office_hours_counts_as_it_is_given(cli: Any, tmp_path: Path) -> None:
    tried = cli(
        "payform", "try", policy(tmp_path, "[pay]"), "--base-rate", "20", "--call", "2030-01-08T10:00/11:00"
    )
    assert any(row.split()[:1] == ["Total"] and row.endswith("20.00") for row in tried.out.splitlines())
    assert "60 min, weekday ×1 at 20.00" in tried.out


WHOLE = ("--duty", "2026-11-23T18:01/2026-11-30T06:59")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            WHOLE,
            ["'2026-11-23T18:01/2026-11-30T06:59' is the whole on-call week: --whole-week pays it as one"],
        ),
        ((*WHOLE, "--whole-week"), []),
        (("--duty", "2026-11-23T18:01/2026-11-30T07:00"), ["--whole-week pays it as one"]),
        (("--duty", "2026-11-23T18:01/2026-11-30T06:58"), []),
        (("--duty", "2026-11-23T18:02/2026-11-30T06:59"), []),
        (
            ("--call", "2026-11-24T17:30/19:00", "--call", "2026-11-24T20:00/21:00"),
            ["31 of the 90 minutes of the call '2026-11-24T17:30/19:00' are in office hours: on"],
        ),
        (("--call", "2026-11-24T10:00/11:00", "--holiday", "2026-11-24"), []),
    ],
    ids=["week", "told", "its last minute too", "shorter", "later", "office hours", "holiday"],
)
def test_what_a_form_would_pay_otherwise_is_noted(
    cli: Any, tmp_path: Path, options: tuple[str, ...], said: list[str]
) -> None:
    file = policy(tmp_path, '[pay.standby]\nunit = "week"\nweek = "200"')
    notes = cli("payform", "try", file, *options, "--json").json["notes"]
    assert len(notes) == len(said)
    assert all(part in note for part, note in zip(said, notes, strict=True))
    shown = cli("payform", "try", file, *options).out
    assert shown.count("Note: ") == len(said)
    assert max(map(len, shown.splitlines())) <= 80


def test_several_calls_are_listed_each_with_what_became_of_it(cli: Any, tmp_path: Path) -> None:
    rule = (
        '[team]\ntimezone = "America/Chicago"\nlocale = "de"\n'
        '[pay]\nbase_rate = "60"\ncallout = { minimum = 30 }'
    )
    two = ("--call", "2026-11-24T20:00/10m", "--call", "2026-11-24T20:10/10m")
    file = policy(tmp_path, rule, zone=None)
    tried = cli("payform", "try", file, *two)
    assert "Tue 11-24 20:00–20:10" in tried.out
    assert "10 → 30" in tried.out
    assert "paid with the call of 2026-11-24 20:00" in " ".join(tried.out.split())
    assert "30,00" in tried.out
    assert "10 → 30" not in cli("payform", "try", file, *two[:2]).out


def test_a_whole_policy_s_own_holidays_count(cli: Any, tmp_path: Path) -> None:
    rule = '[holidays]\ncountry = "US"\n[pay.callout]\nmultiplier = { holiday = "2" }'
    tried = cli(
        "payform",
        "try",
        policy(tmp_path, rule),
        "--base-rate",
        "20",
        "--call",
        "2026-11-26T10:00/11:00",
        "--json",
    )
    assert tried.json["total"] == "40.00"


def test_a_duty_over_two_new_years_has_every_year_s_holidays(cli: Any, tmp_path: Path) -> None:
    rule = (
        '[holidays]\ncountry = "US"\n[pay.standby]\nunit = "day"\nday_by = "calendar"\n'
        'day = { weekday = "0", holiday = "1" }'
    )
    duty = ("--duty", "2025-12-20T00:00/2027-01-10T00:00")
    tried = cli("payform", "try", policy(tmp_path, rule), *duty, "--json").json
    assert "2026-07-03" in [line["date"] for line in tried["lines"]]


def test_without_a_timezone_the_machine_s_stands_in(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oncall_cli.session.Session.machine_zone", "Asia/Tokyo")
    tried = cli("payform", "try", policy(tmp_path, "[pay]", zone=None), "--json").json
    assert (tried["timezone"], tried["lines"], tried["total"]) == ("Asia/Tokyo", [], "0.00")


@pytest.mark.parametrize(
    ("rule", "options", "said"),
    [
        ("[pay]", ("--base-rate", "-3"), "--base-rate: expected an amount"),
        ("[pay]", ("--base-rate", "NaN"), "--base-rate: expected an amount"),
        ("[pay]", ("--base-rate", "1e400"), "--base-rate: expected an amount"),
        ("[pay]", ("--call", "2026-11-24T20:00"), "is not a span"),
        ("[pay]", ("--duty", "2026-11-24T20:00/2026-11-24T19:00"), "ends before it has begun"),
        ("[pay]", ("--duty", "2026-11-24T20:00/22:00", "--duty", "2026-11-24T21:00/23:00"), "overlap"),
        ("[pay]", ("--holiday", "Xmas"), "'Xmas' is not a date"),
        ("[pay]", ("--whole-week",), "--whole-week says what a duty is"),
        ("[pay]", ("--whole-week", "--duty", "2026-11-23T18:00/8d"), "is longer than a week"),
        ("[pay]", ("--call", "2020-01-01T00:00/2026-01-01T00:00"), "is longer than two years"),
        ("[pay]\nbase_rat = 3", (), "pay.base_rat is not a key"),
        ('[pay]\nbase_rate = "a lot"', (), "pay.base_rate: expected an amount"),
        ("[team.x", (), "is not TOML"),
        ("", (), "has no [pay] table"),
    ],
    ids=[
        "negative",
        "nan",
        "huge",
        "no span",
        "backwards",
        "twice",
        "no date",
        "a week of nothing",
        "a week too long",
        "a call too long",
        "no key",
        "no money",
        "no toml",
        "no pay",
    ],
)
def test_what_is_wrong_gets_one_sentence(
    cli: Any, tmp_path: Path, rule: str, options: tuple[str, ...], said: str
) -> None:
    err = cli("payform", "try", policy(tmp_path, rule), *options, code=2).err
    assert said in err.splitlines()[0]
    assert len(err.splitlines()) <= 2


def test_a_file_that_is_not_there(cli: Any, tmp_path: Path) -> None:
    cli("payform", "try", tmp_path / "nowhere.toml", code=3)
