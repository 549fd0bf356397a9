"""A locked, read-only or unreachable SQLite file: refused in time, and over when it is over."""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from course.records import migrate
from course.records.engine import open_engine
from course.records.hurry import hurried, open_watching_engine
from course.records.transaction import NotSaved, transaction

PATIENCE = 0.3


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database of its own, with one table."""
    engine = open_engine(f"sqlite:///{tmp_path / 'waymark.sqlite3'}")
    with Session(engine) as session, transaction(session):
        session.execute(text("CREATE TABLE kept (word TEXT)"))
    yield engine
    engine.dispose()


@pytest.fixture
def other(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Another program with the same file."""
    with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as opened:
        yield opened


@pytest.fixture
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.records.patience.WAIT_SECONDS", PATIENCE)
    monkeypatch.setattr("course.records.patience.AFTERWARDS", 0.0)
    monkeypatch.setattr("course.records.engine.WAIT_SECONDS", PATIENCE)


def save(engine: Engine) -> float:
    """Save something; return how long that took, or took to be refused."""
    began = time.monotonic()
    try:
        with Session(engine) as session, transaction(session):
            session.execute(text("INSERT INTO kept VALUES ('x')"))
    except NotSaved:
        return began - time.monotonic()
    return time.monotonic() - began


def read(engine: Engine) -> float:
    """Read something; return how long that took to be refused."""
    began = time.monotonic()
    with Session(engine) as session, pytest.raises(DBAPIError, match="locked"):
        session.execute(text("SELECT * FROM kept"))
    return time.monotonic() - began


@pytest.mark.usefixtures("_little_patience")
def test_once_a_wait_was_in_vain_nobody_waits_until_somebody_saved(
    engine: Engine, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    assert -save(engine) >= PATIENCE
    assert 0 < -save(engine) < PATIENCE / 2
    other.execute("ROLLBACK")
    assert save(engine) > 0
    other.execute("BEGIN IMMEDIATE")
    assert -save(engine) >= PATIENCE, "patient again"
    other.execute("ROLLBACK")


@pytest.mark.usefixtures("_little_patience")
def test_nor_does_who_reads(engine: Engine, other: sqlite3.Connection) -> None:
    other.execute("BEGIN EXCLUSIVE")
    save(engine)
    assert read(engine) < PATIENCE / 2
    other.execute("ROLLBACK")


@pytest.mark.usefixtures("_little_patience")
def test_a_lock_that_goes_in_time_is_waited_for(engine: Engine, other: sqlite3.Connection) -> None:
    """Who looks at the site's health does not wait so long; nobody else loses patience by it."""
    watching = open_watching_engine(str(engine.url))
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(DBAPIError, match="locked"):
        with hurried(watching, seconds=0.01) as session:
            session.execute(text("SELECT * FROM kept"))
    assert time.monotonic() - began < PATIENCE
    assert -save(engine) >= PATIENCE
    other.execute("ROLLBACK")


def test_where_nobody_can_stand_in_line_nothing_is_saved(engine: Engine) -> None:
    """As in a folder that is read only, or with too many files open."""
    queue = Path(f"{engine.url.database}-queue")
    queue.unlink()
    queue.mkdir()
    assert save(engine) < 0
    queue.rmdir()
    assert save(engine) > 0


def test_a_connection_that_could_not_write_is_not_used_again(engine: Engine) -> None:
    """A file that was opened while the disk was read only stays so."""
    with engine.connect() as connection:
        before = connection.connection.driver_connection
        with pytest.raises(DBAPIError, match="readonly"):
            connection.execute(text("INSERT INTO kept VALUES ('x')"))
    with engine.connect() as connection:
        assert connection.connection.driver_connection is not before


def test_nobody_else_reads_the_files_of_a_database_whatever_the_umask(tmp_path: Path) -> None:
    """FAULTS case 185."""
    before = os.umask(0)
    try:
        engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
        migrate.upgrade(engine)
        engine.dispose()
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert "new.sqlite3-journal" in modes
