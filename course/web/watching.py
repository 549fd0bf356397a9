"""Ask in a hurry whether the database answers, with a connection that waits for nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from course.config import Settings
from course.records.hurry import hurried, open_watching_engine
from course.web.database import db

MOST_SECONDS = 0.5
"""How long a locked database is waited for: who asks wants to know now (FAULTS F-12)."""


@contextmanager
def watched() -> Iterator[Session]:
    """Give a session of its own connection. Raises SQLAlchemyError where there is none by then."""
    with hurried(watching_engine(), seconds=MOST_SECONDS) as session:
        yield session


def answers() -> bool:
    """Tell whether the database can be read now."""
    try:
        with hurried(_engine_to_ask(), seconds=MOST_SECONDS) as session:
            session.execute(text("SELECT 1 FROM editions LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True


def _engine_to_ask() -> Engine:
    """Return that of the site itself where PostgreSQL would begin a process for a new connection.

    Only where a connection of it is free: nobody who has one is waited for.
    """
    pool = db.engine.pool
    on_postgresql = db.engine.dialect.name == "postgresql"
    is_free = isinstance(pool, QueuePool) and pool.checkedin() > 0
    return db.engine if on_postgresql and is_free else watching_engine()


def watching_engine() -> Engine:
    """Return the engine that only such questions use: others wait for locks with theirs."""
    settings: Settings = current_app.extensions["settings"]
    made = current_app.extensions.get("watching") or open_watching_engine(settings.database_url)
    found: Engine = current_app.extensions.setdefault("watching", made)
    return found
