"""The queue and other lists: the right tickets, in the right order, cheaply, on 80 columns."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from oncall_cli.cli import run
from oncall_cli.commands.frame import World
from oncall_cli.store.door import Door


def log(team: Any, minutes_ago: int, *options: str) -> None:
    usual = ("-c", "email", "-n", "Al Moe", "-e", "al@example.com", "-d", "How do I print?")
    team("ticket", "log", *usual, "--received", f"-{minutes_ago}m", *options)


@pytest.fixture
def queue(team: Any) -> Any:
    """Four tickets at 02:10: an old one, a critical one, one On It by ana, and one that is Done."""
    log(team, 50, "-t", "4")
    log(team, 5, "-t", "1", "-c", "voicemail")
    log(team, 20)
    log(team, 3000, "-t", "2")
    team("ticket", "on-it", "3", "--as", "ana")
    team("ticket", "done", "4", "-r", "toner", "--as", "ben")
    return team


def numbers(team: Any, *options: str) -> list[int]:
    return [ticket["id"] for ticket in team("ticket", "list", *options, "--json").json["tickets"]]


LISTS = (
    ([], [2, 1, 3]),
    (["--all"], [2, 3, 1, 4]),
    (["--done"], [4]),
    (["--status", "open"], [2, 1]),
    (["--status", "On It"], [3]),
    (["--status", "done"], [4]),
    (["--tier", "critical"], [2]),
    (["--channel", "email"], [1, 3]),
    (["--person", "ana"], [3]),
    (["--person", "ben", "--all"], [4]),
    (["--from", "today"], [2, 3, 1]),
    (["--to", "2026-11-22"], [4]),
    (["--from", "2026-11-22", "--to", "2026-11-24"], [2, 3, 1, 4]),
    (["--from", "2026-11-25"], []),
    (["--done", "--status", "done"], [4]),
    (["--caller", "MOE"], [2, 1, 3]),
    (["--caller", "al@example", "--all"], [2, 3, 1, 4]),
    (["--caller", "%"], []),
    (["--caller", "*"], []),
    (["--missing"], [2, 3, 1, 4]),
    (["--missing", "--status", "done"], [4]),
    (["--late"], [1, 4]),
    (["--late", "--status", "open"], [1]),
    (["--by", "clock"], [1, 2, 3]),
    (["--by", "Clock", "--late"], [1]),
    (["--by", "queue"], [2, 1, 3]),
)


def test_lists(queue: Any) -> None:
    for options, expected in LISTS:
        assert (options, numbers(queue, *options)) == (options, expected)


def test_the_limit_says_how_many_more(queue: Any) -> None:
    answer = queue("ticket", "list", "--limit", "2", "--json").json
    assert ([ticket["id"] for ticket in answer["tickets"]], answer["more"]) == ([2, 1], 1)
    assert "1 more: --limit 3 shows them all" in queue("ticket", "list", "--limit", "2").out
    assert queue("ticket", "list", "--all", "--limit", "1", "--json").json["more"] == 3


def test_what_no_ticket_can_be_is_refused(queue: Any) -> None:
    for options, code in (
        (["--status", "lost"], 2),
        (["--tier", "0"], 2),
        (["--channel", "fax"], 2),
        (["--person", "zed"], 3),
        (["--person", ""], 2),
        (["--from", "soon"], 2),
        (["--to", "9999-12-31"], 2),
        (["--from", "2026-11-02", "--to", "2026-11-01"], 2),
        (["--limit", "0"], 2),
        (["--done", "--status", "open"], 2),
        (["--all", "--done"], 2),
        (["--all", "--status", "open"], 2),
        (["--all", "--deferred"], 2),
        (["--deferred", "--status", "done"], 2),
        (["--caller", ""], 2),
        (["--customer", "\x1b"], 2),
        (["--by", "age"], 2),
        (["--by", "clock", "--all"], 2),
        (["--format", "xls"], 2),
        (["--out", "queue.txt"], 2),
        (["--format", "csv", "--watch"], 2),
    ):
        assert queue("ticket", "list", *options, code=code).err.startswith("oncall: error: ")


def test_a_list_asks_the_store_as_often_for_many_as_for_few(
    queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rows = Door.rows

    def counted(self: Door, sql: str, params: Any = ()) -> Any:
        asked.append(sql)
        return rows(self, sql, params)

    monkeypatch.setattr(Door, "rows", counted)
    numbers(queue)
    few = len(asked)
    for ago in range(1, 21):
        log(queue, ago)
    asked.clear()
    assert len(numbers(queue)) == 23
    assert len(asked) == few


def test_the_queue_fits_80_columns_and_says_what_is_due(queue: Any) -> None:
    log(queue, 1, "-n", "N" * 200, "-d", "W " * 500_00 + "\nsecond", "-t", "2")
    screen = queue("ticket", "list").out
    assert max(map(len, screen.splitlines())) <= 80
    assert len(screen.splitlines()) < 25
    assert "answer in 10 min" in screen
    assert "answer late by 35 min" in screen
    assert "02:05" in screen


def test_show_tells_the_story_and_what_to_do_next(queue: Any) -> None:
    queue.now += timedelta(minutes=30)
    queue("ticket", "work", "3", "02:10/02:40", "--as", "ana")
    screen = queue("ticket", "show", "3").out
    assert max(map(len, screen.splitlines())) <= 80
    for words in (
        "Ticket 3: On It, ana",
        "email from Al Moe, Tue 2026-11-24 01:50, after hours",
        "missed, Tue 2026-11-24 02:10; it was due Tue 2026-11-24 02:05",
        "02:10  worked, ana: to 02:40, 30 min, call-out",
        "contact log note missing",
        "pay form of week 2026-11-23",
        "oncall ticket done 3 --resolution TEXT",
    ):
        assert words in screen


def test_an_empty_queue_says_so(team: Any) -> None:
    assert team("ticket", "list").out == "The queue is empty.\n"
    assert team("ticket", "list", "--all").out == "There is no such ticket.\n"
    assert team("ticket", "list", "--json").json == {
        "tickets": [],
        "more": 0,
        "counted": True,
        "deferred": 0,
        "next_deferred": None,
    }
    assert team("ticket", "list", "--deferred").out == "No ticket is deferred.\n"
    assert "--all looks at every one" in team("ticket", "list", "--tier", "1").out


def test_a_caller_or_customer_is_found_by_a_part_as_a_search_folds_it_and_nothing_else(team: Any) -> None:
    log(team, 5, "-n", "Łukasz Éluard", "--customer", "Häuser & Söhne [Nord]")
    log(team, 4, "-n", "Dana", "-p", "+1 (555) 0100", "--customer", "100% *new*")
    for option, text, expected in (
        ("--caller", "łUKASZ é", [1]),
        ("--caller", "lukasz elu", [1]),
        ("--customer", "hauser", [1]),
        ("--caller", "(555)", [2]),
        ("--caller", "ana", [2]),
        ("--caller", "d?na", []),
        ("--caller", "[d]ana", []),
        ("--customer", "SÖHNE [n", [1]),
        ("--customer", "0% *NEW", [2]),
        ("--customer", "100_", []),
    ):
        assert (text, numbers(team, option, text)) == (text, expected)


def test_a_deferred_ticket_is_left_out_until_its_time_has_come(queue: Any) -> None:
    queue("ticket", "defer", "1", "--as", "ana")
    queue("ticket", "defer", "3", "--until", "2026-11-25T09:00", "--as", "ana", code=1)  # it has no tier
    queue("ticket", "edit", "3", "--tier", "3", "--as", "ana")
    queue("ticket", "defer", "3", "--until", "2026-11-25T09:00", "--as", "ana")
    answer = queue("ticket", "list", "--json").json
    assert ([one["id"] for one in answer["tickets"]], answer["deferred"]) == ([2], 2)
    assert answer["next_deferred"] == "2026-11-24T07:00:00-06:00"
    line = "2 deferred, the next until 07:00: oncall ticket list --deferred"
    assert line in queue("ticket", "list").out
    assert line in queue("now").out
    assert queue("now", "--short").out.endswith("; 1 open\n")
    deferred = queue("ticket", "list", "--deferred").out
    assert deferred.index("until 07:00") < deferred.index("until Wed 09:00")
    assert numbers(queue, "--all") == [2, 3, 1, 4]
    queue.at("2026-11-24T06:59:59-06:00")
    assert numbers(queue) == [2]
    queue.at("2026-11-24T07:00:00-06:00")
    assert numbers(queue) == [2, 1]
    assert "1 deferred, until Wed 09:00: " in queue("ticket", "list").out
    queue("ticket", "on-it", "3", "--as", "ana")
    assert numbers(queue) == [2, 1, 3]


def test_what_waits_stands_still_and_goes_on_from_there(team: Any) -> None:
    log(team, 60, "-t", "1")
    team("ticket", "on-it", "1", "--at", "01:15", "--as", "ana")
    team("ticket", "wait", "1", "--at", "01:20", "--as", "ana")
    before = {clock["name"]: clock for clock in team("ticket", "show", "1", "--json").json["clocks"]}
    assert {name for name, clock in before.items() if clock["paused"]} == {"follow_up", "update"}
    assert "Follow-up  paused, 23 h 50 left" in team("ticket", "show", "1").out
    assert "Ticket 1: waiting for the customer, ana, tier 1 Critical" in team("ticket", "show", "1").out
    team.now += timedelta(hours=30)
    team("ticket", "document", "1", *("--help-desk", "H", "--contact-log", "C", "--work-order", "W"))
    assert "update paused" in team("ticket", "list").out
    assert "late" not in team("now").out
    team("ticket", "on-it", "1", "--as", "ana")
    team.now += timedelta(hours=23, minutes=50)
    clocks = {clock["name"]: clock for clock in team("ticket", "show", "1", "--json").json["clocks"]}
    assert (clocks["follow_up"]["state"], clocks["update"]["state"]) == ("running", "late")
    team.now += timedelta(minutes=1)
    clocks = {clock["name"]: clock for clock in team("ticket", "show", "1", "--json").json["clocks"]}
    assert clocks["follow_up"]["state"] == "late"


def test_a_list_of_late_ones_fills_up_from_page_to_page(queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oncall_cli.commands.ticket_pages.PAGE", 1)
    assert numbers(queue, "--late") == [1, 4]
    answer = queue("ticket", "list", "--late", "--limit", "1", "--json").json
    assert ([one["id"] for one in answer["tickets"]], answer["more"], answer["counted"]) == ([1], 1, False)
    assert "There are more: --limit" in queue("ticket", "list", "--late", "--limit", "1").out


def test_a_document_has_every_ticket_or_as_many_as_are_asked_for(queue: Any, tmp_path: Path) -> None:
    log(queue, 1, "-n", "=cmd()|'x'!A1", "-d", "two\nlines, \x1b[31mred")
    page = tmp_path / "all.csv"
    assert queue("ticket", "list", "--all", "--out", str(page)).out == f"Wrote 5 tickets to {page}.\n"
    text = page.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == ["5", "2", "3", "1", "4"]
    assert rows[0]["caller"].startswith("'=cmd()")
    assert "\x1b" not in text
    assert (rows[4]["status"], rows[4]["resolution"], rows[4]["documents_state"]) == ("done", "toner", "late")
    assert rows[2]["response_met"] == "2026-11-24T02:10:00-06:00"
    few = queue("ticket", "list", "--all", "--format", "csv", "--limit", "2").out
    assert len(list(csv.reader(io.StringIO(few.removeprefix("\ufeff"), newline="")))) == 3
    told = json.loads(queue("ticket", "list", "--all", "--format", "json").out)["tickets"]
    assert told == queue("ticket", "list", "--all", "--json").json["tickets"]
    assert queue("ticket", "list", "--format", "md").out.count("\n| ") == 1 + 4
    assert queue("ticket", "list", "--out", str(page), "--json").json == {
        "tickets": 4,
        "format": "csv",
        "out": str(page),
    }


def test_a_document_is_not_cut_where_a_screen_is(queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oncall_cli.commands.ticket_list.USUAL", 2)
    monkeypatch.setattr("oncall_cli.commands.ticket_pages.PAGE", 2)
    assert numbers(queue, "--all") == [2, 3]
    assert queue("ticket", "list", "--all", "--format", "csv").out.count("\n") == 1 + 4
    assert queue("ticket", "list", "--format", "csv").out.count("\n") == 1 + 3


def test_the_list_is_watched(team: Any, capsys: pytest.CaptureFixture[str]) -> None:
    log(team, 1)
    moments = iter([team.now, team.now + timedelta(minutes=5)])
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            raise KeyboardInterrupt

    capsys.readouterr()
    ended = run(["ticket", "list", "--watch"], World(clock=lambda: next(moments), login="nobody", wait=wait))
    printed = capsys.readouterr()
    assert (ended, printed.err) == (130, "")
    assert "answer in 14 min" in printed.out
    assert "answer in 9 min" in printed.out
