"""``course doctor``: look the site over, and say what to mend."""

import sys
from collections.abc import Iterator

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course import clock
from course.cli.checks import database, machine, site
from course.cli.checks.line import Line, fail
from course.cli.program import as_called
from course.config import Settings, WrongSettings
from course.records import checkup, migrate
from course.records.engine import open_engine, sqlite_file

ENVIRONMENT = 3


@click.command()
def doctor() -> None:
    """Look the site over, one line for each check.

    What fails says the fix, and the end is 3. Nothing is changed.
    """
    failed = False
    for line in _lines():
        click.echo(as_called(str(line)))
        failed = failed or line.state == "FAIL"
    sys.exit(ENVIRONMENT if failed else 0)


def _lines() -> Iterator[Line]:
    yield machine.python()
    try:
        settings = Settings.from_environment()
    except WrongSettings as problem:
        yield fail("settings", str(problem))
        return
    yield machine.settings_given()
    engine = open_engine(settings.database_url)
    try:
        if closed := machine.closed(settings, sqlite_file(engine)):
            yield closed
            return
        yield from _machine(settings, engine)
        yield from _records(settings, engine)
    finally:
        engine.dispose()


def _machine(settings: Settings, engine: Engine) -> Iterator[Line]:
    file = sqlite_file(engine)
    yield machine.disk(file.parent if file else settings.instance_dir, file)
    yield machine.folders(settings, file)
    yield machine.keys(settings)
    yield machine.proxy(settings)
    yield site.mail(settings)


def _records(settings: Settings, engine: Engine) -> Iterator[Line]:
    if missing := database.out_of_reach(engine, settings):
        yield missing
        return
    with engine.connect() as connection:
        kept = database.durable(connection, settings)
    yield kept
    if kept.state == "FAIL" and sqlite_file(engine):
        return  # the rest would be asked of a damaged file
    yield database.schema(engine, settings)
    if migrate.current(engine) != migrate.HEAD:
        return
    now = clock.now()
    with Session(engine) as session:
        yield machine.clock(now, checkup.newest_moment(session), settings.time_zone)
        yield site.letters(session, now)
        yield site.backups(session, settings, now)
        yield from site.courses(session, settings, now)
