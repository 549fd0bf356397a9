"""A site that is stopped: nobody else has its database open while another takes its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from course.records.backups import postgresql
from course.records.engine import sqlite_file
from course.records.in_use import InUse, alone

RUNNING = "the site is running, or another program has its database open. Stop it first"


@contextmanager
def nobody_else(engine: Engine) -> Iterator[None]:
    """Raise InUse where a site has the database open; on SQLite, keep it out until the end."""
    if file := sqlite_file(engine):
        with alone(file):
            yield
        return
    with engine.connect() as connection:
        if postgresql.others(connection):
            raise InUse
    yield
