"""Whoever changes what is on a pay form that was turned in is told so; the form stays as it is."""

from datetime import date
from pathlib import Path

import pytest

from oncall_cli.commands.payform_touched import FEW
from oncall_cli.core.week import WEEK
from tests.conftest import Cli

PAY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"

[pay]
base_rate = "20.00"
standby = { unit = "week", week = "300.00" }
"""
CORRECTION = "oncall payform submit --week {} --correction REASON turns in a new one"
HEAD = "channel,caller,phone,description,received,assignee,worked"


def before(number: int, person: str, week: str, state: str = "submitted") -> str:
    return f"note: pay form {number} of {person} ({state}) was made before this: {CORRECTION.format(week)}"


@pytest.fixture
def desk(team: Cli, tmp_path: Path) -> Cli:
    """ana's form of her week of 11-16 is turned in, with a call on ticket 1."""
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY, encoding="utf-8")
    team.at("2026-11-01T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-11-09", "--as", "dee")
    team.at("2026-11-17T23:00:00-06:00")
    call = ("--caller", "Dan", "--phone", "555-0100", "--description", "VPN", "--tier", "2")
    team("ticket", "log", "--channel", "phone", *call, "--received", "22:00", "--as", "ana")
    team("ticket", "done", "1", "--resolution", "restarted", "--work", "22:00/22:20", "--as", "ana")
    filed = ("--help-desk", "H1", "--contact-log", "C1", "--work-order", "W1")
    team("ticket", "document", "1", *filed, "--as", "ana")
    team.at("2026-11-23T10:00:00-06:00")
    team("payform", "submit", "--week", "2026-11-16", "--as", "ana")
    return team


def notes(desk: Cli, *words: str) -> list[str]:
    err = desk(*words).err
    return [line for line in err.splitlines() if "pay form" in line and "stands on no pay form" not in line]


def test_work_told_or_taken_back_names_the_form_that_was_made_before(desk: Cli) -> None:
    span = "2026-11-18T22:00/2026-11-18T22:30"
    assert notes(desk, "ticket", "work", "1", span, "--as", "ana") == [before(1, "ana", "2026-11-16")]
    desk("payform", "approve", "1", "--as", "dee")
    removed = notes(desk, "ticket", "work", "1", span, "--remove", "--as", "ana")
    assert removed == [before(1, "ana", "2026-11-16", "approved")]
    assert desk("payform", "show", "--form", "1", "--json").json["total"] == "306.67"


def test_work_that_is_on_no_form_names_none(desk: Cli) -> None:
    for span, person in (
        ("2026-11-18T12:00/2026-11-18T12:30", "ana"),
        ("2026-11-18T22:00/2026-11-18T22:30", "ben"),
        ("2026-11-23T07:00/2026-11-23T07:30", "ana"),
    ):
        assert notes(desk, "ticket", "work", "1", span, "--person", person, "--as", "ana") == []
    desk("payform", "send-back", "1", "--reason", "x", "--as", "dee")
    span = "2026-11-19T22:00/2026-11-19T22:30"
    assert notes(desk, "ticket", "work", "1", span, "--as", "ana") == []


def test_done_with_work_names_a_form_once(desk: Cli) -> None:
    call = ("--caller", "Eve", "--phone", "555-0100", "--description", "mail", "--tier", "2")
    desk("ticket", "log", "--channel", "phone", *call, "--received", "2026-11-19T22:00", "--as", "ana")
    spans = ("--work", "2026-11-19T22:00/2026-11-19T22:10", "--work", "2026-11-20T22:00/2026-11-20T22:10")
    done = ("ticket", "done", "2", "--resolution", "x", *spans, "--as", "ana")
    assert notes(desk, *done) == [before(1, "ana", "2026-11-16")]


def test_a_ticket_that_says_otherwise_stays_on_the_form_as_it_was(desk: Cli) -> None:
    stays = ["note: it is on pay form 1 of ana (submitted), which stays as it was turned in"]
    assert notes(desk, "ticket", "edit", "1", "--caller", "Dana", "--as", "ana") == stays
    assert notes(desk, "ticket", "edit", "1", "--location", "room 4", "--as", "ana") == []
    assert notes(desk, "ticket", "reopen", "1", "--reason", "again", "--as", "ana") == stays
    assert desk("payform", "show", "--form", "1", "--json").json["calls"][0]["caller"] == "Dan"


def test_a_cover_in_the_past_names_the_forms_of_both(desk: Cli) -> None:
    night = ("2026-11-18T18:00/2026-11-19T07:00", "--reason", "ill", "--as", "dee")
    assert notes(desk, "cover", "add", "cy", *night) == [before(1, "ana", "2026-11-16")]
    desk("payform", "submit", "--week", "2026-11-16", "--as", "cy")
    assert notes(desk, "cover", "remove", "1", "--reason", "no", "--as", "dee") == [
        before(2, "cy", "2026-11-16"),
        before(1, "ana", "2026-11-16"),
    ]


def test_a_past_week_that_gets_an_owner_names_the_form_that_has_its_calls(cli: Cli) -> None:
    cli.at("2026-11-24T09:00:00-06:00")
    cli("init")
    cli("team", "add", "dee", "--name", "Dee", "--role", "manager")
    cli("team", "add", "ana", "--name", "Ana", "--as", "dee")
    call = ("--caller", "Dan", "--phone", "555-0100", "--description", "VPN", "--tier", "2")
    cli("ticket", "log", "--channel", "phone", *call, "--received", "2026-11-18T22:00", "--as", "ana")
    work = ("--work", "2026-11-18T22:00/2026-11-18T22:30")
    cli("ticket", "done", "1", "--resolution", "x", *work, "--as", "ana")
    filed = ("--help-desk", "H1", "--contact-log", "C1", "--work-order", "W1")
    cli("ticket", "document", "1", *filed, "--as", "ana")
    cli("payform", "submit", "--week", "2026-11-16", "--as", "ana")
    assign = ("rotation", "assign", "2026-11-16", "ana", "--reason", "x", "--as", "dee")
    assert notes(cli, *assign) == [before(1, "ana", "2026-11-16")]
    assert notes(cli, "rotation", "assign", "2026-11-30", "ana", "--reason", "x", "--as", "dee") == []


def test_a_log_that_is_taken_over_names_few_of_many_forms(desk: Cli, tmp_path: Path) -> None:
    desk.at("2027-03-01T10:00:00-06:00")
    rows = [HEAD]
    for number in range(FEW + 2):
        week = date(2026, 11, 23) + number * WEEK
        owner = desk("rotation", "who", "--at", f"{week}T22:00", "--json").json["person"]
        desk("payform", "submit", "--week", str(week), "--as", owner)
        rows.append(f"phone,Caller {number},555-0100,old,{week}T22:00,{owner},{week}T22:00/22:30")
    log = tmp_path / "log.csv"
    log.write_text("\n".join(rows), encoding="utf-8")
    said = notes(desk, "ticket", "import", str(log), "--as", "dee")
    assert len(said) == FEW + 1
    assert said[-1] == (
        "note: and so were 2 other pay forms: oncall payform list --differing names every one"
    )
