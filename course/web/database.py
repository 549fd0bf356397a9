"""The database of the app: Flask-SQLAlchemy over the tables of ``records``."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, stream_with_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from course.config import Settings
from course.records import migrate
from course.records.engine import prepare
from course.records.tables import Base

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class WrongSchema(Exception):
    """The database is older or newer than the code, or damaged. The message says what to run."""


# What a request has read stays read after its one commit: nothing is asked for twice.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def install(app: Flask, settings: Settings) -> None:
    """Bind the app to its database and put the rules of the engine on it."""
    settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def settle_schema(engine: Engine) -> None:
    """Create the tables of an empty database; refuse one that is older, newer, or damaged.

    Raises WrongSchema with the command to run.
    """
    with _readable():
        found = migrate.current(engine)
    if found is None:
        migrate.upgrade(engine)
    elif found != migrate.HEAD:
        raise WrongSchema(migrate.difference(found))


@contextmanager
def _readable() -> Iterator[None]:
    """Name the way back where SQLite cannot read its file; it is never begun anew."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
            raise
        raise WrongSchema(
            f"The database is damaged ({error.orig}). Bring a backup back: "
            "course restore FILE --replace"
        ) from error


def database() -> Session:
    """Return the session of this request."""
    return cast("Session", db.session())


def streamed(lines: Iterator[str]) -> Iterator[str]:
    """Give lines that are read from this request's session when the request itself is over.

    Its connection goes back at the last line, or when the reader hangs up: nobody else does that.
    """
    session = database()

    def read() -> Iterator[str]:
        try:
            yield from lines
        finally:
            session.close()

    return stream_with_context(read())
