"""Insert or update in one statement, on both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course.records.base import Base


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return the insert of this session's database, which has ``on_conflict_do_update``.

    Read first and write then is not enough: two at once would both find nothing.
    """
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
