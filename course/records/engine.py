"""Prepare a database engine: the SQLite rule, set and read back on every connection."""

import os
import select
import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Dialect, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from course.records.in_use import Share
from course.records.patience import WAIT_SECONDS, Patience

ASK_AFTER = 30.0
"""Seconds in the pool after which a connection to PostgreSQL may have been dropped in silence."""

# DESIGN 2.8. The waiting time comes last: until then it is that of whoever connects.
# query_only makes SQLite itself refuse a write outside of transaction(), which lifts it.
SQLITE_RULE: dict[str, tuple[str, object]] = {
    "journal_mode": ("PERSIST", "persist"),
    "synchronous": ("EXTRA", 3),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "query_only": ("ON", 1),
    "busy_timeout": (str(WAIT_SECONDS * 1000), WAIT_SECONDS * 1000),
}


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_TEXT = "Could not decode to UTF-8"
"""What Python's sqlite3 says of a text with other bytes in it; the text itself comes after that."""
_OPENED_BADLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


class NotADurableDatabase(RuntimeError):
    """A connection did not take the SQLite rule, so that nothing may be written through it."""


def open_engine(url: str) -> Engine:
    """Return a prepared engine for a database address."""
    engine = create_engine(url)
    prepare(engine)
    return engine


def prepare(engine: Engine) -> None:
    """Make every new connection of an engine durable, and bounded in how long it waits.

    Raise NotADurableDatabase at the connection where a setting cannot be read back, and at once
    for a SQLite database in memory, which would lose everything.
    """
    # An error would else quote what was to be stored, and a reflection's text is in no log.
    engine.hide_parameters = True
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _wait_on_postgresql)
        event.listen(engine, "checkin", _note_the_time)
        event.listen(engine, "checkout", partial(_replace_if_lost, engine.dialect))
        return
    if not sqlite_file(engine):
        raise NotADurableDatabase("a SQLite database needs a file; this one is in memory")
    patience = Patience()
    event.listen(engine, "do_connect", _share)
    event.listen(engine, "connect", partial(_hold_the_sqlite_rule, patience))
    event.listen(engine, "checkout", partial(_wait_no_longer, patience))
    event.listen(engine, "handle_error", _learn)
    event.listen(engine, "checkin", _refuse_writes_again)
    event.listen(engine, "close", _give_share_back)


def sqlite_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite engine, None in memory or on another database."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name)


def is_damage(error: BaseException) -> bool:
    """Tell whether an error of SQLite, or of SQLAlchemy over it, says that the file is wrong."""
    cause = getattr(error, "orig", error)
    if isinstance(cause, sqlite3.OperationalError) and str(cause).startswith(_NO_TEXT):
        return True
    return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _DAMAGE


def _share(_dialect: Any, record: Any, arguments: Any, _named: Any) -> None:
    # Before the file is opened: who waited for a restore with the old file open would write to it.
    file = Path(arguments[0])
    record.info["share"] = Share(file)
    # SQLite would make it as the umask says, and its journal like it. One that is there is left
    # alone: closing it here would end the locks of this process's other connections.
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _give_share_back(_connection: Any, record: Any) -> None:
    record.info.pop("share").close()


def _hold_the_sqlite_rule(patience: Patience, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # no hidden BEGIN: reads run alone, transaction() begins
    connection.execute(f"PRAGMA busy_timeout = {round(patience.seconds * 1000)}").close()
    # SQLite's own knows A to Z only: a search for "álvaro" would not find "Álvaro".
    connection.create_function("lower", 1, _lower, deterministic=True)
    for setting, (value, expected) in SQLITE_RULE.items():
        connection.execute(f"PRAGMA {setting} = {value}").close()
        found = connection.execute(f"PRAGMA {setting}").fetchone()
        if found != (expected,):
            raise NotADurableDatabase(
                f"SQLite keeps {setting} at {found}, not at {value}: nothing can be saved safely"
            )


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _wait_no_longer(patience: Patience, connection: Any, record: Any, _fairy: Any) -> None:
    record.info["patience"], record.info["since"] = patience, monotonic()
    if patience.in_vain:
        connection.execute(f"PRAGMA busy_timeout = {round(patience.seconds * 1000)}").close()


def _refuse_writes_again(connection: Any, record: Any) -> None:
    if connection is None:  # it was lost
        return
    # Setting it makes SQLite prepare every statement anew: only where a transaction has lifted it.
    if connection.execute("PRAGMA query_only").fetchone() == (0,):
        connection.execute("PRAGMA query_only = ON").close()
    if record.info["patience"].in_vain:
        connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}").close()


def _learn(context: ExceptionContext) -> None:
    """Learn from an error of SQLite what to expect of the next one."""
    if context.connection is None or not isinstance(context.original_exception, sqlite3.Error):
        return
    code = getattr(context.original_exception, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    info = context.connection.info
    if code == sqlite3.SQLITE_BUSY:
        info["patience"].lose(info["since"])
    if code in _OPENED_BADLY:
        # What was opened while nobody could write stays so, also when everybody can again. It is
        # replaced at its next use (soft): closed in the midst of this one, what still reads by it
        # would go on holding its lock, and nobody else could save.
        context.connection.connection.invalidate(context.original_exception, soft=True)


def _wait_on_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    connection.commit()


def _note_the_time(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = monotonic()


def _replace_if_lost(dialect: Dialect, connection: Any, record: Any, _fairy: Any) -> None:
    """Let the pool connect anew where the server has dropped a connection meanwhile.

    It says so as it goes, and then there is something to read, which costs no question. After
    a longer wait, what lies between may have dropped it without a word: then it is asked.
    """
    idle_since = record.info.pop("idle_since", None)
    if idle_since is None:
        return  # just connected
    if monotonic() - idle_since < ASK_AFTER and not _has_something_to_say(connection):
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as lost:
        raise InvalidatePoolError from lost


def _has_something_to_say(connection: Any) -> bool:
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
