"""Payroll's one file: everybody's forms of a period, in each of the ways a team turns them in."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from oncall_cli.cli import run
from oncall_cli.commands.frame import World

PAY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"

[pay]
base_rate = "20.00"
standby = { unit = "day", day = { weekday = "30.00", saturday = "60.00" } }

[pay.callout]
multiplier = { weekday = "1.5" }
minimum = 30
"""
NOVEMBER = ("payform", "export", "--all", "--period", "2026-11-01/2026-11-30")
SPOKEN = {"channel": "phone", "phone": "+1 555 0100", "tier": "2"}


@pytest.fixture
def desk(team: Any, tmp_path: Path) -> Any:
    """The team with a pay rule, in December, when every week of November is over."""
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY, encoding="utf-8")
    team.at("2026-10-20T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-10-20", "--as", "dee")
    return team.at("2026-12-08T09:00:00-06:00")


def worked(desk: Any, start: str, end: str, person: str) -> int:
    """A call that is Done and has its documents; its number."""
    options = [f"--{name}={text}" for name, text in SPOKEN.items()]
    at = ("--received", start, "--as", person)
    number = desk("ticket", "log", *options, "--caller=Dan", "-d", "VPN is down", *at, "--json").json["id"]
    ended = ("--resolution", "restarted", "--work", f"{start}/{end}", "--as", person)
    desk("ticket", "done", number, "--at", end, *ended)
    papers = ("--help-desk", "H1", "--contact-log", "C1", "--work-order", "W1")
    desk("ticket", "document", number, *papers, "--as", person)
    return int(number)


def weeks_of(answer: Any) -> list[tuple[str, str, str]]:
    return [(form["person"], form["week"], form["state"]) for form in answer["forms"]]


def test_a_period_has_a_form_for_each_who_stood_by_or_worked_in_it(desk: Any) -> None:
    worked(desk, "2026-11-10T22:00:00-06:00", "2026-11-10T22:20:00-06:00", "dee")
    answer = desk(*NOVEMBER, "--format", "json").json
    assert answer["by"] == "period"
    assert {form["period"]["from"] for form in answer["forms"]} == {"2026-11-01"}
    assert [form["person"] for form in answer["forms"]] == ["ana", "ben", "cy", "dee"]
    for form in answer["forms"]:
        alone = desk("payform", "show", "--person", form["person"], "--period", "2026-11-01/2026-11-30")
        assert f"{form['total'].replace('.00', '')}" in alone.out.replace(",", "")
    total = sum(Decimal(form["total"]) for form in answer["forms"])
    assert answer["totals"] == [{"currency": "USD", "total": str(total)}]
    assert sum(Decimal(one["total"]) for one in answer["people"]) == total


def test_weeks_belong_to_the_period_they_end_in(desk: Any) -> None:
    months = [("2026-10-27", "2026-11-01"), ("2026-11-02", "2026-11-30"), ("2026-12-01", "2026-12-31")]
    found = [
        week
        for first, last in months
        for _, week, _ in weeks_of(
            desk("payform", "export", "--all", "--by", "week", "--period", f"{first}/{last}", "--json").json
        )
    ]
    assert sorted(found) == sorted(set(found))
    assert (min(found), max(found), len(found)) == ("2026-10-26", "2026-11-30", 6)


def test_what_was_turned_in_is_in_the_file_whatever_its_dates_are(desk: Any) -> None:
    before = {form["person"]: Decimal(form["total"]) for form in desk(*NOVEMBER, "--json").json["forms"]}
    desk("payform", "submit", "--week", "2026-11-09", "--as", "cy")
    desk("payform", "submit", "--period", "2026-11-01/2026-11-30", "--as", "ben")
    desk("payform", "approve", "1", "2", "--as", "dee")
    answer = desk(*NOVEMBER, "--json").json
    forms = [(form["person"], form["form"], form["state"]) for form in answer["forms"]]
    assert ("cy", 1, "approved") in forms
    assert ("ben", 2, "approved") in forms
    after: dict[str, Decimal] = {}
    for form in answer["forms"]:
        after[form["person"]] = after.get(form["person"], Decimal(0)) + Decimal(form["total"])
    assert after == before
    by_week = desk(*NOVEMBER, "--by", "week", "--json").json
    assert {form["form"] for form in by_week["forms"]} == {1, 2, None}
    assert "ben" not in {form["person"] for form in by_week["forms"] if form["form"] is None}
    signed = desk(*NOVEMBER, "--approved", "--json").json
    assert [form["form"] for form in signed["forms"]] == [2, 1]
    assert any("every draft are left out" in note for note in signed["notes"])


