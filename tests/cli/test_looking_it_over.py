"""``course doctor``: one line for each check, and each that fails says the fix.

Each state here is a real one: a file that others can read, a clock that went back, a mail server
that is not there.
"""

import os
import shutil
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from course.cli.checks import database, machine, site
from course.config import Settings
from course.records.engine import SQLITE_RULE, open_engine
from course.records.outbox import MOST_TRIES
from course.records.tables import AuditEvent, OutboxMail
from course.records.transaction import transaction
from tests.cast import NOW, make_cast


def line(run, what, status=0):
    """Return the line of one check, as it is printed."""
    lines = run("doctor", status=status).stdout.splitlines()
    (found,) = [line for line in lines if line[6:].startswith(f"{what} ")]
    return found


def add(row):
    engine = open_engine(Settings.from_environment().database_url)
    with Session(engine) as session, transaction(session):
        session.add(row)
    engine.dispose()


def event(at, action="publish"):
    return AuditEvent(at=at, actor_role="operator", action=action, detail={})


def test_a_site_that_is_well_ends_with_0(run, rosa):
    printed = run("doctor").stdout
    assert "FAIL" not in printed
    checks = "python settings disk folders keys proxy mail database schema clock letters backup"
    assert [line.split()[1] for line in printed.splitlines()] == [*checks.split(), "course"]


def test_before_the_first_start_nothing_fails_and_nothing_is_made(run):
    printed = run("doctor").stdout
    assert "none yet; the first start makes" in printed
    assert not Path("instance").exists()


def test_where_the_settings_come_from_is_said(run, rosa, monkeypatch):
    """In a folder without .env the settings are those of another site, or none."""
    env = Path(".env").absolute()
    assert f"there is no {env}, so all are as they are without one" in line(run, "settings")
    monkeypatch.setenv("WAYMARK_SITE_NAME", "Hope")
    assert f"from the environment; there is no {env}" in line(run, "settings")
    env.touch(mode=0o600)
    assert f"from {env}; each name and value is known" in line(run, "settings")


def test_a_setting_that_is_none_is_the_first_thing_to_mend(run, monkeypatch):
    monkeypatch.setenv("WAYMARK_PROT", "80")
    assert "WAYMARK_PROT is not a setting. Take it out" in line(run, "settings", status=3)


