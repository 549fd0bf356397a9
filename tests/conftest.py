"""What every test may ask for: both databases, a session, the moment, the people, the course."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records import editions, migrate
from course.records.engine import open_engine
from course.records.people import passwords
from course.records.tables import Base
from course.records.transaction import writing
from course.web.metrics import in_memory
from tests import postgresql
from tests.builders import make_edition
from tests.cast import NOW, Cast, make_cast
from tests.story import go_live


def pytest_collection_finish() -> None:
    """Let the collector pass over what collecting made, and come seldom: tests leave little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


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


@pytest.fixture
def barred() -> Iterator[Callable[[Path], None]]:
    """Bar a path to this account. Nothing is barred to root, who becomes another meanwhile."""
    with ExitStack() as undo:

        def bar(path: Path) -> None:
            undo.callback(path.absolute().chmod, path.stat().st_mode & 0o777)
            path.chmod(0)
            if os.geteuid() == 0:
                undo.callback(os.seteuid, 0)
                os.seteuid(65534)

        yield bar


@pytest.fixture(scope="session")
def sqlite_engine() -> Iterator[Engine]:
    """A SQLite file with all tables, one for a worker; in memory, where the machine has such."""
    with TemporaryDirectory(dir=in_memory()) as folder:
        engine = open_engine(f"sqlite:///{folder}/waymark.db")
        migrate.upgrade(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """The folder of a real PostgreSQL server's socket, one for a worker."""
    with postgresql.running(durable=False) as folder:
        yield folder


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_server: Path) -> Iterator[Engine]:
    """A PostgreSQL database with all tables, one for a worker."""
    engine = open_engine(postgresql.address(postgresql_server))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Each database in turn, with all tables and no rows, and no edition in memory."""
    monkeypatch.setattr(editions, "_store", editions.Store())
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    yield found
    empty(found)


_DELETES = [f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables)]


def empty(engine: Engine) -> None:
    """Delete every row: on PostgreSQL in one message, for each would be waited for."""
    in_one = engine.dialect.name == "postgresql"
    with engine.connect() as connection, writing(connection):
        for statement in ["; ".join(_DELETES)] if in_one else _DELETES:
            connection.exec_driver_sql(statement)
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
    go_live(session, made)
    return made
