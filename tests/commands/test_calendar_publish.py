"""Calendars in a folder for a web server: which files, who may read what, and which change when."""

import errno
import fcntl
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import vobject

from oncall_cli.commands.calendar_folder import GIVEN_UP
from oncall_cli.commands.calendar_page import index_page
from oncall_cli.documents.file import DATABASE
from oncall_cli.session import Session
from tests.conftest import POLICY, Cli, Out

ADDRESS = "https://calendars.example.com/oncall/"
COVER = ("cover", "add", "dee", "2026-12-09T12:00/2026-12-10T12:00", "--reason", "ana is ill", "--as", "dee")
SWAP = (
    ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana"),
    ("swap", "accept", "1", "--as", "ben"),
    ("swap", "approve", "1", "--as", "dee"),
)
PRIVATE = re.compile(r"[0-9a-f]{32}\.ics")
DESK = f"""{POLICY}
[calendar]
past = 1
leave_out = ["carry", "charge", "test_call"]
"""

_FILLED: list[bytes] = []
"""The team's store under that policy, made once."""


@pytest.fixture
def team(team: Cli, tmp_path: Path) -> Cli:
    """The team, with few events in its calendars: what is in them is not what these tests are about."""
    if not _FILLED:
        applied(team, tmp_path, DESK)
        _FILLED.append(team.path.read_bytes())
    team.path.write_bytes(_FILLED[0])
    return team


