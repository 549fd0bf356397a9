"""What a machine refuses is told in one line: what it was, and what to do next."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from course.account import not_readable
from course.records.backups.folder import held
from course.records.engine import open_engine
from course.records.reasons import reason
from course.records.refusals import Refused

NOBODY = 65534
FULL = "the disk is full. Free some room on it, then run this again"
OF_ROOT = Path("/etc/shadow")
"""A file that no other account may read."""


@pytest.fixture
def own() -> Iterator[Path]:
    """A folder of an account that is not root, which this is until the end."""
    root = os.geteuid() == 0
    with TemporaryDirectory(dir="/tmp") as folder:
        if root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)


def test_a_full_database_says_to_free_room(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "full.db")) as full:
        full.execute("CREATE TABLE texts (text)")
        full.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as refused:
            full.execute("INSERT INTO texts VALUES (zeroblob(90000))")
    assert reason(refused.value) == FULL


def test_a_full_disk_says_so_too() -> None:
    with Path("/dev/full").open("wb", 0) as full, pytest.raises(OSError, match="28") as refused:
        full.write(b"x")
    assert reason(refused.value) == FULL


def test_a_server_is_told_in_its_first_line() -> None:
    told = reason(psycopg.OperationalError("no password\nno password\nboth failed"))
    assert told == "no password. Start PostgreSQL, or check WAYMARK_DATABASE_URL"


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (psycopg.errors.DiskFull("could not extend file"), FULL),
        (psycopg.errors.DeadlockDetected("deadlock detected"), "deadlock detected"),
        (
            psycopg.errors.AdminShutdown("terminating connection"),
            "terminating connection. Start PostgreSQL, or check WAYMARK_DATABASE_URL",
        ),
    ],
    ids=["full", "deadlock", "shut-down"],
)
def test_a_server_that_answers_is_not_to_be_started(refusal: psycopg.Error, told: str) -> None:
    assert reason(refusal) == told


def test_what_nothing_is_known_about_is_told_as_it_came() -> None:
    assert reason(OSError(errno.EIO, "Input/output error")) == "[Errno 5] Input/output error"


def test_a_file_that_root_left_in_ones_folder_is_given_back(own: Path) -> None:
    left = own / "secret-key"
    left.symlink_to(OF_ROOT)
    told = not_readable(left)
    assert told.startswith(f"{left} belongs to root. As root, run: chown --recursive ")
    assert told.endswith(f": {own}")


def test_a_file_in_a_folder_of_others_is_for_their_account() -> None:
    assert not_readable(OF_ROOT.parent / "none") == (
        "this account may not read /etc/none. Run this as the account of the site, which may"
    )


@pytest.mark.parametrize("name", ["site.sqlite3", "site.sqlite3-open"])
def test_a_database_that_root_left_says_whose_it_is(own: Path, name: str) -> None:
    (own / name).symlink_to(OF_ROOT)
    engine = open_engine(f"sqlite:///{own / 'site.sqlite3'}")
    with pytest.raises(OperationalError) as refused:
        engine.connect()
    assert reason(refused.value).startswith(
        f"unable to open database file: {own / name} belongs to root. As root, run: chown"
    )


def test_a_database_of_another_account_is_told_by_its_file(own: Path) -> None:
    (own / "site.sqlite3").symlink_to(OF_ROOT)
    with pytest.raises(sqlite3.OperationalError) as refused:
        sqlite3.connect(own / "site.sqlite3").execute("SELECT 1 FROM sqlite_schema")
    assert "belongs to root" in reason(refused.value, own / "site.sqlite3")
    assert reason(refused.value) == "unable to open database file"


@pytest.mark.parametrize("there", [True, False], ids=["there", "missing"])
def test_a_folder_for_backups_that_is_not_ones_own(own: Path, there: bool) -> None:
    folder = Path("/usr/bin" if there else "/usr/no-backups")
    with pytest.raises(Refused) as refused, held(folder):
        pass
    assert refused.value.message.startswith(
        f"this account may not write in {folder}. As root, run: install --directory --owner "
    )
    assert refused.value.message.endswith(f"--mode 0700 {folder}")
