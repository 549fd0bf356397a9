"""``course migrate``, and a program that meets an older or a newer database."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from course.config import Settings
from course.records import migrate
from course.records.engine import open_engine
from course.records.transaction import writing
from tests import one_more_migration
from tests.one_more_migration import NEXT, NOW


@pytest.fixture
def newer_program(tmp_path, monkeypatch):
    """This program after an update that brought one more migration."""
    newer = tmp_path / "newer"
    shutil.copytree(migrate.MIGRATIONS, newer)
    (newer / "versions" / one_more_migration.FILE).write_text(one_more_migration.TEXT)

    def update():
        monkeypatch.setattr(migrate, "MIGRATIONS", newer)
        monkeypatch.setattr(migrate, "HEAD", NEXT)
        return newer

    return update


def version():
    engine = open_engine(Settings.from_environment().database_url)
    found = migrate.current(engine)
    engine.dispose()
    return found


def test_an_empty_site_gets_its_tables_and_no_backup(run):
    assert not Path("instance").exists()
    assert f"is at version {migrate.HEAD} (it was empty)" in run("migrate").stdout
    assert not Path("instance/backups").exists()


def test_what_is_up_to_date_is_left_alone(run, published):
    assert "already" in run("migrate").stdout
    assert not Path("instance/backups").exists()


def test_an_older_database_is_refused_with_the_command_which_backs_it_up_first(
    run, published, newer_program
):
    newer_program()
    add = ["people", "add", "a@example.org", "--name", "A B", "--role", "trainee"]
    assert run(*add, status=3).stderr == (
        f"course: The database is at version {NOW}, this code needs {NEXT}. Run: course migrate\n"
    )
    printed = run("migrate").stdout
    (kept,) = Path("instance/backups").glob("*-records.zip")
    assert printed == (
        f"As it was: {kept.absolute()}\nThe database is at version {NEXT} (it was {NOW}).\n"
    )
    run(*add)


def test_a_site_that_runs_is_not_migrated_under_its_feet(run, published, newer_program):
    newer_program()
    site = open_engine(Settings.from_environment().database_url)
    with site.connect():
        said = run("migrate", status=3).stderr
    assert said == (
        "course: the database is as it was: the site is running, or another program has its "
        "database open. Stop it first\n"
    )
    assert not Path("instance/backups").exists()
    site.dispose()
    assert version() == NOW
    run("migrate")
    assert version() == NEXT


@pytest.mark.whole
def test_nor_is_one_on_a_server(run, newer_program, postgresql_engine, monkeypatch):
    url = postgresql_engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("WAYMARK_DATABASE_URL", url)
    with postgresql_engine.connect():
        assert "already" in run("migrate").stdout
        newer_program()
        assert "the site is running" in run("migrate", status=3).stderr
    assert version() == NOW


def test_a_newer_database_is_refused_and_left_alone(run, published):
    engine = open_engine(Settings.from_environment().database_url)
    with engine.connect() as connection, writing(connection):
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    engine.dispose()
    said = f"at version 9999, which is newer than this code ({NOW}). Update the program: git pull"
    for words in (["migrate"], ["people", "link", "a@example.org"], ["publish"]):
        printed = run(*words, status=3).stderr
        assert said in printed
        assert len(printed.splitlines()) == 1
    assert version() == "9999"


def test_a_damaged_database_is_not_begun_anew(run, published):
    file = Path("instance/waymark.sqlite3")
    file.write_bytes(bytes(100) + file.read_bytes()[100:])
    damaged = file.read_bytes()
    printed = run("publish", status=3).stderr
    assert "course restore FILE --replace" in printed
    assert len(printed.splitlines()) == 1
    assert file.read_bytes() == damaged


@pytest.mark.whole
def test_of_two_that_migrate_at_once_one_waits(run, published, newer_program, site_folder):
    newer = newer_program()
    program = (
        "import sys; from pathlib import Path; from course.records import migrate;"
        f"migrate.MIGRATIONS = Path({str(newer)!r}); migrate.HEAD = {NEXT!r};"
        "from course.cli import main; sys.argv = ['course', 'migrate']; main()"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=site_folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    printed = [each.communicate(timeout=50)[0] for each in both]
    assert [each.returncode for each in both] == [0, 0], printed
    assert all(NEXT in each for each in printed)
    assert version() == NEXT
