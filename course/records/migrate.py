"""Bring a database's tables to the version of this code, or back."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from course.records.transaction import outages_are_not_saved, writing

MIGRATIONS = Path(__file__).parent / "migrations"


def head() -> str:
    """Return the newest version that this code knows."""
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if newest is None:
        raise RuntimeError(f"there are no migrations in {MIGRATIONS}")
    return newest


def current(engine: Engine) -> str | None:
    """Return the version of a database, None where it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate upward, all or nothing. Two processes at once do it one after the other.

    Raise NotSaved where the database cannot be written.
    """
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate back to a version; "base" drops every table."""
    _run(engine, lambda config: command.downgrade(config, revision))


def _run(engine: Engine, act: Callable[[Config], None]) -> None:
    with outages_are_not_saved(), engine.connect() as connection, writing(connection):
        try:
            _one_at_a_time(connection)
            act(_config(connection))
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def _one_at_a_time(connection: Connection) -> None:
    # On SQLite the queue of writers has done it. The number names this lock and nothing else.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(2611220001)")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
