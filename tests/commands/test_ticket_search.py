"""Finding tickets: the right ones, the place that says why, on 80 columns and for programs."""

import csv
import io
import os
import pty
import subprocess
import sys
from typing import Any

import pytest

CALL = ("ticket", "log", "-c", "phone", "-n", "Dana W.", "-p", "+1 555 0100", "-t", "2", "--as", "ana")
MAIL = ("ticket", "log", "-c", "email", "-n", "Al Moe", "-e", "al@example.com")


@pytest.fixture
def desk(team: Any) -> Any:
    """Three tickets: a call that is On It, a mail with a note on it, and one that is Done and late."""
    team(*CALL, "-d", "Cannot log in since the update")
    team(*MAIL, "-d", "How do I print?")
    team("ticket", "note", "2", "He tried the login\nof [red]Dana[/] and\x1b[2J failed", "--as", "ana")
    team(*MAIL, "-d", "The printer is on fire", "--received", "-3000m")
    team("ticket", "done", "3", "-r", "Put it out", "--as", "ben")
    return team


def numbers(team: Any, *words: str) -> list[int]:
    return [one["ticket"]["id"] for one in team("ticket", "search", "--json", *words).json["found"]]


SEARCHES = (
    (["log", "dana"], [1, 2]),
    (["login"], [2]),
    (["PRINT"], [2, 3]),
    (["print", "--status", "done"], [3]),
    (["dana", "--tier", "high"], [1]),
    (["print", "--channel", "email", "--person", "ben"], [3]),
    (["dana", "--caller", "moe"], [2]),
    (["print", "--to", "2026-11-22"], [3]),
    (["print", "--missing", "--late"], [3]),
    (["dana", "--late", "--limit", "1"], []),
    (["log in"], [1]),
    (["in log"], [1]),
    (['"in log"'], []),
    (["login how", "he"], [2]),
    (["--", "dana", "-update"], [2]),
    (["555-0100"], [1]),
    (["ben"], [3]),
)


def test_searches(desk: Any) -> None:
    for words, expected in SEARCHES:
        assert (words, numbers(desk, *words)) == (words, expected)


def test_the_answer_says_why(desk: Any) -> None:
    answer = desk("ticket", "search", "Login", "dana", "--json").json
    assert answer.keys() == {"words", "found", "more", "counted"}
    assert answer["words"] == ["Login", "dana"]
    [one] = answer["found"]
    assert one["ticket"] == desk("ticket", "show", "2", "--json").json
    assert (one["field"], one["name"]) == ("story", "note")
    assert one["excerpt"] == [
        {"text": "He tried the ", "marked": False},
        {"text": "login", "marked": True},
        {"text": " of [red]", "marked": False},
        {"text": "Dana", "marked": True},
        {"text": "[/] and\\x1b[2J failed", "marked": False},
    ]


def test_the_screen_marks_the_words(desk: Any) -> None:
    out = desk("ticket", "search", "login").out
    assert out == (
        "2  open, 02:10, Al Moe: How do I print?\n"
        "   note: He tried the »login« of [red]Dana[/] and\\x1b[2J failed\n"
    )
    desk("ticket", "note", "2", "»so« it was", "--as", "ana")
    assert "»so« [[it was]]" in desk("ticket", "search", "it was").out


