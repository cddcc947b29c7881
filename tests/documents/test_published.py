"""A folder that a web server shows: whole files, only those that differ, and nobody else's."""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from oncall_cli.documents import published
from oncall_cli.documents.file import DATABASE
from oncall_cli.documents.published import PublishedFolder, published_folder
from oncall_cli.errors import BadValue, NotFound, OncallError, StoreFailed

LEFT_OVER = ".oncall-publish-0123456789abcdef"


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(www: Path) -> Iterator[PublishedFolder]:
    with published_folder(www) as opened:
        yield opened


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def seen(path: Path) -> tuple[int, int, int]:
    """What a web server goes by when it tells whether a file is another one."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def test_a_new_file_can_be_read_by_a_web_server_whatever_the_umask(
    folder: PublishedFolder, www: Path
) -> None:
    before = os.umask(0o077)
    try:
        assert folder.put("a.ics", b"one")
    finally:
        os.umask(before)
    assert (www / "a.ics").read_bytes() == b"one"
    assert mode(www / "a.ics") == 0o644
    assert [path.name for path in www.iterdir()] == ["a.ics"]


def test_a_file_that_differs_is_another_file_with_the_mode_of_the_one_before(
    folder: PublishedFolder, www: Path
) -> None:
    (www / "a.ics").write_bytes(b"one")
    (www / "a.ics").chmod(0o640)
    reader = (www / "a.ics").open("rb")
    assert folder.put("a.ics", b"two")
    assert reader.read() == b"one"
    reader.close()
    assert (www / "a.ics").read_bytes() == b"two"
    assert mode(www / "a.ics") == 0o640


def test_a_file_keeps_its_owner_and_group_as_far_as_that_may_be(
    folder: PublishedFolder, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (www / "a.ics").write_bytes(b"one")
    asked = []

    def for_some(_handle: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "fchown", for_some)
    folder.put("a.ics", b"two")
    found = (www / "a.ics").stat()
    assert asked == [(found.st_uid, found.st_gid), (-1, found.st_gid)]


def test_a_file_that_is_the_same_is_not_touched(folder: PublishedFolder, www: Path) -> None:
    folder.put("a.ics", b"one")
    before = seen(www / "a.ics")
    assert folder.holds("a.ics", b"one")
    assert not folder.put("a.ics", b"one")
    assert seen(www / "a.ics") == before
    assert not folder.holds("a.ics", b"two")
    assert not folder.holds("b.ics", b"one")


def test_a_symbolic_link_is_replaced_and_never_followed(
    folder: PublishedFolder, www: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"one")
    for target in (elsewhere, tmp_path / "nowhere", www):
        (www / "a.ics").unlink(missing_ok=True)
        (www / "a.ics").symlink_to(target)
        folder.check("a.ics", b"mark")
        assert folder.put("a.ics", b"one")
        assert not (www / "a.ics").is_symlink()
        assert (www / "a.ics").read_bytes() == b"one"
    assert elsewhere.read_bytes() == b"one"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("content", "mark", "said"),
    [
        (DATABASE + b"x" * 100, b"", "a.ics is a database, and is not written over"),
        (b"somebody's", b"mark", "a.ics is not a file of this program, and is not written over"),
    ],
)
def test_what_is_somebody_else_s_is_not_written_over(
    folder: PublishedFolder, www: Path, content: bytes, mark: bytes, said: str
) -> None:
    (www / "a.ics").write_bytes(content)
    with pytest.raises(BadValue, match=said):
        folder.check("a.ics", mark)
    assert (www / "a.ics").read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"has its mark", None])
def test_what_is_ours_or_nobody_s_may_be_written_over(
    folder: PublishedFolder, www: Path, content: bytes | None
) -> None:
    if content is not None:
        (www / "a.ics").write_bytes(content)
    folder.check("a.ics", b"mark")
    (www / "b.ics").write_bytes(b"of any content")
    folder.check("b.ics", b"")


def test_what_is_no_file_is_said_to_be_none(folder: PublishedFolder, www: Path) -> None:
    (www / "a.ics").mkdir()
    os.mkfifo(www / "b.ics")
    for name, what in (("a.ics", "a folder"), ("b.ics", "no file")):
        with pytest.raises(StoreFailed, match=f"{name} could not be written: it is {what}"):
            folder.check(name, b"")
        assert not folder.holds(name, b"one")
    with pytest.raises(StoreFailed, match=r"a\.ics could not be written: "):
        folder.put("a.ics", b"one")
    assert folder.names() == {"a.ics", "b.ics"}


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
def test_a_disk_that_is_full_leaves_the_file_before_and_nothing_half(
    folder: PublishedFolder, www: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder.put("a.ics", b"one")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(StoreFailed, match=r"www/a\.ics could not be written: No space left on device"):
        folder.put("a.ics", b"two")
    assert (www / "a.ics").read_bytes() == b"one"
    assert folder.names() == {"a.ics"}


def test_content_is_on_the_disk_before_it_has_its_name(
    folder: PublishedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def settled(handle: int) -> None:
        done.append("settled")
        fsync(handle)

    def named(*names: str, **folders: int) -> None:
        done.append("named")
        replace(*names, **folders)

    monkeypatch.setattr(os, "fsync", settled)
    monkeypatch.setattr(os, "replace", named)
    folder.put("a.ics", b"one")
    folder.settle()
    assert done == ["settled", "named", "settled"]


def test_what_ended_runs_left_half_written_is_taken_away_and_nothing_else(
    folder: PublishedFolder, www: Path
) -> None:
    others = {f"{LEFT_OVER}.ics", f"x{LEFT_OVER}", ".oncall-publish-", LEFT_OVER.upper(), "notes.txt"}
    for name in (*others, LEFT_OVER):
        (www / name).write_bytes(b"half")
    (www / f"{LEFT_OVER[:-1]}0").mkdir()
    folder.clear()
    assert folder.names() == others | {f"{LEFT_OVER[:-1]}0"}


def test_one_run_at_a_time_has_the_folder(
    folder: PublishedFolder, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "PATIENCE", 0.0)
    with pytest.raises(StoreFailed, match="another run has been publishing to"), published_folder(www):
        pass


def test_the_folder_is_free_again_whatever_came_of_a_run(www: Path) -> None:
    with pytest.raises(RuntimeError), published_folder(www):
        raise RuntimeError
    with published_folder(www):
        pass


def test_a_file_server_without_locks_is_written_all_the_same(
    www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(fcntl, "flock", unknown)
    (www / LEFT_OVER).write_bytes(b"perhaps of another run")
    with published_folder(www) as folder:
        folder.clear()
        assert folder.put("a.ics", b"one")
        assert folder.names() == {"a.ics", LEFT_OVER}


def test_a_folder_that_cannot_be_used_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> OncallError:
        with pytest.raises(OncallError) as caught, published_folder(path):
            pass
        assert str(path) in caught.value.message
        return caught.value

    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    missing = refused(tmp_path / "www")
    assert isinstance(missing, NotFound)
    assert missing.hint == f"make it first: mkdir -p {tmp_path / 'www'}"
    assert isinstance(refused(tmp_path / "dangling"), NotFound)
    assert isinstance(refused(tmp_path / "file"), BadValue)
    assert isinstance(refused(tmp_path / "file" / "www"), BadValue)
    assert isinstance(refused(Path("x" * 300)), StoreFailed)
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert refused(tmp_path).message.endswith("could not be written: it is read-only for this login")