def test_a_disk_without_room_for_a_backup_fails(tmp_path):
    """A file of holes stands for a large database: it asks for more than the disk has."""
    large = tmp_path / "waymark.sqlite3"
    with large.open("wb") as file:
        file.truncate(shutil.disk_usage(tmp_path).free // 2)
    assert machine.disk(tmp_path, None).state == "ok"
    said = machine.disk(tmp_path, large)
    assert said.state == "FAIL"
    assert f"Free some room on {tmp_path}" in said.says


def test_a_clock_behind_its_own_records_fails(run, rosa):
    add(event(datetime.now(UTC) + timedelta(hours=2)))
    assert "timedatectl set-ntp true" in line(run, "clock", status=3)


def test_a_record_of_this_minute_is_none_of_the_clocks_faults():
    assert machine.clock(NOW, NOW + timedelta(minutes=1), "UTC").state == "ok"


@pytest.mark.parametrize(
    ("name", "mode", "fix"),
    [("instance", 0o755, "chmod 700"), (".env", 0o644, "chmod 600")],
)
def test_what_others_can_read_fails(run, rosa, name, mode, fix):
    path = Path(name)
    path.touch() if name == ".env" else None
    path.chmod(mode)
    assert f"Run: {fix} {path.absolute()}" in line(run, "folders", status=3)


def test_a_folder_of_courses_that_is_not_there_fails_also_before_the_first_start(
    run, tmp_path, monkeypatch
):
    nowhere = tmp_path / "nowhere"
    monkeypatch.setenv("WAYMARK_COURSE_ROOT", str(nowhere))
    assert line(run, "folders", status=3).endswith(
        f"there is no folder {nowhere}. Make it, or write another WAYMARK_COURSE_ROOT"
    )


def test_a_database_in_an_open_folder_has_to_be_private_itself(run, tmp_path, monkeypatch):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    monkeypatch.setenv("WAYMARK_DATABASE_URL", f"sqlite:///{folder / 'waymark.sqlite3'}")
    run("publish")
    (folder / "waymark.sqlite3").chmod(0o644)
    assert f"chmod 600 {folder}" in line(run, "folders", status=3)


def test_a_key_that_others_can_read_fails(run, rosa):
    Path("instance/secret-key").chmod(0o640)
    assert "chmod 600" in line(run, "keys", status=3)


def test_a_key_cut_short_fails(run, rosa):
    os.truncate("instance/secret-key", 20)
    assert "is cut short" in line(run, "keys", status=3)


def test_a_public_site_without_its_proxy_fails(run, rosa, monkeypatch):
    monkeypatch.setenv("WAYMARK_BASE_URL", "https://training.example.org")
    assert "Set WAYMARK_TRUSTED_PROXIES=1" in line(run, "proxy", status=3)
    monkeypatch.setenv("WAYMARK_TRUSTED_PROXIES", "1")
    assert line(run, "proxy").startswith("ok")


def test_trusting_a_proxy_that_is_not_there_fails(run, rosa, monkeypatch):
    monkeypatch.setenv("WAYMARK_TRUSTED_PROXIES", "1")
    assert "Take it out" in line(run, "proxy", status=3)


def test_a_mail_server_that_does_not_answer_fails(run, rosa, monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("WAYMARK_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("WAYMARK_MAIL_FROM", "training@example.org")
    assert "Check WAYMARK_SMTP_URL" in line(run, "mail", status=3)


def letter(**more):
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    return OutboxMail(to="a@example.org", subject="Hi", body="", created_at=long_ago, **more)


def test_letters_that_do_not_leave_fail(run, rosa):
    add(letter())
    assert "1 wait for more than an hour" in line(run, "letters", status=3)


def test_letters_that_nobody_takes_are_worth_a_note(run, rosa):
    add(letter(tries=MOST_TRIES))
    assert line(run, "letters").startswith("note  letters      1 were refused")


def test_a_site_without_a_backup_fails_and_with_an_old_one_too(run, published):
    assert "nobody is here yet" in line(run, "backup")
    run("people", "add", "rosa@example.org", "--name", "Rosa", "--role", "coordinator")
    assert "there is none. Run: course backup" in line(run, "backup", status=3)
    add(event(datetime.now(UTC) - timedelta(days=3), "backup"))
    assert "3 days old. Run each night: course backup" in line(run, "backup", status=3)
    run("backup")
    assert line(run, "backup").startswith("ok")


def test_files_with_errors_fail_and_files_that_differ_are_noted(run, rosa, site_folder):
    lesson = next((site_folder / "lessons").rglob("*.md"))
    whole = lesson.read_text()
    lesson.write_text(f"{whole}\nOne more line.\n")
    assert "its files differ from what is live" in line(run, "course")
    lesson.write_text(whole.replace("summary:", "sumary:", 1))
    assert "Run: course check" in line(run, "course", status=3)


def test_a_course_that_is_not_published_fails(run, rosa, site_folder):
    lessons, quizzes = (next((site_folder / each).iterdir()) for each in ("lessons", "quizzes"))
    shutil.copytree(lessons, lessons.with_name("another"))
    shutil.copytree(quizzes, quizzes.with_name("another"))
    printed = run("doctor", status=3).stdout
    assert "another: it is not published. Run: course publish" in printed


def test_a_database_of_another_version_fails(run, rosa):
    with closing(sqlite3.connect("instance/waymark.sqlite3")) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    assert "Update the program: git pull && make .venv/.installed" in line(run, "schema", status=3)


def test_a_damaged_page_fails(run, rosa):
    file = Path("instance/waymark.sqlite3")
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(os.urandom(8192))
    assert "the file is damaged" in line(run, "database", status=3)


def test_a_file_that_is_no_database_fails(run, rosa):
    Path("instance/waymark.sqlite3").write_bytes(b"no database" * 1000)
    assert "it cannot be used: file is not a database" in line(run, "database", status=3)


def test_a_locked_database_is_another_programs_and_not_damage(run, rosa, monkeypatch):
    monkeypatch.setitem(SQLITE_RULE, "busy_timeout", ("50", 50))
    monkeypatch.setattr("course.records.patience.WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect("instance/waymark.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = line(run, "database", status=3)
    assert said.endswith("database is locked. Another program has locked it. End that program")


def test_a_database_that_cannot_be_opened_is_a_matter_of_the_account(run, rosa):
    Path("instance/waymark.sqlite3").unlink()
    Path("instance/waymark.sqlite3").mkdir()
    said = line(run, "database", status=3)
    assert "unable to open database file. Run this as the account of the site" in said


def test_only_damage_is_a_reason_to_bring_a_backup_back():
    assert [fix for fix in database.FIXES.values() if "restore" in fix] == []
    assert not {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} & set(database.FIXES)


def test_who_may_not_look_into_the_site_is_told_so(tmp_path, barred):
    settings = Settings(instance_dir=tmp_path / "instance", keys_dir=tmp_path / "keys")
    assert machine.closed(settings, tmp_path / "waymark.sqlite3") is None
    settings.instance_dir.mkdir()
    barred(settings.instance_dir)
    said = machine.closed(settings, None)
    assert said.state == "FAIL"
    assert f"may not look into {settings.instance_dir}. Run this as the account" in said.says


def test_a_server_that_is_not_there_fails(run, monkeypatch):
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert "Start PostgreSQL, or check WAYMARK_DATABASE_URL" in line(run, "database", status=3)


def test_a_connection_that_does_not_hold_the_rule_fails(tmp_path):
    """As SQLite comes, without the settings of this program."""
    weak = create_engine(f"sqlite:///{tmp_path / 'weak.db'}")
    with weak.connect() as connection:
        said = database.durable(connection, Settings())
    weak.dispose()
    assert said.state == "FAIL"
    assert "keeps journal_mode at delete, not at persist" in said.says


def test_a_server_that_may_lose_saves_in_a_power_cut_fails(postgresql_engine):
    """The server of the tests is told to be quick and not durable."""
    with postgresql_engine.connect() as connection:
        said = database.durable(connection, Settings())
        assert said.state == "FAIL"
        assert "synchronous_commit is off" in said.says
        connection.exec_driver_sql("SET synchronous_commit = on")
        assert database.durable(connection, Settings()).state == "ok"


def test_the_records_are_asked_the_same_on_both_databases(session, tmp_path):
    nowhere = Settings(instance_dir=tmp_path, keys_dir=tmp_path)
    assert site.backups(session, nowhere, NOW).state == "note"
    make_cast(session)
    assert site.backups(session, nowhere, NOW).state == "FAIL"
    with transaction(session):
        session.add_all([event(NOW, "backup"), letter()])
    assert site.backups(session, nowhere, NOW).state == "ok"
    assert site.letters(session, datetime.now(UTC)).state == "FAIL"
