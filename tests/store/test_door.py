"""The file: missing, broken, locked or somebody else's; and one transaction at a time."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oncall_cli.errors import StoreFailed
from oncall_cli.store import door
from oncall_cli.store.door import Act, kept
from oncall_cli.store.schema import VERSION
from tests.conftest import Cli

ACT = Act("dee", None, "root", datetime(2026, 11, 24, 8, 10, tzinfo=UTC))
READING = ("rotation", "show")
WRITING = ("team", "add", "eve", "--name", "Eve", "--as", "dee")


def _missing(path: Path) -> None:
    path.unlink()


def _folder_missing(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))
    path.parent.joinpath("oncall.db").symlink_to(path.parent / "gone" / "oncall.db")


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(b"not a database, " * 4096)


def _cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _only_its_head(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def _of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE member (handle)")


def _of_a_newer_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def _without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE turn")
        connection.execute("DROP TABLE member")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_missing, "there is no store at"),
        (_folder_missing, "is a link that leads to no file"),
        (_a_folder, "cannot be opened"),
        (_empty, "is not an oncall store"),
        (_garbage, "is not an oncall store"),
        (_cut_in_half, "is damaged"),
        (_only_its_head, "the store"),
        (_overwritten, "is damaged"),
        (_of_another_program, "is not an oncall store"),
        (_of_a_newer_program, "was written by a newer oncall"),
        (_without_a_table, "the store"),
    ],
)
def test_a_store_that_cannot_be_used_is_said_in_one_sentence(
    team: Cli, broken: Callable[[Path], None], said: str
) -> None:
    broken(team.path)
    for command in (READING, WRITING, ("team", "list"), ("now",), ()):
        if broken in (_missing, _folder_missing) and command == ():
            continue  # that is how everybody begins
        answer = team(*command, code=4)
        assert answer.out == ""
        assert answer.err.startswith("oncall: error: ")
        assert said in answer.err
        assert str(team.path) in answer.err
        assert answer.err.count("\n") <= 2
        assert team(*command, "--json", code=4).error["code"] == "store"


def test_a_lock_is_waited_for_and_then_named(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.05)
    with closing(sqlite3.connect(team.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = team(*WRITING, code=4)
        assert "is locked by another program" in answer.err
        assert "hint: run the command again in a moment" in answer.err
        assert team(*READING).out
        other.execute("ROLLBACK")
    team(*WRITING)


def test_a_lock_given_back_in_time_is_no_failure(team: Cli) -> None:
    holder = (
        "import sqlite3, sys, time\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "time.sleep(0.3)\n"
        "held.execute('ROLLBACK')\n"
    )
    argv = [sys.executable, "-c", holder, str(team.path)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        team(*WRITING)
    assert team.store().members.find("eve")


def test_foreign_keys_hold_in_every_connection_and_commits_reach_the_disk(team: Cli) -> None:
    opened = team.store().door
    assert opened.row("PRAGMA foreign_keys") == {"foreign_keys": 1}
    assert opened.row("PRAGMA synchronous") == {"synchronous": 2}
    with pytest.raises(StoreFailed, match="FOREIGN KEY"), opened.transaction(ACT):
        opened.add("order_place", {"rotation_order": 1, "place": 9, "handle": "ghost"}, key="1.9")


class Stop(BaseException):
    """What a kill looks like from inside."""


@pytest.mark.parametrize("fault", [RuntimeError("fault"), KeyboardInterrupt(), Stop()])
def test_nothing_of_a_transaction_is_stored_that_did_not_come_to_its_end(
    team: Cli, fault: BaseException
) -> None:
    opened = team.store().door

    def interrupted() -> None:
        with opened.transaction(ACT):
            opened.add("member", {"handle": "eve", "name": "Eve", "role": "technician"}, key="eve")
            opened.add_plain("fact", [{"name": "more", "value": "x"}])
            opened.change("member", "ana", {"name": "Ana Ruiz"}, {"name": "Somebody else"})
            raise fault

    before = "\n".join(opened.db.conn.iterdump())
    with pytest.raises(type(fault)):
        interrupted()
    assert "\n".join(team.store().door.db.conn.iterdump()) == before


def test_a_program_that_is_killed_leaves_what_was_acknowledged_and_no_more(team: Cli) -> None:
    killed = (
        "import os, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from oncall_cli.store.door import Act, Door\n"
        "door = Door(Path(sys.argv[1]))\n"
        "with door.transaction(Act('dee', None, 'root', datetime(2026, 11, 24, tzinfo=UTC))):\n"
        "    door.add('member', {'handle': 'eve', 'name': 'Eve', 'role': 'technician'}, key='eve')\n"
        "with door.transaction(Act('dee', None, 'root', datetime(2026, 11, 24, tzinfo=UTC))):\n"
        "    door.add('member', {'handle': 'flo', 'name': 'Flo', 'role': 'technician'}, key='flo')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", killed, str(team.path)], check=False)
    assert ended.returncode == -9
    assert [member.handle for member in team.store().members.all()] == ["ana", "ben", "cy", "dee", "eve"]


def test_a_change_outside_a_transaction_is_a_fault_of_the_program(team: Cli) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        team.store().door.add("fact", {"name": "x", "value": "y"})


def test_the_record_says_what_a_change_was_before(team: Cli) -> None:
    opened = team.store()
    ana = opened.members.find("ana")
    assert ana
    with opened.door.transaction(ACT):
        opened.members.change(ana, ana.model_copy(update={"phone": None, "name": "Ana R."}))
    last = opened.records.latest(1)[0]
    assert (last.noun, last.key, last.verb) == ("member", "ana", "changed")
    assert (last.before, last.after) == (
        {"name": "Ana Ruiz", "phone": "555-0100"},
        {"name": "Ana R.", "phone": None},
    )
    assert (last.actor, last.acted_by, last.login, kept(last.moment)) == (
        "dee",
        None,
        "root",
        kept(ACT.moment),
    )


def test_an_older_store_is_brought_up_to_date_when_it_is_opened(team: Cli) -> None:
    with closing(sqlite3.connect(team.path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
    assert team(*READING).out
    assert team.store().door.row("PRAGMA user_version") == {"user_version": VERSION}
