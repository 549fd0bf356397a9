"""Files that a command makes are written whole, or not at all."""

import pytest

from course.cli.saving import save


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_new_and_changed_files_are_written(tmp_path):
    (tmp_path / "old").write_bytes(b"1")
    save(tmp_path, {"old": b"2", "folder/new": b"3"}, {"old": b"1"})
    assert (tmp_path / "old").read_bytes() == b"2"
    assert (tmp_path / "folder/new").read_bytes() == b"3"
    assert names(tmp_path) == ["new", "old"]


def test_a_file_that_came_in_between_stays(tmp_path):
    (tmp_path / "new").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        save(tmp_path, {"new": b"other"}, {})
    assert (tmp_path / "new").read_bytes() == b"mine"
    assert names(tmp_path) == ["new"]


def test_a_file_that_changed_in_between_stays_and_nothing_new_is_left(tmp_path):
    (tmp_path / "old").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="changed by another program"):
        save(tmp_path, {"old": b"2", "new": b"3"}, {"old": b"1"})
    assert (tmp_path / "old").read_bytes() == b"mine"
    assert names(tmp_path) == ["old"]


def test_a_disk_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "folder").write_bytes(b"a file where a folder belongs")
    with pytest.raises(OSError, match="folder"):
        save(tmp_path, {"a": b"1", "folder/new": b"3"}, {})
    assert names(tmp_path) == ["folder"]
