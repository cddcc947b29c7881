"""The queue and other lists: the right tickets, in the right order, cheaply, on 80 columns."""

from datetime import timedelta
from typing import Any

import pytest

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
        "ana, Tue 2026-11-24 02:10 to 02:40, 30 min, call-out",
        "contact log note missing",
        "pay form of week 2026-11-23",
        "oncall ticket done 3 --resolution TEXT",
    ):
        assert words in screen


def test_an_empty_queue_says_so(team: Any) -> None:
    assert team("ticket", "list").out == "The queue is empty.\n"
    assert team("ticket", "list", "--all").out == "There is no such ticket.\n"
    assert team("ticket", "list", "--json").json == {"tickets": [], "more": 0}
