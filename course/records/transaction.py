"""The only place that commits."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from course.records.engine import sqlite_file
from course.records.patience import WAIT_SECONDS, Patience
from course.records.queue import Busy, NoQueue, turn

_OPEN = "course.transaction"

# The primary result codes of SQLite that mean that the deed was right and the machine was not.
_SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_POSTGRESQL_READ_ONLY = "25006"


class NotSaved(Exception):
    """Nothing of the transaction was saved: disk full, locked, read-only, or connection lost.

    The cause is ``__cause__``. The same deed may be tried again later.
    """


@contextmanager
def transaction(session: Session) -> Iterator[None]:
    """Write everything inside, or nothing. On SQLite, wait in the queue of writers first.

    Raise NotSaved where the machine could not save. Any other exception goes on to the caller,
    after everything was rolled back. A second transaction inside is refused: a use case that
    needs another one's work calls the function inside it.
    """
    if session.info.get(_OPEN):
        raise RuntimeError("a transaction is open in this session already; do not nest them")
    session.info[_OPEN] = True
    try:
        with outages_are_not_saved(), writing(_connection(session)):
            try:
                yield
                session.commit()
            except BaseException:
                session.rollback()
                raise
    finally:
        session.info.pop(_OPEN, None)


def alone(session: Session, deed: str) -> None:
    """Let nobody else do this deed until the open transaction ends.

    For what has no row to lock. On SQLite the queue of writers has done it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(deed))))


@contextmanager
def outages_are_not_saved() -> Iterator[None]:
    """Turn the errors of a database that is out of reach, full or locked into NotSaved."""
    try:
        yield
    except (DBAPIError, PoolTimeout, Busy, NoQueue) as error:
        if is_outage(error):
            raise NotSaved("the database could not save this") from error
        raise


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Let a connection write for a while: on SQLite in its turn, with BEGIN IMMEDIATE.

    For migrations; a use case takes ``transaction``. The caller commits or rolls back inside;
    the engine takes the right to write away when the connection goes back to the pool.
    """
    file = sqlite_file(connection.engine)
    if file is None:
        yield
        return
    patience: Patience = connection.info["patience"]
    deadline = time.monotonic() + min(WAIT_SECONDS, patience.seconds)
    with turn(file, deadline):
        _begin(connection, deadline)
        patience.regain()
        yield


def is_outage(error: BaseException) -> bool:
    """Tell whether an error means that the database is out of reach, full, or locked."""
    if isinstance(error, PoolTimeout | Busy | NoQueue | NotSaved):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
        return code & 0xFF in _SQLITE_OUTAGES
    lost = error.connection_invalidated or isinstance(error, OperationalError)
    return lost or getattr(error.orig, "sqlstate", None) == _POSTGRESQL_READ_ONLY


def _connection(session: Session) -> Connection:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed before the transaction; change it inside")
    return session.connection()


def _begin(connection: Connection, deadline: float) -> None:
    # Who has waited in the queue already waits that much less for SQLite's own lock: nobody
    # waits longer than WAIT_SECONDS in all, however many stand behind a locked database.
    left = max(0, round((deadline - time.monotonic()) * 1000))
    sqlite: Any = connection.connection.driver_connection
    sqlite.execute("PRAGMA query_only = OFF").close()
    sqlite.execute(f"PRAGMA busy_timeout = {left}").close()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}").close()
