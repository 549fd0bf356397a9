"""A site whose database has vanished is never begun anew: the records come back from a backup."""

import os
import shutil
from pathlib import Path

import pytest

FILE = Path("instance/waymark.sqlite3")
BACKUPS = Path("instance/backups")
GONE = "course: The records are gone. Run: course restore "
ADD = ("people", "add", "a@example.org", "--name", "Ana", "--role", "trainee")


def newest():
    return max(BACKUPS.glob("*-records.zip")).absolute()


def as_words(path):
    """Return a path as a command line has it: that of these tests has a space."""
    return f"'{path}'"


def line(run, what, status=3):
    lines = run("doctor", status=status).stdout.splitlines()
    (found,) = [line for line in lines if line[6:].startswith(f"{what} ")]
    return found


def vanish(how):
    FILE.unlink()
    if how == "emptied":
        FILE.touch(mode=0o600)


@pytest.fixture(params=["vanished", "emptied"])
def vanished(run, rosa, request):
    """A site of which only the key and the backups are left."""
    vanish(request.param)


@pytest.mark.parametrize("command", [("publish",), ADD, ("migrate",)], ids=lambda words: words[0])
def test_no_command_begins_a_site_anew_whose_records_are_gone(run, vanished, command):
    before = FILE.exists()
    said = run(*command, status=3).stderr
    assert said.splitlines()[-1] == f"{GONE}{as_words(newest())}"
    assert not FILE.exists() or FILE.stat().st_size == 0
    assert FILE.exists() == before or command == ("migrate",)


def test_doctor_fails_and_names_the_backup(run, vanished):
    said = line(run, "database")
    assert said.startswith("FAIL")
    assert said.endswith(f"The records are gone. Run: course restore {as_words(newest())}")


def test_a_backup_of_nothing_is_none_and_deletes_none(run, vanished):
    before = sorted(BACKUPS.iterdir())
    run("backup", "--keep", "1", status=3)
    assert sorted(BACKUPS.iterdir()) == before


def test_the_command_that_is_named_brings_all_back(run, vanished):
    printed = run("restore", str(newest())).stdout
    assert "people: 1" in printed
    assert "FAIL" not in run("doctor").stdout
    run(*ADD)


def test_where_no_backup_lies_here_the_key_still_tells_and_a_way_on_is_said(run, rosa):
    shutil.rmtree(BACKUPS)
    vanish("vanished")
    said = run("publish", status=3).stderr.splitlines()[-1]
    key = Path("instance/secret-key").absolute()
    assert said == (
        "course: The records are gone. Bring a backup back: course restore FILE. "
        f"If there never were any, run: rm {as_words(key)}"
    )
    key.unlink()
    run("publish")


def test_where_the_keys_lie_elsewhere_the_backups_tell(run, rosa):
    Path("instance/secret-key").unlink()
    vanish("vanished")
    assert GONE in run("publish", status=3).stderr


def test_the_newest_that_can_be_read_and_holds_people_is_named(run, rosa):
    whole = newest()
    (BACKUPS / "waymark-20990101-000000-records.zip").write_bytes(b"half of one")
    vanish("vanished")
    assert run("publish", status=3).stderr.splitlines()[-1] == f"{GONE}{as_words(whole)}"


def test_a_start_that_was_cut_off_before_the_tables_goes_on(run):
    """The key comes after the tables: without it, an empty file is of a site that never was."""
    Path("instance").mkdir(mode=0o700)
    FILE.touch(mode=0o600)
    run("publish")
    assert line(run, "database", status=0).startswith("ok")


def test_a_database_without_anybody_fails_where_a_backup_has_people(run, rosa):
    """As after an update from a version that began such a site anew."""
    kept = newest()
    shutil.move("instance", "before")
    run("publish")
    shutil.move("before/backups", BACKUPS)
    assert line(run, "backup").endswith(
        "nobody is here, but people are in a backup. "
        f"Run: course restore {as_words(kept)} --replace"
    )


def test_a_backup_of_nobody_deletes_no_backup_of_somebody(run, rosa):
    kept = newest()
    keys = kept.with_name(kept.name.replace("records", "keys"))
    shutil.move("instance", "before")
    run("publish")
    shutil.move("before/backups", BACKUPS)
    for _ in range(3):
        run("backup", "--keep", "1")
    assert kept.exists()
    assert keys.exists()
    assert len(list(BACKUPS.glob("*-records.zip"))) == 2


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda file: file.unlink(), "is not there any more. Mount its disk, or run: course"),
        (lambda file: os.truncate(file, 1000), "has 1,000 bytes of"),
        (lambda file: file.write_bytes(bytes(file.stat().st_size)), "is not what was written"),
    ],
    ids=["gone", "cut short", "rotten"],
)
def test_a_last_backup_that_is_not_as_it_was_written_fails(run, rosa, harm, says):
    run("backup")
    file = newest()
    assert line(run, "backup", status=0).startswith("ok")
    harm(file)
    said = line(run, "backup")
    assert says in said
    assert str(file) in said
    run("backup")
    assert line(run, "backup", status=0).startswith("ok")


def test_restored_records_have_no_file_to_look_for(run, rosa):
    records = newest().rename(Path("records.zip").absolute())
    run("restore", str(records), "--replace")
    records.unlink()
    assert line(run, "backup", status=0).startswith("ok")


def test_a_damaged_database_names_the_backup_to_bring_back(run, rosa):
    with FILE.open("r+b") as opened:
        opened.seek(FILE.stat().st_size // 2)
        opened.write(os.urandom(8192))
    wanted = f"Run: course restore {as_words(newest())} --replace"
    assert wanted in line(run, "database")
    FILE.write_bytes(b"no database" * 1000)
    assert wanted in line(run, "database")
    assert wanted in run("publish", status=3).stderr
