"""An author's files are written whole, or not at all, and never over another's work."""

import os
import stat
from pathlib import Path

import pytest

from course.cli.saving import NotWritten, save


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_new_and_changed_files_are_written(tmp_path):
    (tmp_path / "old").write_bytes(b"1")
    save(tmp_path, {"old": b"2", "folder/new": b"3"}, {"old": b"1"})
    assert (tmp_path / "old").read_bytes() == b"2"
    assert (tmp_path / "folder/new").read_bytes() == b"3"
    assert names(tmp_path) == ["folder", "folder/new", "old"]


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_file_keeps_its_mode_and_a_new_one_has_that_of_the_account(tmp_path, mode):
    (tmp_path / "old").write_bytes(b"1")
    (tmp_path / "old").chmod(mode)
    save(tmp_path, {"old": b"2", "new": b"3"}, {"old": b"1"})
    (tmp_path / "by hand").write_bytes(b"")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("old", "new", "by hand")]
    assert modes == [mode, modes[2], modes[2]]


def test_a_file_that_came_in_between_stays(tmp_path):
    (tmp_path / "new").write_bytes(b"mine")
    with pytest.raises(NotWritten, match="new: the file is there already"):
        save(tmp_path, {"new": b"other"}, {})
    assert (tmp_path / "new").read_bytes() == b"mine"
    assert names(tmp_path) == ["new"]


def test_a_file_that_changed_in_between_stays_and_nothing_new_is_left(tmp_path):
    (tmp_path / "old").write_bytes(b"mine")
    with pytest.raises(NotWritten, match="old: the file was changed just now"):
        save(tmp_path, {"old": b"2", "a/b/new": b"3", "new": b"3"}, {"old": b"1"})
    assert (tmp_path / "old").read_bytes() == b"mine"
    assert names(tmp_path) == ["old"]


def test_a_folder_that_was_there_stays_when_nothing_is_written(tmp_path):
    (tmp_path / "old").write_bytes(b"mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotWritten):
        save(tmp_path, {"old": b"2", "folder/new": b"3"}, {"old": b"1"})
    assert names(tmp_path) == ["folder", "old"]


def test_a_file_where_a_folder_belongs_leaves_nothing(tmp_path):
    (tmp_path / "folder").write_bytes(b"a file where a folder belongs")
    with pytest.raises(NotWritten, match="folder/new: Not a directory"):
        save(tmp_path, {"a": b"1", "folder/new": b"3"}, {})
    assert names(tmp_path) == ["folder"]


def test_a_full_disk_leaves_the_old_file_whole_and_no_new_one(tmp_path, monkeypatch):
    def no_space(descriptor: int) -> None:
        if os.pread(descriptor, 9, 0) == b"2":
            raise OSError(28, "No space left on device")

    (tmp_path / "old").write_bytes(b"1")
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(NotWritten, match="old: No space left on device"):
        save(tmp_path, {"old": b"2", "new": b"3"}, {"old": b"1"})
    assert (tmp_path / "old").read_bytes() == b"1"
    assert names(tmp_path) == ["old"]


@pytest.mark.parametrize("known", [{"a.md": b"1"}, {}], ids=["known", "new"])
@pytest.mark.parametrize("held", [b"1", None], ids=["there", "gone"])
def test_a_link_is_not_written_over(tmp_path, known, held):
    root, target = tmp_path / "root", tmp_path / "elsewhere.md"
    root.mkdir()
    (root / "a.md").symlink_to(target)
    if held:
        target.write_bytes(held)
    before = names(tmp_path)
    with pytest.raises(NotWritten, match=r"a\.md: this is a link to another place"):
        save(root, {"a.md": b"2", "new": b"3"}, known)
    assert (root / "a.md").is_symlink()
    assert names(tmp_path) == before
    assert not held or target.read_bytes() == held


def test_nothing_is_written_through_a_folder_that_is_a_link(tmp_path):
    root, target = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    target.mkdir()
    (target / "a.md").write_bytes(b"1")
    (root / "lessons").symlink_to(target)
    before = names(tmp_path)
    with pytest.raises(NotWritten, match=r"lessons/a\.md: lessons is a link to another place"):
        save(root, {"lessons/a.md": b"2", "new": b"3"}, {"lessons/a.md": b"1"})
    assert names(tmp_path) == before
    assert (target / "a.md").read_bytes() == b"1"


def test_the_folder_that_was_chosen_may_be_a_link_itself(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "site")
    save(tmp_path / "here", {"new": b"1"}, {})
    assert (tmp_path / "site/new").read_bytes() == b"1"