def applied(cli: Cli, tmp_path: Path, policy: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(policy, encoding="utf-8")
    cli("policy", "apply", str(file), "--from", "2026-11-24", "--as", "dee")


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


def run(cli: Cli, www: Path, *more: str, code: int = 0) -> Out:
    """Four weeks where `more` says no other number: enough for every case here, and soon done."""
    return cli("calendar", "publish", str(www), "--weeks", "4", *more, "--as", "dee", code=code)


def published(cli: Cli, www: Path, *more: str) -> Any:
    """What a run answers to a program."""
    return run(cli, www, *more, "--json").json


def written(answer: Any) -> set[str]:
    """Whose files a run wrote: members, the team, the page."""
    whose = {one["person"] or "team" for one in answer["calendars"] if one["written"]}
    return whose | ({"page"} if answer["index"] else set())


def files(answer: Any) -> dict[str, str]:
    return {one["person"] or "team": one["file"] for one in answer["calendars"]}


def content(www: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in www.iterdir()}


def untouched(www: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in www.iterdir()}


def summaries(data: bytes) -> list[str]:
    found = vobject.readOne(data.decode()).contents.get("vevent", [])
    return [event.summary.value for event in found]


def test_everybody_has_a_file_that_holds_what_an_export_holds(team: Cli, www: Path) -> None:
    answer = published(team, www)
    named = files(answer)
    assert list(named) == ["team", "ana", "ben", "cy", "dee"]
    assert named.pop("team") == "team.ics"
    assert all(PRIVATE.fullmatch(name) for name in named.values())
    assert content(www).keys() == {*named.values(), "team.ics", "index.html"}
    assert (answer["start"], answer["weeks"], answer["base_url"]) == ("2026-11-16", 5, None)
    window = ("--from", answer["start"], "--weeks", str(answer["weeks"]))
    for handle, name in named.items():
        exported = team("calendar", "export", "--person", handle, *window).out
        assert (www / name).read_bytes() == exported.encode()
    assert (www / "team.ics").read_bytes() == team("calendar", "export", "--team", *window).out.encode()
    assert answer["calendars"][0]["events"] == len(summaries((www / "team.ics").read_bytes()))


def test_a_run_that_changes_nothing_touches_nothing_and_says_so_in_one_line(team: Cli, www: Path) -> None:
    first = run(team, www)
    assert first.out == f"Published 5 calendars to {www}: 6 files written, 0 as they were.\n"
    before = untouched(www)
    again = run(team.at("2026-11-24T12:00:00-06:00"), www)
    assert again.out == f"Published 5 calendars to {www}: 0 files written, 6 as they were.\n"
    assert first.err == again.err == ""
    assert untouched(www) == before


def eve_renamed(team: Cli, _tmp_path: Path) -> None:
    team("team", "edit", "eve", "--name", "Eve Moss", "--as", "dee")


def covered(team: Cli, _tmp_path: Path) -> None:
    team(*COVER)


def swapped(team: Cli, _tmp_path: Path) -> None:
    for step in SWAP:
        team(*step)


def another_line(team: Cli, tmp_path: Path) -> None:
    applied(team, tmp_path, f'{DESK}\n[phone]\nline = "+1 555 0100"\n')


@pytest.mark.parametrize(
    ("change", "whose"),
    [
        (eve_renamed, {"eve"}),
        (covered, {"ana", "dee", "team", "page"}),
        (swapped, {"ana", "ben", "cy", "team", "page"}),
        (another_line, {"ana", "ben", "cy"}),
    ],
)
def test_a_change_writes_exactly_the_files_that_it_concerns(
    team: Cli, www: Path, tmp_path: Path, change: Any, whose: set[str]
) -> None:
    team("team", "add", "eve", "--name", "Eve", "--as", "dee")
    published(team, www)
    before = content(www)
    change(team, tmp_path)
    answer = published(team.at("2026-11-24T12:00:00-06:00"), www)
    assert written(answer) == whose
    names = {**files(answer), "page": "index.html"}
    differing = {name for name, data in content(www).items() if before[name] != data}
    assert differing == {names[one] for one in whose}


def test_what_is_gone_is_in_no_file(team: Cli, www: Path) -> None:
    team(*COVER)
    named = files(published(team, www))
    both = (www / "team.ics", www / named["dee"])
    assert all(any("Ana Ruiz" in said for said in summaries(path.read_bytes())) for path in both)
    team("cover", "remove", "1", "--reason", "well again", "--as", "dee")
    assert written(published(team, www)) == {"ana", "dee", "team", "page"}
    assert "Cover" not in (www / "team.ics").read_text(encoding="utf-8")
    assert summaries((www / named["dee"]).read_bytes()) == []
    assert not any(b"CANCELLED" in data for data in content(www).values())


def test_the_weeks_that_are_over_and_to_come_are_as_many_as_the_policy_says(
    team: Cli, www: Path, tmp_path: Path
) -> None:
    applied(team, tmp_path, f"{POLICY}\n[calendar]\nweeks = 3\npast = 2\n")
    answer = team("calendar", "publish", str(www), "--as", "dee", "--json").json
    assert (answer["start"], answer["weeks"]) == ("2026-11-09", 5)
    owners = ["Cy Young", "Ana Ruiz", "Ben Okafor", "Cy Young", "Ana Ruiz"]
    assert summaries((www / "team.ics").read_bytes()) == [f"On call: {name}" for name in owners]
    more = published(team, www)
    assert (more["start"], more["weeks"], more["calendars"][0]["events"]) == ("2026-11-09", 6, 6)


def test_a_person_s_number_and_link_are_in_nobody_else_s_file(team: Cli, www: Path) -> None:
    team("team", "edit", "dee", "--phone", "555-0199", "--email", "dee@example.com", "--as", "dee")
    named = files(published(team, www, "--base-url", ADDRESS))
    tokens = {name.removesuffix(".ics") for name in named.values()} - {"team"}
    assert len(tokens) == 4
    for name, data in content(www).items():
        assert not any(token.encode() in data for token in tokens), name
    for name in ("team.ics", "index.html"):
        said = (www / name).read_text(encoding="utf-8").replace("\r\n ", "")
        assert "Ana Ruiz" in said
        assert "example.com" not in said.replace("calendars.example.com", "")
        assert not re.search(r"555-01\d\d", said)
    record = team("store", "log", "--json").out
    assert not any(token in record for token in tokens)


@pytest.mark.parametrize("terminal", [False, True])
def test_links_are_shown_whole_and_on_a_terminal_with_a_code_for_everybody_s_phone(
    team: Cli, www: Path, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    shown = run(team, www, "--base-url", ADDRESS.rstrip("/")).out
    answer = published(team, www, "--base-url", ADDRESS)
    lines = shown.splitlines()
    for one in answer["calendars"]:
        place = lines.index(f"{one['name']} ({one['person'] or 'the team'})")
        links = [f"{scheme}://calendars.example.com/oncall/{one['file']}" for scheme in ("webcal", "https")]
        assert lines[place + 1 : place + 3] == links == list(one["links"].values())
        following = [*lines, ""][place + 3]
        assert ("██" in following) is (terminal and one["person"] is not None)
    assert max(len(line) for line in lines[1:]) <= 80


def test_who_sits_at_a_terminal_is_told_what_to_do_with_links_and_how_to_see_them(
    team: Cli, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    told = run(team, www).err
    assert "`oncall calendar link`" in told
    assert max(len(line) for line in told.splitlines()[-6:]) <= 80
    with_links = run(team, www, "--base-url", ADDRESS).err
    for said in (told, with_links):
        assert "ICSx5" in said
    assert "`oncall calendar link`" not in with_links
    assert "ICSx5" not in run(team, www, "--dry-run").err


def test_where_the_policy_knows_the_address_nobody_is_told_to_type_it(
    team: Cli, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "--base-url" in run(team, www).err
    applied(team, tmp_path, f'{DESK}base_url = "{ADDRESS}"\n')
    told = run(team, www).err
    assert "--base-url" not in told
    assert "`oncall calendar link --person HANDLE`" in told


@pytest.mark.parametrize(
    ("address", "notes"),
    [
        (ADDRESS, 0),
        ("webcal://calendars.example.com/oncall", 0),
        ("https://other.example.com/", 1),
        ("http://calendars.example.com/oncall/", 2),
        (None, 0),
    ],
)
def test_the_address_of_the_policy_stands_where_none_is_given(
    team: Cli, www: Path, tmp_path: Path, address: str | None, notes: int
) -> None:
    applied(team, tmp_path, f'{DESK}base_url = "{ADDRESS}"\n')
    more = ("--base-url", address) if address else ()
    done = run(team, www, *more)
    assert ("webcal://" in done.out) is (address is not None)
    said = done.err.splitlines()
    assert len(said) == notes
    assert sum("anybody on the way can read" in line for line in said) == (notes == 2)
    link = f"webcal://{(address or ADDRESS).partition('://')[2].rstrip('/')}/team.ics"
    assert link in (www / "index.html").read_text(encoding="utf-8")


def test_a_rehearsal_writes_nothing_and_makes_no_link(team: Cli, www: Path) -> None:
    line, *table = run(team, www, "--dry-run").out.splitlines()
    assert line == f"Would publish 5 calendars to {www}: 6 of 6 files to write."
    assert [row.split()[0] for row in table[2:]] == ["the", "ana", "ben", "cy", "dee", "the"]
    answer = published(team, www, "--dry-run")
    assert answer["dry_run"]
    assert files(answer) == {"team": "team.ics", "ana": None, "ben": None, "cy": None, "dee": None}
    assert written(answer) == {"team", "ana", "ben", "cy", "dee", "page"}
    assert content(www) == {}
    assert team.store().feed_links.all() == []
    real = published(team, www)["calendars"]
    assert [one["changed"] for one in real] == [one["events"] for one in real]
    before = untouched(www)
    assert "0 of 6 files to write" in run(team, www, "--dry-run").out
    team(*COVER)
    assert written(published(team, www, "--dry-run")) == {"ana", "dee", "team", "page"}
    assert untouched(www) == before
    assert written(published(team, www)) == {"ana", "dee", "team", "page"}


def test_a_rehearsal_shows_as_many_files_as_it_counts(team: Cli, www: Path) -> None:
    old = files(published(team, www))["ana"]
    (www / "index.html").unlink()
    team("calendar", "link", "--person", "ana", "--renew", "--base-url", ADDRESS, "--as", "dee")
    line, _, _, *table = run(team, www, "--dry-run").out.splitlines()
    assert line.endswith(": 3 of 7 files to write.")
    assert len(table) == 7
    changing = [row for row in table if not row.endswith("as it is")]
    assert [row.split()[0] for row in changing] == ["ana", "given", "the"]
    assert f"given up: {old[:8]}" in changing[1]
    assert changing[2].split() == ["the", "page", "written"]
    published(team, www)
    line, _, _, *table = run(team, www, "--dry-run").out.splitlines()
    assert ": 0 of 7 " in line
    assert all(row.endswith("as it is") for row in table)


def test_whoever_left_has_a_file_for_as_long_as_it_is_there(team: Cli, www: Path, tmp_path: Path) -> None:
    team("team", "add", "eve", "--name", "Eve", "--as", "dee")
    past = "2026-11-20T12:00/2026-11-20T18:00"
    team("cover", "add", "eve", past, "--reason", "ana is ill", "--as", "dee")
    name = files(published(team, www))["eve"]
    team("team", "leave", "eve", "--on", "2026-11-24", "--as", "dee")
    team.at("2026-11-25T12:00:00-06:00")
    answer = published(team, www, "--base-url", ADDRESS)
    eve = next(one for one in answer["calendars"] if one["person"] == "eve")
    assert (eve["left"], eve["file"]) == (True, name)
    assert "You cover for Ana Ruiz" in summaries((www / name).read_bytes())
    shown = run(team, www, "--base-url", ADDRESS).out
    assert name not in shown
    (www / name).unlink()
    assert "eve" not in files(published(team, www))
    other = tmp_path / "other"
    other.mkdir()
    assert "eve" not in files(published(team, other))
    team("team", "leave", "eve", "--cancel", "--as", "dee")
    assert files(published(team, www))["eve"] == name


def test_a_link_that_was_given_up_holds_nothing_any_more(team: Cli, www: Path, tmp_path: Path) -> None:
    old = files(published(team, www))["ana"]
    team("calendar", "link", "--person", "ana", "--renew", "--base-url", ADDRESS, "--as", "dee")
    answer = published(team, www)
    new = files(answer)["ana"]
    assert new != old
    assert answer["retired"] == answer["emptied"] == [old]
    assert written(answer) == {"ana"}
    calendar = vobject.readOne((www / old).read_text(encoding="utf-8"))
    assert calendar.x_wr_calname.value == GIVEN_UP
    assert "vevent" not in calendar.contents
    assert "Ana" not in (www / old).read_text(encoding="utf-8")
    assert len(summaries((www / new).read_bytes())) > 3
    again = team.at("2026-12-09T12:00:00-06:00")
    published(again, www)
    before = untouched(www)[old]
    assert published(again, www)["emptied"] == []
    published(team.at("2027-06-09T12:00:00-05:00"), www)
    assert untouched(www)[old] == before
    other = tmp_path / "other"
    other.mkdir()
    assert published(team, other)["retired"] == []
    assert old not in content(other)


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("index.html", b"<!doctype html><title>Our shop</title>", 2, "is not a file of this program"),
        ("team.ics", b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n", 2, "is not a file of this program"),
        ("team.ics", DATABASE + b"\0" * 100, 2, "is a database"),
        ("index.html", None, 4, "it is a folder"),
    ],
)
def test_what_is_not_ours_is_not_written_over_and_then_nothing_is_done(
    team: Cli, www: Path, name: str, data: bytes | None, code: int, said: str
) -> None:
    if data is None:
        (www / name).mkdir()
    else:
        (www / name).write_bytes(data)
    for more in ((), ("--dry-run",)):
        refused = run(team, www, *more, code=code)
        assert refused.err.startswith(f"oncall: error: {www / name} ")
        assert said in refused.err
    assert [path.name for path in www.iterdir()] == [name]
    assert data is None or (www / name).read_bytes() == data
    assert team.store().feed_links.all() == []


def of_another_team(team: Cli, empty: bytes) -> None:
    """Makes the store another one of the same people, which has written nothing so far."""
    team.path.write_bytes(empty)
    fact = {"name": "calendar_namespace", "value": "5eed" * 8}
    team.store().door.add_plain("fact", [fact])


def test_a_folder_that_shows_another_store_s_calendars_is_left_to_it(team: Cli, www: Path) -> None:
    empty = team.path.read_bytes()
    published(team, www)
    before = untouched(www)
    of_another_team(team, empty)
    for more in ((), ("--dry-run",)):
        refused = run(team, www, *more, "--json", code=2).error
        assert (
            refused["message"]
            == f"{www / 'team.ics'} is the calendar of another store, and is not written over"
        )
        assert "delete team.ics and index.html there first" in refused["hint"]
    assert untouched(www) == before
    assert team.store().feed_links.all() == []
    (www / "team.ics").unlink()
    (www / "index.html").unlink()
    assert "does not know their links" in run(team, www).err


def test_a_folder_without_an_event_and_one_that_a_lost_store_wrote_are_taken(team: Cli, www: Path) -> None:
    empty = team.path.read_bytes()
    published(team, www)
    team.path.write_bytes(empty)
    assert "team" not in written(published(team, www))
    file = www / "team.ics"
    file.write_bytes(re.sub(rb"BEGIN:VEVENT.*END:VEVENT\r\n", b"", file.read_bytes(), flags=re.DOTALL))
    of_another_team(team, empty)
    assert "team" in written(published(team, www))


def test_other_files_stay_and_links_of_another_store_are_told_of(team: Cli, www: Path) -> None:
    (www / "holidays.ics").write_bytes(b"the company's")
    (www / ".htaccess").write_bytes(b"deny")
    assert run(team, www).err == ""
    for number in range(5):
        (www / f"{number:032x}.ics").write_bytes(b"of another store")
    said = run(team, www).err
    assert said.startswith("note: not kept up to date, for this store does not know their links: 000")
    assert said.endswith("2.ics and 2 more\n")
    assert (www / "holidays.ics").read_bytes() == b"the company's"
    assert (www / f"{4:032x}.ics").read_bytes() == b"of another store"


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("nowhere",), 3, "there is no folder"),
        (("oncall.db",), 2, "is not a folder"),
        (("",), 2, "DIR is empty"),
        (("w\0w",), 2, "DIR holds a character that is in no name"),
        ((".",), 2, "the store lies in"),
        (("www", "--base-url", "ftp://x"), 2, "not the address of a folder on a web server"),
        (("www", "--base-url", ""), 2, "not the address of a folder on a web server"),
        (("www", "--weeks", "0"), 2, "--weeks"),
        (("www", "--as", "ana"), 1, "only a manager may publish calendars; ana is none"),
        (("www", "--as", "zed"), 3, "there is no member 'zed'"),
        ((), 2, "needs DIR, the folder that a web server shows"),
    ],
)
def test_what_cannot_be_published_writes_and_remembers_nothing(
    team: Cli,
    www: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(www.parent)
    acting = () if "--as" in argv else ("--as", "dee")
    refused = team("calendar", "publish", *argv, *acting, "--json", code=code)
    assert said in refused.error["message"]
    assert content(www) == {}
    assert team.store().feed_links.all() == []


def test_a_store_that_cannot_be_written_publishes_nothing(team: Cli, www: Path) -> None:
    team.path.chmod(0o444)
    assert "is read-only" in run(team, www, code=4).err
    assert content(www) == {}


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from oncall_cli.cli import run
from oncall_cli.commands.frame import World

replace, left = os.replace, int(sys.argv[2])

def killing(*names, **folders):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    replace(*names, **folders)

os.replace = killing
clock = lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
run(["calendar", "publish", sys.argv[1], "--weeks", "4", "--as", "dee"], World(clock=clock, login="nobody"))
"""


@pytest.mark.parametrize("after", [0, 4])
def test_a_run_that_is_killed_is_completed_by_the_next(team: Cli, www: Path, after: int) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(www), str(after)], check=False)
    assert killed.returncode == -9
    assert len(content(www)) == after + 1, "the files that were done, and one without its name"
    answer = published(team.at("2026-11-24T12:00:00-06:00"), www)
    assert len(written(answer)) == 6 - after
    assert [one["changed"] for one in answer["calendars"]] == [0] * 5
    assert content(www).keys() == {*files(answer).values(), "index.html"}
    stamps = re.findall(rb"LAST-MODIFIED:(\d+T\d+Z)", b"".join(content(www).values()))
    assert set(stamps) == {b"20261124T090000Z"}


def test_a_disk_that_gets_full_leaves_whole_files_and_the_next_run_the_rest(
    team: Cli, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, left = os.fsync, iter(range(3))

    def filling(handle: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", filling)
    full = run(team, www, code=4).err.splitlines()
    assert full[0].endswith(" could not be written: No space left on device")
    assert full[1] == "hint: 3 files written before it; the next run writes the rest"
    assert len(full) == 2
    assert len(content(www)) == 3
    assert all(data.endswith(b"END:VCALENDAR\r\n") for data in content(www).values())
    monkeypatch.setattr(os, "fsync", fsync)
    assert len(written(published(team, www))) == 3
    assert written(published(team, www)) == set()


def test_an_interruption_tells_what_was_written(
    team: Cli, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, left = os.replace, iter(range(2))

    def interrupting(*names: str, **folders: int) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(*names, **folders)

    monkeypatch.setattr(os, "replace", interrupting)
    said = run(team, www, code=130)
    assert said.out == f"Published to {www} until it was interrupted: 2 files written.\n"
    assert said.err == "note: the next run writes the rest\n"
    assert len(content(www)) == 2
    monkeypatch.setattr(os, "replace", replace)
    assert len(written(published(team, www))) == 4


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_folder_that_is_moved_during_the_run_is_told_of_and_written_by_the_next(
    team: Cli, www: Path, is_replaced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, moved = os.replace, www.with_name("moved")

    def moving(*names: Any, **folders: Any) -> None:
        replace(*names, **folders)
        if not moved.exists():
            www.rename(moved)
            if is_replaced:
                www.mkdir()

    monkeypatch.setattr(os, "replace", moving)
    failed = run(team, www, "--json", code=4).error
    assert failed["message"].startswith(f"{www} was moved or replaced during this run")
    assert failed["hint"] == "run this again"
    www.mkdir(exist_ok=True)
    assert content(www) == {}
    assert written(published(team, www)) == {"team", "ana", "ben", "cy", "dee", "page"}
    assert content(www) == content(moved)


@pytest.mark.parametrize("token", ["../../evil", "team", "", "0123456789ABCDEF" * 2])
def test_a_link_that_is_damaged_leads_nowhere(team: Cli, www: Path, token: str) -> None:
    published(team, www)
    before = untouched(www)
    engine = team.store().door.db.conn
    engine.execute("DROP TRIGGER feed_link_stays")
    engine.execute("PRAGMA ignore_check_constraints = 1")
    engine.execute("UPDATE feed_link SET token = ? WHERE person = 'ana'", [token])
    assert "is damaged" in run(team, www, code=4).err
    link = ("calendar", "link", "--person", "ana", "--base-url", ADDRESS)
    assert "is damaged" in team(*link, "--as", "dee", code=4).err
    assert untouched(www) == before


@pytest.fixture
def held(www: Path) -> Iterator[int]:
    """The folder in the hands of another run."""
    handle = os.open(www, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield handle
    os.close(handle)


def test_whoever_comes_second_writes_what_is_so_once_the_first_is_done(
    team: Cli, www: Path, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_seconds: float) -> None:
        assert content(www) == {}
        team("team", "edit", "cy", "--name", "Cyril Young", "--as", "dee")
        fcntl.flock(held, fcntl.LOCK_UN)

    monkeypatch.setattr(time, "sleep", meanwhile)
    published(team, www)
    assert b"On call: Cyril Young" in (www / "team.ics").read_bytes()


@pytest.mark.usefixtures("held")
def test_a_run_does_not_wait_for_another_without_an_end(
    team: Cli, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = iter(range(0, 100_000, 7))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(passed)))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    refused = run(team, www, code=4)
    assert f"another run has been publishing to {www} for 60 seconds" in refused.err
    assert content(www) == {}
    assert team.store().feed_links.all() == []


def stamps(data: bytes) -> dict[str, tuple[int, str]]:
    """SEQUENCE and LAST-MODIFIED of each event, as vobject reads them."""
    found = vobject.readOne(data.decode()).contents.get("vevent", [])
    return {
        event.uid.value: (int(event.sequence.value), event.last_modified.value.isoformat()) for event in found
    }


def test_a_store_that_was_restored_goes_on_above_what_phones_have_read(
    team: Cli, www: Path, tmp_path: Path
) -> None:
    published(team, www)
    copy = team.path.read_bytes()
    first = stamps((www / "team.ics").read_bytes())
    swapped(team, tmp_path)
    published(team, www)
    out = stamps((www / "team.ics").read_bytes())
    team.path.write_bytes(copy)
    published(team, www)
    back = stamps((www / "team.ics").read_bytes())
    moved = {uid for uid, stamp in out.items() if stamp != first[uid]}
    assert moved
    for uid, stamp in back.items():
        assert stamp == first[uid] if uid not in moved else (stamp[0] == 2 and stamp[1] > out[uid][1]), uid
    assert published(team, www)["calendars"][0]["written"] is False
    exported = stamps(team("calendar", "export", "--team", "--from", "2026-11-16").out.encode())
    assert {uid: exported[uid] for uid in back} == back


def test_the_page_shows_this_week_and_those_to_come_for_a_quarter_at_most(team: Cli) -> None:
    team(*COVER)
    session = Session(store_path=team.path, clock=lambda: team.now, login="nobody")
    page = index_page(session, 30, "team.ics", None)
    assert [str(week.week) for week in page.weeks][:2] == ["2026-11-23", "2026-11-30"]
    assert len(page.weeks) == 13
    short = index_page(session, 3, "team.ics", None)
    assert [week.name for week in short.weeks] == ["Ben Okafor", "Cy Young", "Ana Ruiz"]
    assert [week.published for week in page.weeks] == [True] * 6 + [False] * 7
    first = short.weeks[0]
    ends = (first.start.isoformat(), first.end.isoformat())
    assert ends == ("2026-11-23T18:01:00-06:00", "2026-11-30T06:59:00-06:00")
    (cover,) = short.weeks[2].cover
    assert (cover.name, cover.start.isoformat()) == ("Dee Park", "2026-12-09T12:00:00-06:00")
    assert cover.end.isoformat() == "2026-12-10T12:00:00-06:00"
    session.close()
