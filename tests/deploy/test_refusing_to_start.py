"""What stops the start of a real site: one line that says what to do, and nothing is changed."""

import json
import os
import random
import sqlite3
import subprocess
from contextlib import closing
from itertools import chain

import pytest

from course.web.serving import NOT_BY_WAITING
from tests.builders import write_course
from tests.deploy.real import DEPLOY, RealSite, free_port
from tests.live import BIN

pytestmark = pytest.mark.whole

SECRET = "Sesame7391"


def why_it_does_not_start(site, *, again=False):
    """Return the one line that it says; ``again`` where it is to be tried once more."""
    command = [BIN / "gunicorn", "--config", DEPLOY / "gunicorn.conf.py"]
    stopped = subprocess.run(
        command, cwd=site.folder, env=site.environment, capture_output=True, text=True, check=False
    )
    assert stopped.returncode == (1 if again else NOT_BY_WAITING)
    (line,) = stopped.stderr.splitlines()
    return line


def test_a_wrong_setting_stops_the_start_in_one_line(tmp_path):
    site = RealSite(tmp_path, BASE_URL="http://training.example.org")
    assert "has to begin with https://" in why_it_does_not_start(site)


def test_a_database_of_another_version_stops_the_start_in_one_line(tmp_path):
    site = RealSite(tmp_path)
    site.course("publish")
    database = sqlite3.connect(tmp_path / "instance" / "waymark.sqlite3")
    database.execute("UPDATE alembic_version SET version_num = 'x'")
    database.commit()
    database.close()
    line = json.loads(why_it_does_not_start(site))
    assert line["message"].startswith("the site does not start: The database is at version x")


@pytest.fixture
def had_people(tmp_path):
    """A site that somebody was on, with a backup, stopped."""
    site = RealSite(tmp_path)
    site.environment["WAYMARK_COURSE_ROOT"] = str(write_course(tmp_path / "course"))
    site.course("publish")
    site.add_person("cora@example.org", "coordinator")
    site.course("backup")
    return site


def backup_of(site):
    (found,) = (site.folder / "instance" / "backups").glob("*-records.zip")
    return found


def test_records_that_are_gone_stop_the_start_and_are_not_begun_anew(had_people):
    file = had_people.folder / "instance" / "waymark.sqlite3"
    for left in (None, b""):
        file.unlink()
        if left is not None:
            file.write_bytes(left)
        message = json.loads(why_it_does_not_start(had_people))["message"]
        assert message == (
            "the site does not start: The records are gone. "
            f"Run: course restore {backup_of(had_people)}"
        )
        assert file.exists() == (left is not None)
        file.touch()


def damages(file):
    """Give ways to damage a database: its head, its end, and blocks anywhere in it."""
    size, some = file.stat().st_size, random.Random(7)
    for places in ([0], *([some.randrange(size // 8192) for _ in range(3)] for _ in range(2))):
        with file.open("r+b") as opened:
            for place in places:
                opened.seek(place * 8192)
                opened.write(some.randbytes(8192))
        yield f"blocks {places}"
    os.truncate(file, size // 2)
    yield "cut in two"


def garbled(file):
    """Damage what is stored of the live edition as SQLite cannot see it."""
    for wrong in ("substr(compiled, 1, 90)", "CAST(substr(compiled, 1, 90) || X'FF' AS TEXT)"):
        with closing(sqlite3.connect(file)) as database:
            database.execute(f"UPDATE editions SET compiled = {wrong}")
            database.commit()
        yield wrong


def test_whatever_damage_stops_the_start_and_names_the_backup(had_people):
    file = had_people.folder / "instance" / "waymark.sqlite3"
    whole = file.read_bytes()
    for what in chain(damages(file), garbled(file)):
        message = json.loads(why_it_does_not_start(had_people))["message"]
        assert message.startswith("the site does not start: The database is damaged ("), what
        assert message.endswith(f"). Run: course restore {backup_of(had_people)} --replace"), what
        file.write_bytes(whole)


def test_a_folder_of_courses_that_is_not_there_stops_the_start(tmp_path, had_people):
    nowhere = str(tmp_path / "nowhere")
    for site in (had_people, RealSite(tmp_path, INSTANCE_DIR=tmp_path / "new")):
        site.environment["WAYMARK_COURSE_ROOT"] = nowhere
        assert (
            f"WAYMARK_COURSE_ROOT is {nowhere}, and there is no such folder. Make it"
            in (json.loads(why_it_does_not_start(site))["message"])
        )


def test_an_instance_that_others_can_read_stops_the_start(had_people):
    folder = had_people.folder / "instance"
    folder.chmod(0o755)
    assert json.loads(why_it_does_not_start(had_people))["message"] == (
        f"the site does not start: others on this machine can read {folder}. "
        f"Run: chmod 700 {folder}"
    )


def test_a_database_that_is_away_stops_the_start_in_one_line(tmp_path):
    away = f"postgresql://waymark:{SECRET}@127.0.0.1:{free_port()}/waymark"
    line = why_it_does_not_start(RealSite(tmp_path, DATABASE_URL=away), again=True)
    message = json.loads(line)["message"]
    assert message.startswith("the site does not start: the database does not answer: ")
    assert SECRET not in line
