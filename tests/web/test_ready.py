"""Before the app is put together: what is refused, and that nothing is begun anew."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from course.config import Settings, WrongSettings
from course.records import migrate
from course.records.engine import open_engine
from course.secret_key import secret_key
from course.web.ready import WrongSchema, make_ready, refuse_missing_files
from tests import postgresql
from tests.builders import make_edition
from tests.cast import make_cast
from tests.story import go_live

PAGE = 4096


def at(folder, url=""):
    return Settings(
        database_url=url or f"sqlite:///{folder / 'waymark.sqlite3'}",
        instance_dir=folder,
        keys_dir=folder,
        course_root=folder,
    )


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """The file of a site that people are on."""
    from sqlalchemy.orm import Session

    folder = tmp_path_factory.mktemp("settled")
    make_ready(at(folder))
    engine = open_engine(at(folder).database_url)
    with Session(engine) as session:
        make_cast(session)
        go_live(session, make_edition())
    engine.dispose()
    return folder / "waymark.sqlite3"


def sound(file):
    """Tell whether SQLite finds the file whole, looking as hard as it can."""
    try:
        with closing(sqlite3.connect(file)) as database:
            return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return False


def some_damage(file, seed):
    """Write over three to eight pages, a few bytes of each or all."""
    some = random.Random(seed)
    with file.open("r+b") as opened:
        for _ in range(some.randint(3, 8)):
            opened.seek(some.randrange(file.stat().st_size // PAGE) * PAGE)
            opened.write(some.randbytes(some.choice([16, 200, PAGE])))


def test_whatever_damage_sqlite_finds_is_refused_with_the_way_back(settled, tmp_path):
    """FAULTS F-15."""
    settings, refused = at(tmp_path), 0
    file = tmp_path / "waymark.sqlite3"
    for seed in range(40):
        shutil.copy(settled, file)
        some_damage(file, seed)
        if sound(file):
            continue
        before, refused = file.read_bytes(), refused + 1
        with pytest.raises(WrongSchema, match=r"damaged .*course restore FILE --replace$"):
            make_ready(settings, whole=True)
        assert file.read_bytes() == before
    assert refused > 30


def test_a_site_that_is_well_is_let_through(settled, tmp_path):
    shutil.copy(settled, tmp_path / "waymark.sqlite3")
    secret_key(at(tmp_path))
    make_ready(at(tmp_path), whole=True)


def test_an_empty_server_is_not_begun_anew_where_a_site_was(tmp_path, postgresql_server):
    url = postgresql.address(postgresql_server, "vanished")
    admin = open_engine(postgresql.address(postgresql_server))
    with admin.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("CREATE DATABASE vanished TEMPLATE template0"))
    admin.dispose()
    key = Path(tmp_path / "secret-key")
    secret_key(at(tmp_path))
    with pytest.raises(WrongSchema, match=r"^The records are gone\. .*course restore FILE"):
        make_ready(at(tmp_path, url))
    key.unlink()
    make_ready(at(tmp_path, url))
    engine = open_engine(url)
    assert migrate.current(engine) == migrate.HEAD
    engine.dispose()


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o777])
def test_an_instance_that_is_open_to_others_is_refused(tmp_path, mode):
    folder = tmp_path / "instance"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(WrongSettings, match=rf"others .* can read .*chmod 700 {folder}$"):
        make_ready(at(folder))
    assert list(folder.iterdir()) == []


def test_an_instance_that_is_not_there_is_made_for_its_owner_alone(tmp_path):
    make_ready(at(tmp_path / "new"))
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_folder_of_courses_has_to_be_there(tmp_path):
    refuse_missing_files(at(tmp_path))
    with pytest.raises(WrongSettings, match=r"WAYMARK_COURSE_ROOT .* no such folder\. Make it"):
        refuse_missing_files(at(tmp_path / "nowhere"))
