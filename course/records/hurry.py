"""Ask the database without the patience of a save: who watches wants an answer, also a "no"."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from course.records.engine import prepare
from course.records.patience import AT_MOST

_POSTGRESQL_LOCKED = ("55P03", "57014")


def open_watching_engine(url: str) -> Engine:
    """Return an engine that connects anew for each question, and so waits for nobody else's."""
    engine = create_engine(url, poolclass=NullPool)
    prepare(engine)
    return engine


@contextmanager
def hurried(engine: Engine, *, seconds: float) -> Iterator[Session]:
    """Give a session of such an engine that waits for a lock no longer, nor to connect.

    On PostgreSQL any engine will do: there the hurry ends with the transaction.
    """
    milliseconds = round(seconds * 1000)
    before = AT_MOST.set(seconds)
    try:
        with Session(engine) as session:
            if engine.dialect.name == "postgresql":
                session.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
                session.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
            else:
                asked = f"PRAGMA busy_timeout = {milliseconds}"
                session.connection().exec_driver_sql(asked).close()
            yield session
    finally:
        AT_MOST.reset(before)


def is_locked(error: SQLAlchemyError) -> bool:
    """Tell whether the database is there, and another program keeps it from answering."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return code == sqlite3.SQLITE_BUSY or getattr(cause, "sqlstate", None) in _POSTGRESQL_LOCKED
