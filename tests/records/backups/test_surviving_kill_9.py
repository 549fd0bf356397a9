"""Killed at any moment, a backup is whole or not there, and a restore is all done or not at all."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from course.records.backups.folder import backups_folder
from course.records.tables import OutboxMail, Person
from course.records.transaction import transaction
from tests.cast import NOW
from tests.records.backups.conftest import Site

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[3]
KILLS = 3
"""At random moments. At each step of the work on files, once more each."""
LETTERS = 300
"""Rows of about 1.5 kB: enough that a kill meets every part of the work."""

sqlite_only = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Doomed:
    """A program whose children are killed in the middle of their work."""

    def __init__(self, site: Site) -> None:
        here = (site.settings.database_url, str(site.settings.instance_dir))
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.records.backups.again", *here],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def at_step(self, what: str, step: int, *files: Path) -> bool:
        """Have it killed as it begins a step; False where it was done before there was one."""
        self._begin(what, step, *files)
        ended = int(self._read())
        assert ended in {0, -signal.SIGKILL}
        return ended != 0

    def by_chance(self, what: str, *files: Path, within: float) -> None:
        """Have it work again and again, and kill it and its children at a random moment."""
        child = self._begin(what, 0, *files)
        time.sleep(random.uniform(0, within))
        for kill in (os.killpg, os.kill):  # it may not have made its own group yet
            with suppress(ProcessLookupError):
                kill(child, signal.SIGKILL)
        assert int(self._read()) == -signal.SIGKILL

    def leave(self) -> None:
        self._program.communicate(timeout=20)

    def _begin(self, *words: object) -> int:
        print(*words, file=self._program.stdin, flush=True)
        return int(self._read())

    def _read(self) -> str:
        assert self._program.stdout
        return self._program.stdout.readline()


@pytest.fixture
def doomed(site: Site) -> Iterator[Doomed]:
    fill(site.engine)
    site.engine.dispose()
    program = Doomed(site)
    yield program
    program.leave()


def fill(engine: Engine) -> None:
    with Session(engine) as session, transaction(session):
        for number in range(LETTERS):
            letter = OutboxMail(to="a@example.org", subject=str(number), body=os.urandom(700).hex())
            letter.created_at = letter.sent_at = NOW
            session.add(letter)


@pytest.fixture
def two_backups(doomed: Doomed, site: Site) -> tuple[Path, Path]:
    """A backup of before a change and one of after it; the site is as after."""
    first = site.back_up().records
    with Session(site.engine) as session, transaction(session):
        ana = session.scalars(select(Person).where(Person.email == "ana@example.org")).one()
        ana.name = "Ana Later"
    return first, site.back_up().records


def assert_whole(folder: Path) -> None:
    for path in folder.glob("*.zip"):
        with ZipFile(path) as packed:
            assert packed.testzip() is None
            assert "manifest.json" in packed.namelist()


def assert_one_or_the_other(site: Site, rows: dict[str, int]) -> None:
    assert business(site) == rows
    with Session(site.engine) as session:
        name = session.scalar(select(Person.name).where(Person.email == "ana@example.org"))
        assert name in {"Ana Example", "Ana Later"}
        if site.engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    site.engine.dispose()


def business(site: Site) -> dict[str, int]:
    """Count the rows that a restore does not write itself."""
    return {name: count for name, count in site.rows().items() if name != "audit_events"}


@sqlite_only
def test_a_backup_that_is_killed_at_any_step_is_whole_or_not_there(
    site: Site, doomed: Doomed
) -> None:
    folder, step = backups_folder(site.settings), 1
    while doomed.at_step("back-up", step):
        assert_whole(folder)
        step += 1
    assert step > 10
    site.back_up()
    assert {path.suffix for path in folder.iterdir()} == {".zip"}


@sqlite_only
def test_a_restore_that_is_killed_at_any_step_is_done_or_has_not_begun(
    site: Site, doomed: Doomed, two_backups: tuple[Path, Path]
) -> None:
    rows, step = business(site), 1
    while doomed.at_step("restore", step, two_backups[step % 2]):
        assert_one_or_the_other(site, rows)
        step += 1
    assert step > 20
    assert list(site.settings.instance_dir.glob(".draft-*")) == []


def test_a_backup_that_is_killed_at_any_moment_is_whole_or_not_there(
    site: Site, new_machine: Site, doomed: Doomed
) -> None:
    began = time.monotonic()
    site.back_up()
    seconds = time.monotonic() - began
    for _ in range(KILLS):
        doomed.by_chance("back-up", within=2 * seconds)
    found = list(backups_folder(site.settings).glob("waymark-*-records.zip"))
    assert found
    for records in found:
        new_machine.restore(records, replace=True)


def test_a_restore_that_is_killed_at_any_moment_is_all_done_or_not_at_all(
    site: Site, doomed: Doomed, two_backups: tuple[Path, Path]
) -> None:
    rows, began = business(site), time.monotonic()
    site.restore(two_backups[0], replace=True)
    seconds = time.monotonic() - began
    for _ in range(KILLS):
        doomed.by_chance("restore", *two_backups, within=2 * seconds)
        assert_one_or_the_other(site, rows)
    site.restore(two_backups[0], replace=True)
