"""Pay forms through the program: a technician's draft, what is missing on it, and the documents of it."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.store.door import Act
from oncall_cli.store.store import open_store

CHICAGO = ZoneInfo("America/Chicago")
PAY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"

[holidays]
country = "US"

[pay]
base_rate = "20.00"
standby = { unit = "week", week = "300.00", holiday_addon = "25.00" }

[pay.callout]
multiplier = { weekday = "1.5", sunday = "2", holiday = "2" }
minimum = 30
rounding = { minutes = 15 }
"""
BEN_WEEK = ("payform", "show", "--person", "ben", "--week", "2026-11-23")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


@pytest.fixture
def desk(team: Any, tmp_path: Path) -> Any:
    """The team with a pay rule from 2026-10-20, in mid-December, and two tickets in ben's week of 11-23."""
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY, encoding="utf-8")
    team.at("2026-10-20T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-10-20", "--as", "dee")
    team.at("2026-12-18T09:00:00-06:00")
    log(
        team.path,
        "2026-11-24T22:10",
        "Cara",
        "Invoices\ndo not print",
        ben=("22:10", "22:24"),
        ana=("22:15", "22:30"),
    )
    filed = {"help_desk": "H1", "contact_log": "told", "work_order": "W9"}
    end = {"status": "done", "done_at": moment("2026-11-29T03:00"), "resolution": "restarted"}
    log(team.path, "2026-11-29T02:00", "Dan", "VPN", ben=("02:00", "02:14"), **filed, **end)
    return team


def log(path: Path, received: str, caller: str, description: str, **rest: Any) -> int:
    """A ticket, and work on it by each member named: first and last minute on the day it came."""
    spans = {name: rest.pop(name) for name in ("ana", "ben", "cy") if name in rest}
    came = moment(received)
    ticket = Ticket(
        id=0,
        channel="phone",
        received=came,
        caller=caller,
        phone="555-0100",
        description=description,
        on_it_at=came,
        last_step_at=came,
        **{"status": "on_it", **rest},
    )
    store = open_store(path)
    with store.door.transaction(Act("ben", None, "ben", came)):
        number = store.tickets.add(ticket).id
        for person, (start, end) in spans.items():
            day = received[:10]
            store.tickets.add_work(
                Work(ticket=number, person=person, start=moment(f"{day}T{start}"), end=moment(f"{day}T{end}"))
            )
    store.door.close()
    return number


def test_a_form_has_what_payroll_needs(desk: Any) -> None:
    form = desk(*BEN_WEEK, "--json").json
    assert (form["person"], form["name"], form["state"]) == ("ben", "Ben Okafor", "draft")
    assert form["period"] == {"from": "2026-11-23", "to": "2026-11-30"}
    assert form["policy"] == "policy 2, from 2026-10-20 (pay.toml)"
    assert form["due"] == "2026-11-30T07:30:00-06:00"
    assert [(line["kind"], line["date"], line["ticket"], line["amount"]) for line in form["lines"]] == [
        ("standby", "2026-11-23", None, "300.00"),
        ("holiday_addon", "2026-11-26", None, "25.00"),
        ("call_out", "2026-11-24", 1, "15.00"),
        ("call_out", "2026-11-29", 2, "20.00"),
    ]
    assert form["lines"][3]["why"] == "14 min, minimum 30, Sunday ×2 at 20.00"
    hours = [form["lines"][3][name] for name in ("quantity", "unit", "rate")]
    assert hours == ["0.50", "hour", "40.00"]
    assert (form["total"], form["currency"]) == ("360.00", "USD")
    assert {total["kind"]: total["amount"] for total in form["totals"]} == {
        "standby": "300.00",
        "holiday_addon": "25.00",
        "call_out": "35.00",
    }
    (week,) = form["weeks"]
    assert (week["week"], week["owner"], week["person"], week["stage"]) == (
        "2026-11-23",
        "ben",
        "ben",
        "ended",
    )
    call = form["calls"][0]
    assert call["start"] == "2026-11-24T22:10:00-06:00"
    assert (call["caller"], call["summary"], call["others"]) == ("Cara", "Invoices", ["ana"])
    assert (call["worked"], call["paid"], call["amount"]) == (14, 30, "15.00")


