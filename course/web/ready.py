"""What has to be so before the app is put together: closed folders, and tables of this version.

It comes before the site's key is made, so that a key without records says that they are gone.
"""

import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from course.account import not_for_root
from course.config import PREFIX, Settings, WrongSettings
from course.records import editions, migrate
from course.records.backups.known import damaged, gone, had_records
from course.records.engine import is_damage, open_engine, sqlite_file
from course.records.transaction import NotSaved


class WrongSchema(Exception):
    """The database is older or newer than the code, damaged, or gone. The message says the fix."""


def make_ready(settings: Settings, *, whole: bool = False) -> None:
    """Create the tables of a new site; refuse a site that is not as it should be.

    ``whole``: read all that a server needs, to find damage that nobody has met yet. Raises
    WrongSettings, and WrongSchema with the command to run.
    """
    _close_to_others(settings)
    engine = open_engine(settings.database_url)
    try:
        with readable(settings):
            _settle_schema(settings, engine)
            if whole:
                _read_all(settings, engine)
    finally:
        engine.dispose()


def refuse_missing_files(settings: Settings) -> None:
    """Refuse a folder of courses that is not there. Raises WrongSettings."""
    if not settings.course_root.is_dir():
        raise WrongSettings(
            f"{PREFIX}COURSE_ROOT is {settings.course_root}, and there is no such folder. "
            "Make it, or write the one that holds lessons and quizzes"
        )


@contextmanager
def readable(settings: Settings) -> Iterator[None]:
    """Name the way back where SQLite cannot read its file; it is never begun anew."""
    try:
        yield
    except (DatabaseError, NotSaved, editions.Garbled) as error:
        cause = error.__cause__ if isinstance(error, NotSaved) else error
        if not isinstance(cause, editions.Garbled) and not (cause and is_damage(cause)):
            raise
        # In one line, and without the text that was read.
        reason = str(getattr(cause, "orig", cause)).splitlines()[0].partition(" with text ")[0]
        raise WrongSchema(damaged(settings, reason)) from error


def _close_to_others(settings: Settings) -> None:
    folder = settings.instance_dir
    if told := not_for_root(folder):
        raise WrongSettings(told)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise WrongSettings(
            f"others on this machine can read {folder}. Run: chmod 700 {shlex.quote(str(folder))}"
        )


def _settle_schema(settings: Settings, engine: Engine) -> None:
    # Asked first: another process that makes this site now makes its tables before its key.
    had = had_records(settings)
    file = sqlite_file(engine)
    if had and file and not (file.exists() and file.stat().st_size):
        raise WrongSchema(gone(settings))
    found = migrate.current(engine)
    if found is None and had:
        raise WrongSchema(gone(settings))
    if found is None:
        migrate.upgrade(engine)
    elif found != migrate.HEAD:
        raise WrongSchema(migrate.difference(found))


def _read_all(settings: Settings, engine: Engine) -> None:
    with Session(engine) as session:
        if sqlite_file(engine):
            found = str(session.scalar(text("PRAGMA quick_check(1)")))
            if found != "ok":
                raise WrongSchema(damaged(settings, found.splitlines()[-1]))
        # They stay in memory: everybody reads them.
        editions.kept_editions(session, editions.live_ids(session))
