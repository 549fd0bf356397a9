"""What a machine refuses, in one line: what it is, and what to do next."""

import errno
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from course.account import not_readable

_FULL_CODES = (errno.ENOSPC, errno.EDQUOT)
_POSTGRESQL_FULL = "53100"
_FULL = "the disk is full. Free some room on it, then run this again"


def reason(error: BaseException, database: Path | None = None) -> str:
    """Say why the machine refused, and where there is something to do about it, what.

    ``error`` is one of the machine, or one that was raised from it. ``database``: the file of the
    database, None where it is PostgreSQL.
    """
    cause = getattr(error, "orig", None) or error
    told = str(cause).partition("\n")[0]
    if _is_full(cause):
        return _FULL
    psycopg = sys.modules.get("psycopg")  # where none of its errors can be, it is not loaded
    if psycopg and isinstance(cause, psycopg.OperationalError) and _is_away(cause):
        return f"{told}. Start PostgreSQL, or check WAYMARK_DATABASE_URL"
    if isinstance(cause, PermissionError) and cause.filename:
        return not_readable(Path(os.fsdecode(cause.filename)))
    if _is_anothers(cause, database) and database:
        return not_readable(database)
    return told


def _is_away(refusal: Any) -> bool:
    """Tell whether a server was not reached, or is shut down; any other refusal has its code."""
    return refusal.sqlstate is None or refusal.sqlstate.startswith("57P")


def _is_full(cause: BaseException) -> bool:
    """Tell whether a disk had no room left."""
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", None) == _POSTGRESQL_FULL:
        return True
    return isinstance(cause, OSError) and cause.errno in _FULL_CODES


def _is_anothers(cause: BaseException, database: Path | None) -> bool:
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code != sqlite3.SQLITE_CANTOPEN or database is None or not database.exists():
        return False
    return not os.access(database, os.R_OK, effective_ids=True)
