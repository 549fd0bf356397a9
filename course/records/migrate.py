"""Bring a database's tables to the version of this code, or back.

Alembic is loaded only to migrate: a server that finds its tables as they should be never needs
it, and saves its memory and its start.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from course.records.transaction import outages_are_not_saved, writing

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"
"""The newest version that this code knows: that of the last file in ``migrations/versions``."""


def current(engine: Engine) -> str | None:
    """Return the version of a database, None where it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return version


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate upward, all or nothing. Two processes at once do it one after the other."""
    from alembic import command  # noqa: PLC0415  # see above

    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate back to a version; "base" drops every table."""
    from alembic import command  # noqa: PLC0415  # see above

    _run(engine, lambda config: command.downgrade(config, revision))


def _run(engine: Engine, act: Callable[[Any], None]) -> None:
    from alembic.config import Config  # noqa: PLC0415  # see above

    with outages_are_not_saved(), engine.connect() as connection, writing(connection):
        try:
            _one_at_a_time(connection)
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            act(config)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def _one_at_a_time(connection: Connection) -> None:
    # On SQLite the queue of writers has done it. The number names this lock and nothing else.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(2611220001)")