def test_a_terminal_shows_them_bold(desk: Any) -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, "ONCALL_STORE": str(desk.path), "TERM": "xterm", "COLUMNS": "80"}
    argv = [sys.executable, "-m", "oncall_cli", "ticket", "search", "login"]
    subprocess.run(argv, stdout=theirs, stdin=subprocess.DEVNULL, env=env, check=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "\x1b[1mlogin\x1b[0m" in shown
    assert "»" not in shown
    assert "\x1b[2J" not in shown


def test_hits_with_long_and_strange_texts_fit_80_columns(desk: Any) -> None:
    for text in ("login " + "W" * 999_000, "word " * 180_000 + "login", "\u202elogin ＷＷＷ" * 50):
        desk(*MAIL[:5], "N" * 200, *MAIL[6:], "-d", text)
    desk(*CALL, "-d", "x", "--error", "login " * 9)
    out = desk("ticket", "search", "login").out
    assert max(map(len, out.splitlines())) <= 80
    assert len(out.splitlines()) < 25
    assert "\u202e" not in out
    assert "word »login«" in out


def test_the_limit_says_how_many_more(desk: Any) -> None:
    answer = desk("ticket", "search", "print", "--limit", "1", "--json").json
    assert (len(answer["found"]), answer["more"], answer["counted"]) == (1, 1, True)
    assert desk("ticket", "search", "print", "--limit", "1").out.endswith(
        "1 more: --limit 2 shows them all\n"
    )
    desk(*MAIL, "-d", "print", "--received", "-3000m")
    late = desk("ticket", "search", "print", "--late", "--limit", "1").out
    assert late.endswith("There are more: a larger --limit than 1 shows them\n")


NOTHING = (
    (["logn"], "No ticket holds logn.\nNothing holds logn; is login meant?\n"),
    (["qqqq"], "No ticket holds qqqq.\nThe beginning of a word is enough.\n"),
    (["dana", "qqqq"], "No ticket holds dana, qqqq.\nNothing holds qqqq; the other words may find it.\n"),
    (["update", "fire"], "Each is in some ticket, but not together: fewer words find more.\n"),
    (["fire dana"], "Each is in some ticket, but not together: fewer words find more.\n"),
    (
        ['"fire dana"'],
        "Nowhere do fire dana stand side by side; without quotes they can stand anywhere.\n",
    ),
    (["无法"], "Nothing holds 无法 in one piece; a shorter part of it may be found.\n"),
    (["555-9170"], "Nothing holds 555-9170 in one piece; a shorter part of it may be found.\n"),
    (['"E-777" fire'], "Nothing holds E-777 in one piece; a shorter part of it may be found.\n"),
    (
        ["fire", "-t", "1"],
        "No such ticket holds fire.\nWithout the other options every ticket is searched.\n",
    ),
    (["--", "fire", "-print"], "There are such tickets with print, which is not to be there.\n"),
)


def test_where_nothing_is_found_there_is_a_way_on(desk: Any) -> None:
    for words, said in NOTHING:
        assert desk("ticket", "search", *words).out.endswith(said)
    assert desk("ticket", "search", "qqqq", "--json").json == {
        "words": ["qqqq"],
        "found": [],
        "more": 0,
        "counted": True,
    }


def test_what_cannot_be_looked_for_is_refused(desk: Any) -> None:
    for words, sentence in (
        (["?!"], "'?!' holds no word to look for"),
        ([""], "'' holds no word to look for"),
        (["--", "-dana"], "a search needs a word that is there"),
        (["x" * 100 + " y" * 500_000], "a search takes at most 32 words"),
        (["dana", "--limit", "0"], "--limit is a number from 1"),
        (["dana", "--status", "lost"], "'lost' is not a status"),
        (["dana", "--format", "xls"], "'xls' is no format of tickets"),
        ([], "oncall ticket search needs WORD, the words to find"),
    ):
        said = desk("ticket", "search", *words, code=2).err
        assert said.startswith(f"oncall: error: {sentence}"), said[:300]
        assert len(said) < 400


def test_what_was_found_is_written_as_csv(desk: Any, tmp_path: Any) -> None:
    out = tmp_path / "found.csv"
    assert desk("ticket", "search", "print", "--out", out).out == f"Wrote 2 tickets to {out}.\n"
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [(row["id"], row["caller"]) for row in rows] == [("2", "Al Moe"), ("3", "Al Moe")]
    desk("ticket", "search", "print", "--limit", "1", "--format", "csv", "--out", out)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 2


def test_what_was_said_before_a_correction_is_found_in_the_story_alone(desk: Any) -> None:
    desk("ticket", "edit", "2", "-d", "The scanner hums", "--as", "ana")
    [one] = desk("ticket", "search", "print", "do", "--json").json["found"]
    assert (one["ticket"]["id"], one["field"], one["name"]) == (2, "story", "edited")
    assert numbers(desk, "scanner") == [2]


def test_a_rehearsal_or_a_refusal_leaves_nothing_to_be_found(desk: Any) -> None:
    desk("ticket", "done", "1", "-r", "magenta", "--work", "soon", code=2)
    assert numbers(desk, "magenta") == []


def test_words_of_one_argument_are_found_apart_where_nowhere_together_and_that_is_said(desk: Any) -> None:
    apart = desk("ticket", "search", "update dana").out
    assert apart.startswith(
        "Nowhere do update dana stand side by side; these hold every word of it.\n1  On It"
    )
    together = desk("ticket", "search", "log in").out
    assert together.startswith("1  On It")
