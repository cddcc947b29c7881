"""A new store comes to be whole or not at all, and never in the place of another."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from oncall_cli.errors import OncallError, StoreFailed
from oncall_cli.store.new_file import new_file
from oncall_cli.store.schema import migrations
from oncall_cli.store.store import open_store
from tests.conftest import Cli

READING = ("rotation", "show")
WRITING = ("team", "add", "eve", "--name", "Eve", "--as", "dee")


def test_a_new_file_is_private_and_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "new.db"

    def interrupted() -> None:
        with new_file(path) as building:
            assert building.stat().st_mode & 0o777 == 0o600
            building.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert list(path.parent.iterdir()) == []
    with new_file(path) as building:
        building.write_bytes(b"whole")
        assert not path.exists()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"whole", 0o600)
    with pytest.raises(OncallError, match="there is a store at"), new_file(path) as building:
        building.write_bytes(b"another")
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]


def test_where_files_cannot_have_two_names_no_store_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"

    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    with new_file(path) as building:
        building.write_bytes(b"whole")
    assert path.read_bytes() == b"whole"
    with pytest.raises(OncallError, match="there is a store at"), new_file(path) as building:
        building.write_bytes(b"another")
    assert path.read_bytes() == b"whole"
    path.unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreFailed, match=r"cannot make a store at .*new\.db: No space"), new_file(path):
        pass
    assert list(tmp_path.glob("*.db")) == list(tmp_path.glob(".oncall*")) == []


def test_what_a_killed_init_left_is_in_nobodys_way(cli: Cli) -> None:
    killed = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from oncall_cli.store.new_file import new_file\n"
        "with new_file(Path(sys.argv[1])):\n"
        "    os.execv('/bin/sh', ['sh', '-c', 'exit 3'])\n"
    )
    assert subprocess.run([sys.executable, "-c", killed, str(cli.path)], check=False).returncode == 3
    (left,) = cli.path.parent.glob(".oncall-*")
    names = {left.name}
    for _ in range(3):  # in one process, whose number says nothing new
        with new_file(cli.path.with_name("other.db")) as building:
            names.add(building.name)
        cli.path.with_name("other.db").unlink()
    assert len(names) == 4
    cli("init")


def test_an_init_that_fails_names_the_store_and_not_the_file_being_built(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(migrations, "apply", full)
    said = cli("init", code=4).err
    assert said.startswith(f"oncall: error: the store {cli.path} could not be written: the disk is full\n")
    assert not list(cli.path.parent.glob("*oncall*"))


def test_a_link_that_leads_nowhere_is_said_to_be_one(cli: Cli) -> None:
    cli.path.symlink_to("gone.db")
    for command in (("init",), ("now",), WRITING):
        assert f"{cli.path} is a link that leads to no file" in cli(*command, code=4).err
    assert cli.path.is_symlink()
    assert not cli.path.with_name("gone.db").exists()


def test_a_path_with_letters_that_mean_something_in_an_address_is_a_path(tmp_path: Path, cli: Cli) -> None:
    odd = tmp_path / "a?mode=ro#50%25 ü"
    cli("init", "--store", str(odd))
    assert odd.is_file()
    store = open_store(odd)
    assert store.members.all() == []
    store.door.close()
