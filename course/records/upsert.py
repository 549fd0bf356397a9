"""Insert or update in one statement, on both databases."""

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from course.records.base import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_into(session: Session, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """Return the insert of this session's database, which has ``on_conflict_do_update``.

    Read first and write then is not enough: two at once would both find nothing.
    """
    return insert_of(session.get_bind().dialect.name, table)


def insert_of(dialect: str, table: type[Base] | Table) -> "sqlite.Insert | postgresql.Insert":
    """Return the insert of a database by the name of its dialect, to keep and use again."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  # see base.py: 3 MB

    return postgresql.insert(table)