def test_what_is_missing_is_named_by_ticket(desk: Any) -> None:
    form = desk(*BEN_WEEK, "--json").json
    assert form["missing"] == [
        {"ticket": 1, "what": "has no end: it is On It"},
        {"ticket": 1, "what": "help-desk ticket is not filed"},
        {"ticket": 1, "what": "contact log note is not filed"},
        {"ticket": 1, "what": "work order is not filed"},
    ]
    assert "Ticket 1 has no end: it is On It; help-desk ticket is not filed" in desk(*BEN_WEEK).out


def test_work_on_somebody_else_s_week_is_paid_without_standby(desk: Any) -> None:
    shown = desk("payform", "show", "--person", "ana", "--week", "2026-11-25", "--json").json
    assert [(line["kind"], line["ticket"]) for line in shown["lines"]] == [("call_out", 1)]
    assert [(week["owner"], week["person"]) for week in shown["weeks"]] == [("ben", None)]
    out = desk("payform", "show", "--person", "ana", "--week", "2026-11-25")
    assert out.err == "note: week 2026-11-23 is ben's: only the calls of ana are paid\n"


def test_office_hours_are_no_call_out(desk: Any) -> None:
    log(desk.path, "2026-11-25T09:00", "Eve", "office", ben=("09:00", "10:00"))
    log(desk.path, "2026-11-25T17:45", "Fay", "evening", ben=("17:45", "18:31"))
    form = desk(*BEN_WEEK, "--json").json
    assert [(call["ticket"], call["worked"]) for call in form["calls"]] == [(1, 14), (4, 30), (2, 14)]
    assert {lack["ticket"] for lack in form["missing"]} == {1, 4}


def test_after_a_swap_the_new_owner_is_paid(desk: Any) -> None:
    now = desk.now
    desk.at("2026-11-01T09:00:00-06:00")
    desk("swap", "request", "--give", "2026-11-23", "--take", "2026-11-30", "--with", "cy", "--as", "ben")
    desk("swap", "accept", "1", "--as", "cy")
    desk("swap", "approve", "1", "--as", "dee")
    desk.now = now
    ben, cy = (
        desk("payform", "show", "--person", who, "--week", "2026-11-23", "--json").json
        for who in ("ben", "cy")
    )
    assert [line["kind"] for line in ben["lines"]] == ["call_out", "call_out"]
    assert [line["kind"] for line in cy["lines"]] == ["standby", "holiday_addon"]
    assert [(week["owner"], week["ordered"], week["swap"]) for week in cy["weeks"]] == [("cy", "ben", 1)]


def test_a_part_that_somebody_covered_is_on_their_form_and_not_on_the_owner_s(desk: Any) -> None:
    night = "2026-11-25T18:00/2026-11-26T08:00"
    whole = Decimal(desk(*BEN_WEEK, "--json").json["lines"][0]["amount"])
    desk("cover", "add", "cy", night, "--reason", "ben is ill", "--as", "dee")
    ben, cy, ana = (
        desk("payform", "show", "--person", who, "--week", "2026-11-23", "--json").json
        for who in ("ben", "cy", "ana")
    )
    stood = [
        Decimal(line["amount"]) for form in (ben, cy) for line in form["lines"] if line["kind"] == "standby"
    ]
    assert len(stood) == 3
    assert sum(stood) == whole
    assert [(line["kind"], line["why"][:46]) for line in cy["lines"]] == [
        ("standby", "14 h 00 min of the week's 156 h 58 min, at 300")
    ]
    assert [(week["owner"], week["person"]) for form in (ben, cy, ana) for week in form["weeks"]] == [
        ("ben", "ben"),
        ("ben", "cy"),
        ("ben", None),
    ]
    covers = [week["cover"] for form in (ben, cy, ana) for week in form["weeks"]]
    assert (
        covers
        == [
            [
                {
                    "id": 1,
                    "person": "cy",
                    "start": "2026-11-25T18:00:00-06:00",
                    "end": "2026-11-26T08:00:00-06:00",
                }
            ]
        ]
        * 3
    )
    assert (ben["notes"], cy["notes"]) == ([], [])


def test_a_cover_is_named_on_the_screen_and_on_the_paper(desk: Any) -> None:
    desk("cover", "add", "cy", "2026-11-25T18:00/2026-11-26T08:00", "--reason", "ill", "--as", "dee")
    said = "covered by cy from Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00"
    shown = desk(*BEN_WEEK).out
    assert f"2026-11-23: {said}" in shown.splitlines()
    assert max(map(len, shown.splitlines())) <= 80
    paper = desk("payform", "export", "--person", "cy", "--week", "2026-11-23").out
    assert f"| Ben Okafor (ben) | Thanksgiving Day; {said} |" in paper


