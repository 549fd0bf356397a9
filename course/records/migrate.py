"""Bring a database's tables to the version of this code, or back.

Alembic is loaded only to migrate: a server that finds its tables as they should be never needs
it, and saves its memory and its start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from course.records.transaction import outages_are_not_saved, writing

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0003"
"""The newest version that this code knows: that of the last file in ``migrations/versions``."""


UPDATE = "git pull && make .venv/.installed"
"""How a program is updated; docs/how-to/update.md has what comes before and after."""


def current(engine: Engine) -> str | None:
    """Return the version of a database, None where it is empty."""
    with engine.connect() as connection:
        return version_of(connection)


def version_of(connection: Connection) -> str | None:
    """Return the version of the database of a connection, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def known(version: str | None) -> bool:
    """Tell whether this code knows a version: one that it does not know is newer."""
    return version is None or any(MIGRATIONS.glob(f"versions/{version}_*.py"))


def difference(found: str) -> str:
    """Say which version a database has and what to do about it, where it is not this code's."""
    if known(found):
        return f"The database is at version {found}, this code needs {HEAD}. Run: course migrate"
    return (
        f"The database is at version {found}, which is newer than this code ({HEAD}). "
        f"Update the program: {UPDATE}. To stay with this one, bring back a backup of before the "
        "update: course restore FILE --replace"
    )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate upward, all or nothing. Two processes at once do it one after the other."""
    from alembic import command  # noqa: PLC0415  # see above

    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate back to a version; "base" drops every table."""
    from alembic import command  # noqa: PLC0415  # see above

    _run(engine, lambda config: command.downgrade(config, revision))


def begin_anew(connection: Connection, revision: str) -> None:
    """Put the tables of a version, all empty, in the place of what a database holds.

    In the transaction of the caller, who migrates alone (``alone``).
    """
    every = MetaData()
    every.reflect(connection)
    every.drop_all(connection)
    upgrade_within(connection, revision)
    every.clear()
    every.reflect(connection)
    for table in reversed(every.sorted_tables):
        if table.name != "alembic_version":
            connection.execute(table.delete())


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Migrate upward in the transaction of the caller."""
    from alembic import command  # noqa: PLC0415  # see above

    command.upgrade(_config(connection), revision)


def _run(engine: Engine, act: Callable[[Any], None]) -> None:
    with alone(engine) as connection:
        act(_config(connection))


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Give a connection that alone migrates, and keep what it did where the block ends well."""
    with outages_are_not_saved(), engine.connect() as connection, writing(connection):
        try:
            _one_at_a_time(connection)
            yield connection
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def _config(connection: Connection) -> Any:
    from alembic.config import Config  # noqa: PLC0415  # see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _one_at_a_time(connection: Connection) -> None:
    # On SQLite the queue of writers has done it. The number names this lock and nothing else.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(2611220001)")