def test_months_that_follow_each_other_pay_each_form_and_each_hour_once(desk: Any) -> None:
    whole = ("payform", "export", "--all", "--period", "2026-10-26/2026-12-06", "--json")
    months = ("2026-10-26/2026-11-08", "2026-11-09/2026-11-30", "2026-12-01/2026-12-06")
    worked(desk, "2026-11-08T23:50:00-06:00", "2026-11-09T00:20:00-06:00", "cy")
    for weeks in ((), ("2026-11-02", "ben"), ("2026-11-23", "ben")):
        if weeks:
            desk("payform", "submit", "--week", weeks[0], "--as", weeks[1])
        parts = [desk("payform", "export", "--all", "--period", month, "--json").json for month in months]
        paid = sum(Decimal(one["total"]) for part in parts for one in part["totals"])
        assert paid == Decimal(desk(*whole).json["totals"][0]["total"])
        numbers = [form["form"] for part in parts for form in part["forms"] if form["form"]]
        assert len(numbers) == len(set(numbers))


def test_the_file_of_a_week_has_that_week_alone(desk: Any) -> None:
    desk("payform", "submit", "--week", "2026-11-02", "--as", "ben")
    desk("payform", "submit", "--week", "2026-11-09", "--as", "cy")
    answer = desk("payform", "export", "--all", "--week", "2026-11-09", "--json").json
    assert weeks_of(answer) == [("cy", "2026-11-09", "submitted")]
    answer = desk("payform", "export", "--all", "--week", "2026-11-16", "--json").json
    assert weeks_of(answer) == [("ana", "2026-11-16", "draft")]


def test_what_was_turned_in_is_paid_as_it_was(desk: Any, tmp_path: Path) -> None:
    number = worked(desk, "2026-11-10T22:00:00-06:00", "2026-11-10T22:20:00-06:00", "dee")
    period = ("--period", "2026-11-01/2026-11-30")
    turned_in = desk("payform", "submit", *period, "--as", "dee", "--json").json
    file = tmp_path / "november.csv"
    desk(*NOVEMBER, "--out", file)
    before = file.read_bytes()
    later = "2026-11-10T23:00:00-06:00/2026-11-11T01:00:00-06:00"
    desk("ticket", "work", number, later, "--as", "dee")
    desk(*NOVEMBER, "--out", file)
    assert file.read_bytes() == before
    rows = list(csv.DictReader(io.StringIO(before.decode("utf-8-sig"))))
    paid = [Decimal(row["amount"]) for row in rows if row["person"] == "dee" and row["kind"] == "total"]
    assert paid == [Decimal(turned_in["total"])]
    desk("payform", "approve", "1", "--as", "dee")
    desk("payform", "submit", *period, "--correction", "a second call", "--as", "dee")
    answer = desk(*NOVEMBER, "--json").json
    kept = next(form for form in answer["forms"] if form["person"] == "dee")
    assert (kept["form"], kept["total"]) == (1, turned_in["total"])
    assert "form 2 of dee would correct form 1, and is not signed" in answer["notes"]
    desk("payform", "approve", "2", "--as", "dee")
    after = next(form for form in desk(*NOVEMBER, "--json").json["forms"] if form["person"] == "dee")
    assert (after["form"], after["replaces"]["form"]) == (2, 1)
    assert Decimal(after["total"]) - Decimal(kept["total"]) == Decimal(after["replaces"]["difference"]) > 0


def test_a_week_that_runs_is_not_paid_yet(desk: Any) -> None:
    desk.at("2026-11-19T09:00:00-06:00")
    answer = desk(*NOVEMBER, "--by", "week", "--json").json
    assert "2026-11-16" not in {week for _, week, _ in weeks_of(answer)}
    assert answer["notes"] == ["not in here, for they have not ended: weeks 2026-11-16, 2026-11-23"]
    drafts = desk(*NOVEMBER, "--json").json
    assert any(note.startswith("the period runs until 2026-11-30") for note in drafts["notes"])


