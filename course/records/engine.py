"""Prepare a database engine: the SQLite rule, set and read back on every connection."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

WAIT_SECONDS = 10
"""How long a write waits for another one before it is told "not saved"."""

# DESIGN 2.8. The order matters: with the waiting time set first, the others can wait for a lock.
# query_only makes SQLite itself refuse a write outside of transaction(), which lifts it.
SQLITE_RULE: dict[str, tuple[str, object]] = {
    "busy_timeout": (str(WAIT_SECONDS * 1000), WAIT_SECONDS * 1000),
    "journal_mode": ("PERSIST", "persist"),
    "synchronous": ("EXTRA", 3),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "query_only": ("ON", 1),
}


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
        return
    if not sqlite_file(engine):
        raise NotADurableDatabase("a SQLite database needs a file; this one is in memory")
    event.listen(engine, "connect", _hold_the_sqlite_rule)
    event.listen(engine, "checkin", _refuse_writes_again)


def sqlite_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite engine, None in memory or on another database."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name)


def _hold_the_sqlite_rule(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # no hidden BEGIN: reads run alone, transaction() begins
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


def _refuse_writes_again(connection: Any, _record: Any) -> None:
    if connection is not None:  # None: it was lost
        connection.execute("PRAGMA query_only = ON").close()


def _wait_on_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    connection.commit()
