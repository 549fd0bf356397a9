"""``course backup`` and ``course restore``, as the one who runs the machine types them."""

import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from course.config import Settings
from course.records.engine import open_engine
from course.records.tables import Person
from course.records.transaction import transaction


def rename_rosa(name):
    engine = open_engine(Settings.from_environment().database_url)
    with Session(engine) as session, transaction(session):
        session.execute(update(Person).values(name=name))
    engine.dispose()


def files_of(printed):
    return [line for line in printed.splitlines() if line.endswith(".zip")]


def test_both_files_are_printed_and_where_they_belong(run, rosa):
    printed = run("backup").stdout
    records, keys = files_of(printed)
    assert records.endswith("-records.zip")
    assert keys.endswith("-keys.zip")
    assert Path(records).parent == Path("instance/backups").absolute()
    assert "people: 1, enrollments: 0, attempts: 0, editions: 1" in printed
    assert "Keep the two files in two places." in printed


def test_another_folder_and_the_newest_alone(run, rosa, tmp_path):
    for _ in range(3):
        printed = run("backup", "--to", str(tmp_path / "disk"), "--keep", "1").stdout
    assert "Deleted of earlier backups: 2" in printed
    assert len(list((tmp_path / "disk").iterdir())) == 2


@pytest.mark.parametrize("most", ["0", "-1", "all"])
def test_keeping_nothing_is_wrong_usage(run, rosa, most):
    run("backup", "--keep", most, status=2)


def test_a_site_that_has_no_database_yet_is_told(run):
    assert "no backup was made: there is no database at" in run("backup", status=3).stderr


def test_a_new_machine_is_made_from_the_two_files(run, rosa, tmp_path, monkeypatch):
    records, keys = files_of(run("backup").stdout)
    monkeypatch.setenv("WAYMARK_INSTANCE_DIR", str(tmp_path / "new"))
    printed = run("restore", records, "--keys", keys).stdout
    assert "people: 1" in printed
    assert "Restored the key secret-key." in printed
    assert "Everybody has to sign in again. Now run: course doctor" in printed
    assert "kept" not in printed
    run("people", "link", "rosa@example.org")
    run("doctor")


def test_a_backup_of_a_time_to_come_keeps_all_and_is_told(run, rosa):
    later = Path("instance/backups/waymark-20990101-000000-records.zip").absolute()
    later.touch()
    printed = run("backup", "--keep", "1").stdout
    assert f"Nothing was deleted: {later} is of a time that has not come" in printed
    assert len(list(later.parent.iterdir())) == 5


def test_a_restore_says_first_where_it_goes_and_why(run, rosa, site_folder, monkeypatch):
    """A forgotten .env is another site, and nobody would see it."""
    records, _ = files_of(run("backup").stdout)
    file, env = site_folder / "instance" / "waymark.sqlite3", site_folder / ".env"
    first = run("restore", records, status=3).stdout
    assert first == f"Restoring into {file}: {env} was looked at, and there is none.\n"
    env.write_text("WAYMARK_SITE_NAME=Hope\n")
    assert "it does not name another" in run("restore", records, status=3).stdout
    env.write_text(f"WAYMARK_INSTANCE_DIR={site_folder / 'elsewhere'}\n")
    first, *_ = run("restore", records).stdout.splitlines()
    place = site_folder / "elsewhere" / "waymark.sqlite3"
    assert first == f"Restoring into {place}, as WAYMARK_INSTANCE_DIR says in {env}."
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql://w:secret@127.0.0.1:1/hope")
    first = run("restore", records, status=3).stdout
    assert first == (
        "Restoring into postgresql://w:***@127.0.0.1:1/hope, "
        "as WAYMARK_DATABASE_URL says in the environment.\n"
    )


def test_what_is_replaced_is_kept_and_said(run, rosa):
    records, _ = files_of(run("backup").stdout)
    rename_rosa("Rosa Later")
    assert "there are records here already" in run("restore", records, status=3).stderr
    printed = run("restore", records, "--replace").stdout
    (kept,) = [line for line in printed.splitlines() if line.startswith("What was here")]
    assert Path(kept.split(": ")[1]).exists()


def test_the_way_in_of_before_is_told_to_have_ended(run, rosa):
    from course import clock
    from course.records.cohorts import invitations

    engine = open_engine(Settings.from_environment().database_url)
    with Session(engine) as session:
        invitee = invitations.Invitee("theo@example.org", role="trainer")
        letter = lambda token: ("An invitation", token)  # noqa: E731  # what a page's template does
        invitations.invite(session, invitee, actor=None, now=clock.now(), letter=letter)
    engine.dispose()
    records, _ = files_of(run("backup").stdout)
    printed = run("restore", records, "--replace").stdout
    assert "Unused invitations that have ended: 1" in printed
    assert "Letters that had not left and were dropped: 1" in printed


def test_a_file_that_is_no_backup_is_said_in_one_line(run, rosa):
    shutil.copy("instance/waymark.sqlite3", "mine.zip")
    said = run("restore", "mine.zip", "--replace", status=3).stderr
    assert said == (
        "course: nothing was restored: mine.zip is damaged, or is no backup. Take another one\n"
    )
    run("restore", "not-there.zip", status=2)


@pytest.mark.whole
def test_a_full_disk_leaves_no_file_and_ends_with_3(run, rosa, site_folder):
    """A limit on the size of files stands for the disk (FAULTS M16)."""
    import subprocess

    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
        "from course.cli import main; import sys; sys.argv = ['course', 'backup']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=site_folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=40,
    )
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("course: no backup was made")
    assert len(done.stderr.splitlines()) == 1
    assert len(list(Path("instance/backups").iterdir())) == 2, "those of before"
