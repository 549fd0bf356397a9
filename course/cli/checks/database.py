"""Checks of the database: that it can be reached, keeps what it says, and has our tables."""

import sqlite3

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from course.cli.checks.line import Line, fail, note, ok
from course.config import Settings
from course.records import migrate
from course.records.backups.known import bring_back, gone, had_records
from course.records.engine import SQLITE_RULE, NotADurableDatabase, is_damage, sqlite_file
from course.records.in_use import CANNOT_OPEN

POSTGRESQL_RULE = ("fsync", "full_page_writes", "synchronous_commit")
"""What has to be on, or a power cut takes saves that were acknowledged."""
CHECK_ADDRESS = "Start PostgreSQL, or check WAYMARK_DATABASE_URL"
MOVE = "Move the database to a disk of this machine"
_OTHER_PROGRAM = "Another program has locked it. End that program"
_OTHER_ACCOUNT = "Run this as the account of the site, which has to be the owner of the file"
FIXES = {
    sqlite3.SQLITE_BUSY: _OTHER_PROGRAM,
    sqlite3.SQLITE_LOCKED: _OTHER_PROGRAM,
    sqlite3.SQLITE_CANTOPEN: _OTHER_ACCOUNT,
    sqlite3.SQLITE_PERM: _OTHER_ACCOUNT,
    sqlite3.SQLITE_READONLY: _OTHER_ACCOUNT,
}
"""What to do about each error of SQLite but damage, the only reason to bring a backup back."""
_ELSE = "Look at the disk: it may be full, or fail"
_KEPT = ("journal_mode", "synchronous", "foreign_keys")


def out_of_reach(engine: Engine, settings: Settings) -> Line | None:
    """Say why the database cannot be asked anything; None where it can."""
    file = sqlite_file(engine)
    if file and not (file.exists() and (file.is_dir() or file.stat().st_size)):
        if had_records(settings):
            return fail("database", gone(settings))
        return note("database", f"none yet; the first start makes {file}")
    try:
        engine.connect().close()
    except NotADurableDatabase as error:
        return fail("database", f"it cannot be used: {error}. {MOVE}")
    except SQLAlchemyError as error:
        return _unusable(error, settings, CHECK_ADDRESS if file is None else None)
    return None


def durable(connection: Connection, settings: Settings) -> Line:
    """Read back whether the database keeps what it acknowledges, and look for damage."""
    if connection.dialect.name == "sqlite":
        try:
            return _sqlite(connection, settings)
        except SQLAlchemyError as error:
            return _unusable(error, settings)
    version = connection.scalar(text("SHOW server_version"))
    for setting in POSTGRESQL_RULE:
        if (found := connection.scalar(text(f"SHOW {setting}"))) not in {"on", "remote_apply"}:
            return fail(
                "database",
                f"PostgreSQL {version}: {setting} is {found}, so that a power cut loses saves. "
                f"Run in psql: ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf()",
            )
    return ok("database", f"PostgreSQL {version}, {', '.join(POSTGRESQL_RULE)} on")


def schema(engine: Engine, settings: Settings) -> Line:
    """Hold the version of the tables against that of the code."""
    found = migrate.current(engine)
    if found is None and had_records(settings):
        return fail("schema", gone(settings))
    if found is None:
        return note("schema", "no tables yet; the first start makes them")
    if found != migrate.HEAD:
        return fail("schema", migrate.difference(found))
    return ok("schema", f"version {found}")


def _unusable(error: SQLAlchemyError, settings: Settings, fix: str | None = None) -> Line:
    if is_damage(error):
        fix = bring_back(settings)
    cause = getattr(error, "orig", error)
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    told = str(cause).partition("\n")[0]
    if told.startswith(f"{CANNOT_OPEN}: "):
        return fail("database", f"it cannot be used: {told}")  # it says the fix itself
    return fail("database", f"it cannot be used: {told}. {fix or FIXES.get(code, _ELSE)}")


def _sqlite(connection: Connection, settings: Settings) -> Line:
    version = connection.scalar(text("SELECT sqlite_version()"))
    for setting in _KEPT:
        found, wanted = connection.scalar(text(f"PRAGMA {setting}")), SQLITE_RULE[setting][1]
        if found != wanted:
            return fail(
                "database",
                f"SQLite {version} keeps {setting} at {found}, not at {wanted}. {MOVE}",
            )
    if (damage := connection.scalar(text("PRAGMA quick_check(1)"))) != "ok":
        where = str(damage).splitlines()[-1]
        return fail("database", f"the file is damaged ({where}). {bring_back(settings)}")
    modes = ", ".join(f"{setting} {SQLITE_RULE[setting][0]}" for setting in _KEPT)
    return ok("database", f"SQLite {version}, {modes}, no damage")
