"""A site with the five people, in a database of its own on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from course.config import Settings
from course.records import migrate
from course.records.backups.folder import backups_folder
from course.records.backups.making import Backup, back_up
from course.records.backups.manifest import measure
from course.records.backups.restoring import Restored, restore
from course.records.engine import open_engine, sqlite_file
from course.secret_key import secret_key
from tests import postgresql
from tests.builders import make_edition
from tests.cast import NOW, make_cast
from tests.story import go_live


@dataclass(frozen=True)
class Site:
    """One site: what it is told, and its database."""

    settings: Settings
    engine: Engine

    def back_up(self, now: datetime = NOW, most: int | None = None) -> Backup:
        return back_up(self.settings, backups_folder(self.settings), now=now, most=most)

    def restore(
        self, records: Path, keys: Path | None = None, *, replace: bool = False
    ) -> Restored:
        """Restore as ``course restore`` does: nobody else has the database open."""
        self.engine.dispose()
        return restore(self.settings, records, keys, replace=replace, now=NOW)

    def rows(self) -> dict[str, int]:
        """Count every table; there is none where nothing is yet."""
        file = sqlite_file(self.engine)
        if file and not file.exists():
            return {}
        with self.engine.connect() as connection:
            found = measure(connection)
        return found.rows if found else {}


@pytest.fixture(scope="session")
def populated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the five people and the small course; each test takes a copy."""
    file = tmp_path_factory.mktemp("populated") / "waymark.sqlite3"
    _populate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def populated_server(postgresql_server: Path) -> Path:
    """A server with the same in the database ``populated``, to make others from."""
    _create(postgresql_server, "populated")
    _populate(postgresql.address(postgresql_server, "populated"))
    return postgresql_server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.whole)])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """A database of its own; with PostgreSQL, the programs of its version are on PATH."""
    (tmp_path / "instance").mkdir(mode=0o700)
    if request.param == "sqlite":
        file = tmp_path / "instance" / "waymark.sqlite3"
        shutil.copy(request.getfixturevalue("populated_file"), file)
        url = f"sqlite:///{file}"
    else:
        monkeypatch.setenv("PATH", f"{postgresql.programs()}{os.pathsep}{os.environ['PATH']}")
        server = request.getfixturevalue("populated_server")
        _create(server, "site", template="populated")
        url = postgresql.address(server, "site")
    engine = open_engine(url)
    engine.connect().close()
    yield engine
    engine.dispose()


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Site:
    """The site of the engine, its key made."""
    made = _site(engine, tmp_path / "instance")
    secret_key(made.settings)
    return made


@pytest.fixture
def new_machine(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site of the same kind on which nothing is yet."""
    url = f"sqlite:///{tmp_path / 'new' / 'waymark.sqlite3'}"
    if engine.dialect.name == "postgresql":
        server = request.getfixturevalue("populated_server")
        _create(server, "new_machine")
        url = postgresql.address(server, "new_machine")
    fresh = open_engine(url)
    yield _site(fresh, tmp_path / "new")
    fresh.dispose()


def _site(engine: Engine, folder: Path) -> Site:
    url = engine.url.render_as_string(hide_password=False)
    settings = Settings(
        base_url="http://localhost", database_url=url, instance_dir=folder, keys_dir=folder
    )
    return Site(settings, engine)


def _populate(url: str) -> None:
    engine = open_engine(url)
    migrate.upgrade(engine)
    with Session(engine) as session:
        make_cast(session)
        go_live(session, make_edition())
    engine.dispose()


def _create(server: Path, name: str, template: str = "template0") -> None:
    admin = open_engine(postgresql.address(server))
    with admin.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
