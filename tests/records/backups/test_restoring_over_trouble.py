"""`course restore` over a damaged database, or on a disk that fails: done, or as it was."""

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import Session

from course.records.backups.restoring import NotRestored, NotSure
from course.records.engine import open_engine
from course.records.tables import Person
from course.records.transaction import transaction
from course.secret_key import secret_key
from tests.cast import make_person
from tests.conftest import empty
from tests.records.backups.conftest import Site

sqlite_only = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def ana(session: Session) -> Person:
    return session.scalars(select(Person).where(Person.email == "ana@example.org")).one()


def name_of_ana(site: Site) -> str:
    with Session(site.engine) as session:
        return ana(session).name


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_site_that_starts_while_its_server_is_restored_stops_it(site: Site) -> None:
    made = site.back_up()
    with Session(site.engine) as session, transaction(session):
        ana(session).name = "Ana Later"
    started = open_engine(site.settings.database_url)
    came: list[Connection] = []

    def start(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "DROP TABLE" in statement and not came:
            came.append(started.connect())

    event.listen(Engine, "before_cursor_execute", start)
    try:
        with pytest.raises(NotRestored, match="nothing was restored: the site is running"):
            site.restore(made.records, made.keys, replace=True)
    finally:
        event.remove(Engine, "before_cursor_execute", start)
        came.pop().close()
        started.dispose()
    assert name_of_ana(site) == "Ana Later"
    site.restore(made.records, made.keys, replace=True)
    assert name_of_ana(site) == "Ana Example"


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_who_came_to_an_empty_site_just_before_it_is_replaced_stays(site: Site) -> None:
    made = site.back_up()
    empty(site.engine)

    def come(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("LOCK TABLE"):
            with Session(site.engine) as session, transaction(session):
                session.add(make_person("lee", "trainee"))
            site.engine.dispose()

    event.listen(Engine, "before_cursor_execute", come)
    try:
        with pytest.raises(NotRestored, match="the site is running"):
            site.restore(made.records, made.keys)
    finally:
        event.remove(Engine, "before_cursor_execute", come)
    with Session(site.engine) as session:
        assert session.scalars(select(Person.name)).all() == ["Lee Example"]


COMES_BETWEEN = """#!{python}
import subprocess, sys
import psycopg

done = subprocess.run(["{pg_dump}", *sys.argv[1:]])
if "--version" not in sys.argv:
    with open("{told}", "a") as told, psycopg.connect("{address}") as site:
        try:
            site.execute("SET lock_timeout = '200ms'")
            site.execute("UPDATE people SET name = 'Ana Between' WHERE name = 'Ana Later'")
            told.write("saved")
        except psycopg.errors.LockNotAvailable:
            told.write("not saved")
sys.exit(done.returncode)
"""
"""In the place of pg_dump: somebody who saves as soon as the copy of before is made."""


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_nobody_saves_between_the_copy_of_before_and_the_restore(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.back_up()
    with Session(site.engine) as session, transaction(session):
        ana(session).name = "Ana Later"
    told, program = tmp_path / "told", tmp_path / "bin" / "pg_dump"
    address = site.settings.database_url.replace("+psycopg", "")
    program.parent.mkdir()
    program.write_text(
        COMES_BETWEEN.format(
            python=sys.executable, pg_dump=shutil.which("pg_dump"), told=told, address=address
        )
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    done = site.restore(made.records, made.keys, replace=True)
    assert told.read_text() == "not saved"
    assert name_of_ana(site) == "Ana Example"
    assert done.kept
    site.restore(done.kept, replace=True)
    assert name_of_ana(site) == "Ana Later"


def file_of(site: Site) -> Path:
    return Path(str(site.engine.url.database))


def spoil_a_page(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'audit_events'"
        (page,) = connection.execute(asked).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"\xff" * size)


def add_a_stray_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO roles (person_id, role) VALUES (999, 'trainer')")
        connection.commit()


@sqlite_only
@pytest.mark.parametrize("harm", [spoil_a_page, add_a_stray_row])
def test_damage_that_lets_people_be_read_does_not_stop_a_restore(
    site: Site, harm: Callable[[Path], None]
) -> None:
    made = site.back_up()
    site.engine.dispose()
    harm(file_of(site))
    damaged = file_of(site).read_bytes()
    done = site.restore(made.records, made.keys, replace=True)
    assert name_of_ana(site) == "Ana Example"
    assert done.kept
    assert done.kept.name.startswith("waymark.sqlite3.before-")
    assert done.kept.read_bytes() == damaged


@pytest.fixture
def apart(site: Site, tmp_path: Path) -> Site:
    """The site with its keys in a folder of their own, one backup of before a change."""
    apart = replace(site, settings=replace(site.settings, keys_dir=tmp_path / "keys"))
    secret_key(apart.settings)
    return apart


def move_on(site: Site) -> str:
    """Change a record and the key, and return the new key."""
    with Session(site.engine) as session, transaction(session):
        ana(session).name = "Ana Later"
    (site.settings.keys_dir / "secret-key").unlink()
    return secret_key(site.settings)


def fail_to_sync(monkeypatch: pytest.MonkeyPatch, folder: Path, when: Callable[[], bool]) -> None:
    """Let the disk fail as it should keep the names in a folder."""
    sync = os.fsync

    def failing(descriptor: int) -> None:
        if when() and os.path.sameopenfile(descriptor, opened):
            raise OSError(errno.EIO, "Input/output error")
        sync(descriptor)

    opened = os.open(folder, os.O_RDONLY)
    monkeypatch.setattr(os, "fsync", failing)


def test_where_the_keys_cannot_be_put_in_place_nothing_is_restored(
    apart: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = apart.back_up()
    key = move_on(apart)
    fail_to_sync(monkeypatch, apart.settings.keys_dir, lambda: True)
    with pytest.raises(NotRestored, match=r"nothing was restored: .*Input/output error"):
        apart.restore(made.records, made.keys, replace=True)
    assert name_of_ana(apart) == "Ana Later"
    assert secret_key(apart.settings) == key


@sqlite_only
def test_where_the_records_cannot_be_put_in_place_the_keys_of_before_are_back(apart: Site) -> None:
    made = apart.back_up()
    key = move_on(apart)
    Path(f"{file_of(apart)}-shm").mkdir()
    with pytest.raises(NotRestored, match="nothing was restored"):
        apart.restore(made.records, made.keys, replace=True)
    assert name_of_ana(apart) == "Ana Later"
    assert secret_key(apart.settings) == key
    (apart.settings.keys_dir / "secret-key").unlink()
    with pytest.raises(NotRestored, match="nothing was restored"):
        apart.restore(made.records, made.keys, replace=True)
    assert list(apart.settings.keys_dir.iterdir()) == []


@sqlite_only
def test_a_disk_that_fails_at_the_very_end_is_told_with_what_was_kept(
    apart: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = apart.back_up()
    key = move_on(apart)
    file = file_of(apart)
    before = file.stat().st_ino
    fail_to_sync(monkeypatch, file.parent, lambda: file.stat().st_ino != before)
    with pytest.raises(NotSure, match="the backup is restored, but") as told:
        apart.restore(made.records, made.keys, replace=True)
    assert "nothing was restored" not in told.value.message
    assert Path(told.value.message.rpartition(": ")[2]).exists()
    assert name_of_ana(apart) == "Ana Example"
    assert secret_key(apart.settings) != key
