"""A store that cannot be written can be read."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from typing import Any

import pytest

from oncall_cli.store.schema import VERSION
from tests.conftest import Cli

READING = ("rotation", "show")
WRITING = ("team", "add", "eve", "--name", "Eve", "--as", "dee")


def test_a_read_only_store_can_be_read_and_not_changed(team: Cli) -> None:
    team.path.chmod(0o444)
    assert team(*READING).out
    assert "is read-only" in team(*WRITING, code=4).err
    team.path.chmod(0o600)
    assert team("team", "list", "--json").json["members"][-1]["handle"] == "dee"


def test_a_store_that_nobody_can_write_can_be_read(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = team.path.read_bytes()
    addresses: list[str] = []
    connect = sqlite3.connect

    def on_a_read_only_disk(address: str, **options: Any) -> sqlite3.Connection:
        addresses.append(address)
        if "immutable" not in address:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return connect(address, **options)

    monkeypatch.setattr(sqlite3, "connect", on_a_read_only_disk)
    assert team("team", "list", "--json").json["members"][0]["handle"] == "ana"
    assert [address.partition("?")[2] for address in addresses] == [
        "mode=rw",
        "mode=ro",
        "mode=ro&immutable=1",
    ]
    addresses.clear()
    assert "cannot be opened" in team(*WRITING, code=4).err
    assert len(addresses) == 1
    log = team.path.with_name(f"{team.path.name}-wal")
    log.write_bytes(b"")
    team(*READING)
    log.write_bytes(b"somebody is writing")
    assert "cannot be opened" in team(*READING, code=4).err
    link = team.path.with_name("link.db")
    link.symlink_to(team.path)
    assert "cannot be opened" in team(*READING, "--store", str(link), code=4).err
    assert team.path.read_bytes() == whole


def test_a_store_of_an_earlier_release_that_nobody_can_write_says_so(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(sqlite3.connect(team.path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
        connection.commit()
    whole = team.path.read_bytes()
    connect = sqlite3.connect

    def reads_only(address: str, **options: Any) -> sqlite3.Connection:
        return connect(address.replace("mode=rw", "mode=ro"), **options)

    monkeypatch.setattr(sqlite3, "connect", reads_only)
    for command in (READING, WRITING):
        said = team(*command, code=4).err
        assert "is of an earlier release, and cannot be brought up to date" in said
        assert "open it once where it can be written" in said
    monkeypatch.setattr(sqlite3, "connect", connect)
    assert team.path.read_bytes() == whole


@pytest.fixture
def as_anybody() -> list[str]:
    """How to start a program that file permissions bind, whoever runs the tests."""
    if os.geteuid():
        return []
    bound = [
        "setpriv",
        "--bounding-set=-dac_override,-dac_read_search",
        "--inh-caps=-dac_override,-dac_read_search",
    ]
    try:
        subprocess.run([*bound, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this root cannot give up its rights")
    return bound


def test_permissions_decide_who_reads_and_who_writes(team: Cli, as_anybody: list[str]) -> None:
    folder = team.path.with_name("shared")
    folder.mkdir()
    path = folder / "oncall.db"
    path.write_bytes(team.path.read_bytes())

    def ended(*words: str) -> tuple[int, str]:
        argv = [*as_anybody, sys.executable, "-m", "oncall_cli", *words, "--store", str(path)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    try:
        folder.chmod(0o555)
        assert ended(*READING) == (0, "")
        assert ended(*WRITING)[0] == 4
        folder.chmod(0o700)
        path.chmod(0o000)
        for command in (READING, WRITING):
            code, said = ended(*command)
            assert code == 4
            assert f"oncall: error: the store {path} " in said
    finally:
        folder.chmod(0o700)
