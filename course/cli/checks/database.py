"""Checks of the database: that it can be reached, keeps what it says, and has our tables."""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from course.cli.checks.line import Line, fail, note, ok
from course.records import migrate
from course.records.engine import SQLITE_RULE, NotADurableDatabase, sqlite_file

POSTGRESQL_RULE = ("fsync", "full_page_writes", "synchronous_commit")
"""What has to be on, or a power cut takes saves that were acknowledged."""
CHECK_ADDRESS = "Start PostgreSQL, or check WAYMARK_DATABASE_URL"
_KEPT = ("journal_mode", "synchronous", "foreign_keys")


def out_of_reach(engine: Engine) -> Line | None:
    """Say why the database cannot be asked anything; None where it can."""
    file = sqlite_file(engine)
    if file and not file.exists():
        return note("database", f"none yet; the first start makes {file}")
    try:
        engine.connect().close()
    except (SQLAlchemyError, NotADurableDatabase) as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        fix = "Bring a backup back: course restore FILE --replace" if file else CHECK_ADDRESS
        return fail("database", f"it cannot be used: {reason}. {fix}")
    return None


def durable(connection: Connection) -> Line:
    """Read back whether the database keeps what it acknowledges, and look for damage."""
    if connection.dialect.name == "sqlite":
        return _sqlite(connection)
    version = connection.scalar(text("SHOW server_version"))
    for setting in POSTGRESQL_RULE:
        if (found := connection.scalar(text(f"SHOW {setting}"))) not in {"on", "remote_apply"}:
            return fail(
                "database",
                f"PostgreSQL {version}: {setting} is {found}, so that a power cut loses saves. "
                f"Run in psql: ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf()",
            )
    return ok("database", f"PostgreSQL {version}, {', '.join(POSTGRESQL_RULE)} on")


def schema(engine: Engine) -> Line:
    """Hold the version of the tables against that of the code."""
    found = migrate.current(engine)
    if found is None:
        return note("schema", "no tables yet; the first start makes them")
    if found != migrate.HEAD:
        return fail("schema", migrate.difference(found))
    return ok("schema", f"version {found}")


def _sqlite(connection: Connection) -> Line:
    version = connection.scalar(text("SELECT sqlite_version()"))
    for setting in _KEPT:
        found, wanted = connection.scalar(text(f"PRAGMA {setting}")), SQLITE_RULE[setting][1]
        if found != wanted:
            return fail(
                "database",
                f"SQLite {version} keeps {setting} at {found}, not at {wanted}. "
                "Move the database to a disk of this machine",
            )
    if (damage := connection.scalar(text("PRAGMA quick_check(1)"))) != "ok":
        return fail(
            "database",
            f"the file is damaged ({damage}). Bring a backup back: course restore FILE --replace",
        )
    modes = ", ".join(f"{setting} {SQLITE_RULE[setting][0]}" for setting in _KEPT)
    return ok("database", f"SQLite {version}, {modes}, no damage")
