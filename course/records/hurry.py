"""Ask the database without the patience of a save: who watches wants an answer, also a "no"."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from course.records.patience import WAIT_SECONDS


@contextmanager
def hurried(session: Session, *, seconds: float) -> Iterator[None]:
    """Let this session wait for a lock no longer than that, inside the block."""
    milliseconds = round(seconds * 1000)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
        session.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
        yield  # LOCAL: over with the transaction that this session reads in
        return
    sqlite = session.connection()
    sqlite.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}").close()
    try:
        yield
    finally:
        sqlite.exec_driver_sql(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}").close()
