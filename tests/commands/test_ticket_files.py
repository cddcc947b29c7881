"""The files of a ticket: kept with it, listed, and written as they came."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from oncall_cli.commands.ticket_files import attach, files_given
from oncall_cli.core.attachment import Enclosed
from oncall_cli.errors import BadValue, NotFound
from oncall_cli.session import Session
from tests.conftest import Cli

PICTURE = b"\x89PNG\r\n\x1a\n\x00\xff"


def keep(team: Cli, *enclosed: Enclosed, rehearsed: bool = False) -> None:
    session = Session(store_path=team.path, as_handle="ana", clock=lambda: team.now, login="nobody")
    with closing(session), session.transaction():
        if rehearsed:
            session.rehearse()
        ticket = session.store.tickets.find(1)
        assert ticket
        attach(session, ticket, enclosed)


@pytest.fixture
def call(team: Cli) -> Cli:
    """A ticket with two files of one name."""
    team("ticket", "log", "-c", "phone", "--caller", "Dana", "-p", "555-0100", "-d", "slow", "--as", "ana")
    keep(team, Enclosed("screen.png", "image/png", PICTURE), Enclosed("screen.png", "IMAGE/png\n", b"other"))
    return team


def test_files_are_listed_with_the_ticket_and_by_themselves(call: Cli) -> None:
    listed = call("ticket", "attachment", "1", "--json").json
    assert listed["ticket"] == 1
    assert [(one["number"], one["name"], one["size"], one["person"]) for one in listed["attachments"]] == [
        (1, "screen.png", len(PICTURE), "ana"),
        (2, "screen.png", 5, "ana"),
    ]
    ticket = call("ticket", "show", "1", "--json").json
    assert ticket["attachments"] == listed["attachments"]
    told = [one["text"] for one in ticket["events"] if one["kind"] == "attached"]
    assert told == ["screen.png (10 bytes), screen.png (5 bytes)"]
    assert "1 screen.png (10 bytes), 2 screen.png (5 bytes)" in call("ticket", "show", "1").out
    table = call("ticket", "attachment", "1").out
    assert "image/png" in table
    assert max(map(len, table.splitlines())) <= 80


def test_a_file_is_written_as_it_came_and_never_over_another(call: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    said = call("ticket", "attachment", "1", "1", "--out", folder)
    assert (folder / "screen.png").read_bytes() == PICTURE
    assert "Wrote screen.png of ticket 1 (10 bytes)" in said.out
    refused = call("ticket", "attachment", "1", "2", "--out", folder, code=1)
    assert "screen.png already" in refused.err
    assert (folder / "screen.png").read_bytes() == PICTURE
    call("ticket", "attachment", "1", "2", "--out", folder / "two.png")
    assert (folder / "two.png").read_bytes() == b"other"


def test_a_file_goes_to_standard_output_but_not_to_a_terminal(
    call: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("ticket", "attachment", "1", "2").out == "other"
    call.answers = []
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    refused = call("ticket", "attachment", "1", "1", code=1)
    assert "ticket attachment 1 1 --out ." in refused.err
    assert refused.out == ""


@pytest.mark.parametrize(
    ("argv", "code", "why"),
    [
        (("1", "3"), 3, "numbered 1 to 2"),
        (("1", "0"), 3, "numbered 1 to 2"),
        (("9",), 3, "no ticket 9"),
        (("1", "--out", "x"), 2, "none was named"),
        (("1", "1", "--out", "/nowhere/at/all.png"), 3, "no folder"),
    ],
)
def test_wrong_input_is_named(call: Cli, argv: tuple[str, ...], code: int, why: str) -> None:
    assert why in call("ticket", "attachment", *argv, code=code).err


def test_a_damaged_or_missing_file_is_named(call: Cli, tmp_path: Path) -> None:
    for path in sorted((tmp_path / "oncall.db.files").rglob("*")):
        if path.is_file():
            path.write_bytes(b"something else")
    assert (
        "screen.png is damaged" in call("ticket", "attachment", "1", "1", "--out", tmp_path / "x", code=4).err
    )
    (tmp_path / "oncall.db.files").rename(tmp_path / "elsewhere")
    assert (
        "screen.png is missing" in call("ticket", "attachment", "1", "1", "--out", tmp_path / "x", code=4).err
    )
    assert not (tmp_path / "x").exists()


def test_a_store_that_is_moved_with_its_folder_has_its_files(call: Cli, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    call.path.rename(moved / "team.db")
    (tmp_path / "oncall.db.files").rename(moved / "team.db.files")
    call("ticket", "attachment", "1", "1", "--out", tmp_path / "x", "--store", moved / "team.db")
    assert (tmp_path / "x").read_bytes() == PICTURE


def test_where_a_file_cannot_be_kept_nothing_is_stored(call: Cli, tmp_path: Path) -> None:
    (tmp_path / "oncall.db.files").rename(tmp_path / "elsewhere")
    (tmp_path / "oncall.db.files").write_bytes(b"in the way")
    with pytest.raises(Exception, match="could not be kept"):
        keep(call, Enclosed("a", "text/plain", b"a"))
    assert len(call("ticket", "show", "1", "--json").json["attachments"]) == 2


def test_a_rehearsal_keeps_nothing(team: Cli, tmp_path: Path) -> None:
    team("ticket", "log", "-c", "phone", "--caller", "Dana", "-p", "555-0100", "-d", "slow", "--as", "ana")
    keep(team, Enclosed("a", "text/plain", b"a"), rehearsed=True)
    assert not (tmp_path / "oncall.db.files").exists()
    assert team("ticket", "attachment", "1").out.strip() == "Ticket 1 has no files."


def test_names_that_mean_harm_do_none(call: Cli, tmp_path: Path) -> None:
    keep(call, Enclosed("../../.\x1b[31mrc\u202e\n", "x", b"a"), Enclosed("..", "x/y", b"b"))
    names = [one["name"] for one in call("ticket", "attachment", "1", "--json").json["attachments"]]
    assert names[2:] == ["[31mrc", "file"]
    assert "\x1b" not in call("ticket", "attachment", "1").out


def test_given_files_are_read_whole_or_named(tmp_path: Path) -> None:
    log = tmp_path / "error.log"
    log.write_bytes(b"x")
    (tmp_path / "data.csv").write_bytes(b"a,b")
    given = files_given([log, tmp_path / "data.csv"])
    assert [(one.name, one.content) for one in given] == [("error.log", b"x"), ("data.csv", b"a,b")]
    assert given[1].media_type == "text/csv"
    with pytest.raises(NotFound, match=f"there is no file at {tmp_path}"):
        files_given([tmp_path / "none"])
    with pytest.raises(BadValue, match="cannot be read"):
        files_given([tmp_path])
    with log.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(BadValue, match=r"is larger than a file can be \(50 MB\)"):
        files_given([log])


def test_a_file_that_is_there_is_not_written_over(call: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"mine")
    (tmp_path / "screen.png").write_bytes(b"mine too")
    for out in (mine, tmp_path):
        refused = call("ticket", "attachment", "1", "1", "--out", out, code=1)
        assert "already" in refused.err
        assert "hint: name another with --out FILE\n" in refused.err
    assert (mine.read_bytes(), (tmp_path / "screen.png").read_bytes()) == (b"mine", b"mine too")
    call("ticket", "attachment", "1", "1", "--out", "/dev/null")


def test_a_pipe_or_a_device_is_no_file(call: Cli, tmp_path: Path) -> None:
    """To read one may never end. What a shell hands over as a file is one."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(BadValue, match="it is a device or a pipe, not a file"):
            files_given([path])
        log = ("ticket", "log", "--eml", str(path), "--as", "ana")
        assert "it is a device or a pipe, not a file" in call(*log, code=2).err
    ours, theirs = os.pipe()
    os.write(theirs, b"said")
    os.close(theirs)
    try:
        assert files_given([Path(f"/dev/fd/{ours}")])[0].content == b"said"
    finally:
        os.close(ours)