def test_covers_in_somebody_else_s_week_are_in_a_period_s_form(desk: Any) -> None:
    desk("cover", "add", "dee", "2026-11-25T18:00/2026-11-26T08:00", "--reason", "ill", "--as", "dee")
    desk("cover", "add", "dee", "2026-11-10T18:00/2026-11-11T08:00", "--reason", "ill", "--as", "dee")
    form = desk("payform", "show", "--person", "dee", "--period", "2026-11-01/2026-11-30", "--json").json
    assert [(week["week"], week["owner"], week["person"]) for week in form["weeks"]] == [
        ("2026-11-09", "cy", "dee"),
        ("2026-11-23", "ben", "dee"),
    ]
    assert [line["date"] for line in form["lines"]] == ["2026-11-10", "2026-11-25"]


def test_an_owner_whose_whole_week_was_covered_is_told_so(desk: Any) -> None:
    desk("cover", "add", "cy", "2026-11-23T18:01/2026-11-30T07:00", "--reason", "ill", "--as", "dee")
    ben = desk(*BEN_WEEK, "--json").json
    assert [line["kind"] for line in ben["lines"]] == ["call_out", "call_out"]
    assert ben["notes"] == [
        "week 2026-11-23 is covered from its first minute to its last: only the calls of ben are paid"
    ]
    cy = desk("payform", "show", "--person", "cy", "--week", "2026-11-23", "--json").json
    assert [line["label"] for line in cy["lines"]] == ["Standby, whole week", "Holiday in the week"]


def test_left_out_it_is_the_reader_s_form_of_the_week_that_ended_last(desk: Any) -> None:
    assert desk.at("2026-11-30T06:59:00-06:00")("payform", "show", "--as", "ben", "--json").json[
        "period"
    ] == {
        "from": "2026-11-16",
        "to": "2026-11-23",
    }
    assert desk.at("2026-11-30T07:00:00-06:00")("payform", "show", "--as", "ben", "--json").json[
        "period"
    ] == {
        "from": "2026-11-23",
        "to": "2026-11-30",
    }
    assert "who acts?" in desk("payform", "show", code=2).err


def test_a_running_week_is_shown_so_far_and_a_coming_one_as_it_would_be(desk: Any) -> None:
    running = desk("payform", "show", "--person", "ben", "--week", "this")
    assert "300.00" in running.out
    assert running.err == "note: week 2026-12-14 runs until Mon 2026-12-21 06:59: this is the form so far\n"
    coming = desk("payform", "show", "--person", "cy", "--week", "2026-12-21")
    assert coming.err == "note: week 2026-12-21 has not begun: standby is shown as it would be paid\n"
    projected = desk("payform", "show", "--person", "ben", "--week", "2027-01-04")
    assert "has not begun and may still change owner" in projected.err


def test_periods_that_share_a_week_pay_it_once(desk: Any) -> None:
    def total(period: str) -> Decimal:
        return Decimal(desk("payform", "show", "--person", "ben", "--period", period, "--json").json["total"])

    assert total("2026-11-01/2026-11-30") == Decimal("660.00")
    assert total("2026-11-01/2026-11-26") + total("2026-11-27/2026-11-30") == Decimal("660.00")
    assert total("2026-11-29/2026-11-29") > Decimal("20.00")


def test_a_period_s_form_is_due_when_the_week_it_ends_in_is_over(desk: Any) -> None:
    def due(period: str) -> Any:
        return desk("payform", "show", "--person", "ben", "--period", period, "--json").json["due"]

    assert due("2026-11-01/2026-11-29") == "2026-11-30T07:30:00-06:00"
    assert due("2026-11-01/2026-11-30") == "2026-12-07T07:30:00-06:00"


def test_a_call_paid_with_one_before_the_period_is_listed_and_not_paid_twice(desk: Any) -> None:
    log(desk.path, "2026-11-27T23:50", "Gus", "first", ben=("23:50", "23:59"))
    log(desk.path, "2026-11-28T00:10", "Hal", "again", ben=("00:10", "00:15"))
    form = desk("payform", "show", "--person", "ben", "--period", "2026-11-28/2026-11-28", "--json").json
    assert [(call["ticket"], call["amount"], call["why"]) for call in form["calls"]] == [
        (4, "0.00", "paid with the call of 2026-11-27 23:50")
    ]
    assert "call_out" not in {line["kind"] for line in form["lines"]}
    out = desk("payform", "show", "--person", "ben", "--period", "2026-11-28/2026-11-28").out
    assert "paid with the call of" in out


