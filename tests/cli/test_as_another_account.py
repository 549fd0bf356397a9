"""A command of the site as the wrong account, or in the wrong folder, says where to go.

Nothing is changed: what another account left in the site's folder, the site could not read.
"""

import os
import pwd
from pathlib import Path

import pytest

from course.account import not_for_root, whole_owner
from course.cli.checks.machine import left_by_another
from course.config import Settings, WrongSettings
from course.web.ready import make_ready

NOBODY = 65534
WRITING = [
    ("backup",),
    ("migrate",),
    ("publish",),
    ("people", "link", "rosa@example.org"),
    ("people", "add", "ben@example.org", "--name", "Ben", "--role", "trainee"),
]


@pytest.fixture
def as_root(monkeypatch):
    """Come as root to a folder that is another account's."""

    def come(folder):
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: 0)
        return Path(folder).stat()

    return come


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_root_is_sent_to_the_account_of_the_site(run, rosa, as_root, words):
    before = as_root("instance")
    told = run(*words, status=3).stderr
    assert told.startswith(f"course: you are root, and {Path('instance').absolute()} belongs to ")
    assert f"Run: su --login --shell /bin/bash {Path('instance').owner()}, then cd " in told
    assert told.count("\n") == 1
    assert Path("instance").stat().st_mtime_ns == before.st_mtime_ns


def test_root_who_looks_it_over_leaves_nothing_there(run, rosa, as_root):
    """A ticket of root's own beside the database would shut the site out of it."""
    for ticket in Path("instance").glob("*-open"):
        ticket.unlink()
    as_root("instance")
    told = run("doctor", status=3).stdout
    assert "FAIL  folders      you are root, and " in told
    assert list(Path("instance").glob("*-open")) == []


def test_root_restores_nothing_either(run, rosa, as_root):
    (records,) = Path("instance/backups").glob("*-records.zip")
    as_root("instance")
    assert "you are root" in run("restore", str(records), "--replace", status=3).stderr


def test_root_starts_no_server_there_either(run, rosa, as_root):
    as_root("instance")
    with pytest.raises(WrongSettings, match="you are root"):
        make_ready(Settings.from_environment(), whole=True)


def test_an_account_without_a_name_is_called_by_its_number(tmp_path, as_root, monkeypatch):
    """As where a folder of the machine is lent to a container: su knows no such account."""
    owner = as_root(tmp_path)
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    told = not_for_root(tmp_path)
    assert f"belongs to {owner.st_uid}, who could not read" in told
    assert told.endswith(
        f"Run: setpriv --reuid {owner.st_uid} --regid {owner.st_gid} --clear-groups bash, "
        "and this again"
    )


def test_a_file_is_given_to_an_account_without_a_name(tmp_path, monkeypatch):
    """For chown, a number and a colon is no owner where the number has no name."""
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    assert whole_owner(12345) == "12345"


def test_in_a_folder_that_may_not_be_entered_it_says_so(run, rosa, barred, monkeypatch):
    """As after su without --login, where root was at home."""
    for name in [name for name in os.environ if name.startswith("WAYMARK_")]:
        monkeypatch.delenv(name)
    barred(Path.cwd())
    told = run("people", "link", "rosa@example.org", status=3).stderr
    assert "Run this as the account of the site" in told
    assert told.count("\n") == 1


def test_a_folder_of_roots_own_is_no_matter(run, rosa):
    """As in a container, or where a site is tried out."""
    run("backup")


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_beside_the_site_its_folder_is_named(run, tmp_path, monkeypatch, words):
    for name in [name for name in os.environ if name.startswith("WAYMARK_")]:
        monkeypatch.delenv(name)
    (tmp_path / ".env").touch()
    monkeypatch.setattr("course.cli.own.SITE_FILES", tmp_path)
    told = run(*words, status=3).stderr
    assert told == (
        f"course: there is no {Path('.env').absolute()}, and your site has its settings in "
        f"{tmp_path / '.env'}. Go there first: cd {tmp_path}\n"
    )
    assert not Path("instance").exists()


def test_settings_from_the_environment_are_those_of_a_site_too(run, rosa, tmp_path, monkeypatch):
    (tmp_path / ".env").touch()
    monkeypatch.setattr("course.cli.own.SITE_FILES", tmp_path)
    monkeypatch.setenv("WAYMARK_INSTANCE_DIR", "instance")
    run("backup")


def test_files_that_another_account_brought_are_named_with_the_way(run, rosa, barred):
    (records,) = Path("instance/backups").glob("*-records.zip")
    brought = records.replace("brought.zip").absolute()
    barred(brought)
    told = run("restore", "brought.zip", status=3).stderr
    assert f"nothing was restored: this account may not read {brought}. As root, run: chown" in told


def test_what_another_account_left_fails(tmp_path):
    folder = tmp_path if os.geteuid() == 0 else Path("/tmp")
    (tmp_path / "secret-key").touch()
    assert left_by_another(tmp_path) == ""
    if folder == tmp_path:
        os.chown(tmp_path / "secret-key", NOBODY, NOBODY)
    assert "As root, run: chown --recursive " in left_by_another(folder)


def test_what_a_disk_of_its_own_begins_with_is_no_matter(tmp_path, monkeypatch):
    (tmp_path / "lost+found").symlink_to("/etc")
    if os.geteuid() == 0:
        os.chown(tmp_path / "lost+found", NOBODY, NOBODY, follow_symlinks=False)
    assert left_by_another(tmp_path) == ""


def test_a_server_that_does_not_answer_is_told_in_one_line(run, monkeypatch):
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    for words in (("publish",), ("people", "link", "rosa@example.org"), ("backup",), ("migrate",)):
        told = run(*words, status=3).stderr
        assert told.count("\n") == 1
        assert "Start PostgreSQL, or check WAYMARK_DATABASE_URL" in told
