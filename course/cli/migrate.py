"""``course migrate``: bring the database to the version of this code."""

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from course.cli.backup import back_up_or_stop
from course.cli.own import own_settings
from course.cli.site import NoSite
from course.config import Settings
from course.records import migrate as migrations
from course.records.backups.folder import backups_folder
from course.records.backups.known import gone, had_records
from course.records.backups.stopped import RUNNING, nobody_else
from course.records.engine import open_engine, sqlite_file
from course.records.in_use import InUse
from course.records.reasons import reason
from course.records.transaction import NotSaved


@click.command()
def migrate() -> None:
    """Bring the database to the version of this code. Stop the site first.

    A database in a file is backed up before. For PostgreSQL, run course backup
    yourself: what belongs to it may not be on this machine.
    """
    settings = own_settings()
    settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # a new site has none
    engine = open_engine(settings.database_url)
    try:
        _migrate_alone(settings, engine)
    except (NotSaved, OperationalError, OSError) as problem:
        cause = problem.__cause__ or problem
        raise NoSite(f"the database is as it was: {reason(cause)}") from problem
    finally:
        engine.dispose()


def _migrate_alone(settings: Settings, engine: Engine) -> None:
    try:
        with nobody_else(engine):
            if not _is_done(engine):
                _migrate(settings, engine)
    except InUse:
        # It may be another one that migrates: on SQLite, who connects waits until it is done.
        if not _is_done(engine):
            raise NoSite(f"the database is as it was: {RUNNING}") from None


def _is_done(engine: Engine) -> bool:
    found = migrations.current(engine)
    if found is not None and not migrations.known(found):
        raise NoSite(migrations.difference(found))
    if found == migrations.HEAD:
        click.echo(f"The database is at version {found} already.")
    return found == migrations.HEAD


def _migrate(settings: Settings, engine: Engine) -> None:
    before = migrations.current(engine)
    if before is None and had_records(settings):
        raise NoSite(gone(settings))
    if before is not None and sqlite_file(engine):
        made = back_up_or_stop(settings, backups_folder(settings))
        click.echo(f"As it was: {made.records}")
    migrations.upgrade(engine)
    was = f"it was {before}" if before else "it was empty"
    click.echo(f"The database is at version {migrations.current(engine)} ({was}).")