@pytest.mark.parametrize("suffix", ["json", "csv", "md", "xlsx", "html", "pdf"])
def test_every_format_holds_every_form(desk: Any, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"november.{suffix}"
    said = desk(*NOVEMBER, "--out", file).out
    assert said.startswith("Wrote 3 pay forms, 2026-11-01 to 2026-11-30, to ")
    assert "3 are not signed" in said
    content = file.read_bytes()
    desk(*NOVEMBER, "--out", file)
    assert file.read_bytes() == content
    if suffix in ("json", "csv", "md", "html"):
        assert all(name in content.decode() for name in ("Ana Ruiz", "Ben Okafor", "Cy Young"))


def test_the_workbook_adds_up_to_the_answer(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "november.xlsx"
    desk(*NOVEMBER, "--out", file)
    answer = desk(*NOVEMBER, "--json").json
    book = openpyxl.load_workbook(file, data_only=True)
    values = {cell.value for row in book["Payroll"].iter_rows() for cell in row}
    assert {float(one["total"]) for one in answer["people"]} <= values
    assert float(answer["totals"][0]["total"]) in values


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--all", "--person", "ana"), "--all is everybody's form, so --person has nothing to say"),
        (("--all", "--form", "1"), "--all is everybody's form, so --form has nothing to say"),
        (("--all", "--by", "period", "--week", "2026-11-09"), "--by period is for a --period"),
        (("--all", "--by", "month"), "'month' is no way to count pay forms"),
        (("--approved", "--person", "ana"), "--by and --approved are for payroll's file of everybody"),
        (("--all", "--period", "2026-11-30/2026-11-01"), "ends before it has begun"),
    ],
)
def test_options_that_do_not_go_together_are_refused(desk: Any, options: tuple[str, ...], said: str) -> None:
    assert said in desk("payform", "export", *options, code=2).err


def test_a_period_without_anybody_has_no_forms(desk: Any) -> None:
    answer = desk("payform", "export", "--all", "--period", "2020-01-01/2020-01-31", "--json").json
    assert (answer["forms"], answer["people"], answer["totals"]) == ([], [], [])


def test_progress_is_counted_form_by_form(desk: Any) -> None:
    told: list[tuple[str, int]] = []
    done: list[int] = []

    @contextmanager
    def counted(what: str, parts: int) -> Iterator[Callable[[], None]]:
        told.append((what, parts))
        yield lambda: done.append(1)

    world = World(clock=lambda: desk.now, interactive=False, login="nobody", progress=counted)
    assert run([*NOVEMBER, "--json"], world) == 0
    assert told == [("pay forms", len(done))]
    assert len(done) >= 3


def test_months_meet_where_the_team_moves_to_another_timezone(desk: Any, tmp_path: Path) -> None:
    west = tmp_path / "west.toml"
    west.write_text(PAY.replace("America/Chicago", "America/Los_Angeles"), encoding="utf-8")
    desk.at("2026-11-20T09:00:00-06:00")("policy", "apply", west, "--from", "2027-01-04", "--as", "dee")
    desk.at("2027-01-20T09:00:00-08:00")
    for period in ("2026-12-01/2027-01-03", "2027-01-04/2027-01-10"):
        desk("payform", "submit", "--period", period, "--as", "ben")
    first, second = (desk.store().payforms.find(number) for number in (1, 2))
    assert first.end == second.start


@pytest.mark.parametrize("by_link", [False, True])
def test_no_document_takes_the_place_of_a_store(desk: Any, tmp_path: Path, by_link: bool) -> None:
    target = desk.path
    if by_link:
        target = tmp_path / "link.xlsx"
        target.symlink_to(desk.path)
    before = desk.path.read_bytes()
    said = desk(*NOVEMBER, "--format", "xlsx", "--out", target, code=2).err
    assert "is a database, and is not written over" in said
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize("out", ["", ".", "/"])
def test_a_folder_is_no_file_to_write(desk: Any, out: str) -> None:
    assert "it is a folder" in desk(*NOVEMBER, "--format", "csv", "--out", out, code=4).err
