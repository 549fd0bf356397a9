"""Who has a SQLite file open holds a share in it, or does not open it."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from course.records.engine import open_engine
from course.records.in_use import InUse, Share, alone


def test_a_file_is_not_opened_where_no_share_in_it_can_be_had(tmp_path: Path) -> None:
    """As where the file of the shares is another account's, or no more files can be opened."""
    (tmp_path / "site.sqlite3-open").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    with pytest.raises(OperationalError, match="unable to open database file") as told:
        engine.connect()
    assert isinstance(told.value.orig, sqlite3.OperationalError)
    assert told.value.orig.sqlite_errorcode == sqlite3.SQLITE_CANTOPEN
    assert not (tmp_path / "site.sqlite3").exists()


def test_a_disk_that_is_read_only_needs_no_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "open", read_only)
    Share(tmp_path / "site.sqlite3").close()


def test_who_holds_a_file_alone_connects_and_another_does_not(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    with alone(file):
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        with pytest.raises(InUse), alone(file):
            pass
        engine.dispose()
    with engine.connect(), pytest.raises(InUse), alone(file):
        pass
    engine.dispose()