def test_each_day_is_paid_by_what_held_that_day(desk: Any, tmp_path: Path) -> None:
    raised = tmp_path / "raised.toml"
    raised.write_text(PAY.replace("20.00", "30.00").replace("300.00", "400.00"), encoding="utf-8")
    now = desk.now
    desk.at("2026-11-20T10:00:00-06:00")("policy", "apply", raised, "--from", "2026-11-27", "--as", "dee")
    desk.now = now
    form = desk(*BEN_WEEK, "--json").json
    assert [line["amount"] for line in form["lines"]] == ["300.00", "25.00", "15.00", "30.00"]
    assert form["policy"] == "policy 2, from 2026-10-20 (pay.toml); policy 3, from 2026-11-27 (raised.toml)"


def test_a_team_without_pay_rules_is_told_so(team: Any) -> None:
    shown = team.at("2026-12-18T09:00:00-06:00")(*BEN_WEEK)
    assert "Total $0.00 (USD)." in shown.out
    assert shown.err == "note: the policy has no [pay] table, so nothing is paid\n"


def test_the_screen_fits_80_columns_and_says_why(desk: Any) -> None:
    log(desk.path, "2026-11-28T20:00", "\x1b[31mRed\u202e", "[bold]" + "x" * 500, ben=("20:00", "20:10"))
    out = desk(*BEN_WEEK).out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31mRed" in out
    lines = out.splitlines()
    assert lines[0] == "Pay form of Ben Okafor (ben), 2026-11-23 to 2026-11-30: DRAFT"
    assert any("Ben Okafor (ben)" in line and "2026-11-23" in line for line in lines[4:])
    for amount in ("300.00", "25.00", "15.00"):
        assert any(line.endswith(f" {amount}") for line in lines)
    assert any(line.split()[:1] == ["Total"] and line.endswith("375.00") for line in lines)


@pytest.mark.parametrize("name", ["json", "csv", "md"])
def test_a_file_is_what_standard_output_gets_and_never_changes(desk: Any, tmp_path: Path, name: str) -> None:
    asked = ("payform", "export", "--person", "ben", "--week", "2026-11-23")
    out = tmp_path / f"form.{name.upper()}"
    said = desk(*asked, "--out", out)
    assert said.out.startswith(f"Wrote the pay form of ben, 2026-11-23 to 2026-11-30, to {out}.")
    first = out.read_bytes()
    desk.at("2027-03-01T09:00:00-06:00")(*asked, "--format", name, "--out", tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == first
    assert desk(*asked, "--format", name).out.replace("\r\n", "\n").encode() == first.replace(b"\r\n", b"\n")


def test_every_format_has_the_same_total(desk: Any) -> None:
    asked = ("payform", "export", "--person", "ben", "--week", "2026-11-23", "--format")
    form = json.loads(desk(*asked, "json").out)
    assert form["total"] == str(sum(Decimal(line["amount"]) for line in form["lines"])) == "360.00"
    rows = list(csv.DictReader(io.StringIO(desk(*asked, "csv").out)))
    assert [row["amount"] for row in rows if row["kind"] == "total"] == ["360.00"]
    markdown = desk(*asked, "md").out
    assert "| Total | $360.00 |" in markdown
    assert desk(*asked[:-1]).out == markdown


@pytest.mark.parametrize("options", [("--format", "xls"), ("--out", "f.doc")], ids=["asked", "by the name"])
def test_an_unknown_format_names_those_there_are(desk: Any, options: tuple[str, str]) -> None:
    err = desk("payform", "export", "--person", "ben", *options, code=2).err
    assert "json, csv, md, xlsx, html, pdf" in err.splitlines()[0]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--week", "2026-11-23", "--period", "2026-11-01/2026-11-02"), 2, "for a week or for a period"),
        (("--period", "2026-11-01"), 2, "'2026-11-01' is not a period"),
        (("--period", "2026-11-02/2026-11-01"), 2, "ends before it has begun"),
        (("--period", "2020-01-01/2026-11-01"), 2, "longer than two years"),
        (("--period", "monday/tuesday"), 2, "'monday' is not a date"),
        (("--week", "someday"), 2, "'someday' is not a week"),
        (("--person", "zed"), 3, "no member 'zed'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_options_get_one_sentence(desk: Any, options: tuple[str, ...], code: int, said: str) -> None:
    err = desk("payform", "show", "--as", "ben", *options, code=code).err
    assert said in err.splitlines()[0]
