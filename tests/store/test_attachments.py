"""Files lie beside the store under their hash: whole, once, and safe before anything names them."""

import os
import stat
from pathlib import Path

import pytest

from oncall_cli.errors import StoreFailed
from oncall_cli.store import files as module
from oncall_cli.store.files import Files, hash_of


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "oncall.db")


def kept(files: Files) -> list[Path]:
    return sorted(path for path in files.folder.rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash_and_for_its_owner_alone(files: Files) -> None:
    files.keep(b"one")
    (path,) = kept(files)
    assert path == files.folder / hash_of(b"one")[:2] / hash_of(b"one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, files.folder)} == {0o700}
    assert files.content(hash_of(b"one"), "a.txt") == b"one"


def test_the_same_content_is_kept_once_and_a_damaged_one_is_mended(files: Files) -> None:
    files.keep(b"one")
    files.keep(b"one")
    (path,) = kept(files)
    path.write_bytes(b"two")
    with pytest.raises(StoreFailed, match=r"a\.txt is damaged"):
        files.content(hash_of(b"one"), "a.txt")
    files.keep(b"one")
    assert files.content(hash_of(b"one"), "a.txt") == b"one"


def test_a_missing_file_is_named(files: Files) -> None:
    with pytest.raises(StoreFailed, match=r"a\.txt is missing"):
        files.content(hash_of(b"one"), "a.txt")


@pytest.mark.parametrize(("number", "why"), [(28, "the disk is full"), (30, "the disk is read-only")])
def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing(
    files: Files, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    def fails(handle: int) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(module.os, "fsync", fails)
    with pytest.raises(StoreFailed, match=why):
        files.keep(b"one")
    assert kept(files) == []


def test_a_kill_before_the_end_leaves_no_file_under_the_hash(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name comes only when all of the content is on the disk."""
    seen: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "content")
        fsync(handle)

    def noted_replace(self: Path, target: Path) -> Path:
        assert self.read_bytes() == b"one"
        seen.append("name")
        return replace(self, target)

    monkeypatch.setattr(module.os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    files.keep(b"one")
    assert seen == ["folder", "folder", "content", "name", "folder"]


def test_what_a_killed_run_left_goes_when_it_is_a_day_old(files: Files) -> None:
    files.keep(b"one")
    (path,) = kept(files)
    old, new = path.with_name(".new-old"), path.with_name(".new-now")
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, path.stat().st_mtime - 25 * 3600))
    path.unlink()
    files.keep(b"one")
    assert kept(files) == [new, path]


def test_a_link_to_a_folder_that_is_not_there_is_named(files: Files, tmp_path: Path) -> None:
    files.folder.symlink_to(tmp_path / "gone")
    with pytest.raises(StoreFailed, match=r"oncall\.db\.files is a link to a folder that is not there"):
        files.keep(b"one")
    (tmp_path / "gone").mkdir()
    files.keep(b"one")
    assert files.content(hash_of(b"one"), "a") == b"one"


def test_a_store_named_by_a_link_has_its_files_beside_the_real_one(tmp_path: Path) -> None:
    real = tmp_path / "real" / "oncall.db"
    real.parent.mkdir()
    real.touch()
    (tmp_path / "link.db").symlink_to(real)
    Files(tmp_path / "link.db").keep(b"one")
    assert Files(real).content(hash_of(b"one"), "a") == b"one"
