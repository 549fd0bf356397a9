"""``course migrate``: bring the database to the version of this code."""

import click

from course.config import Settings
from course.records import migrate as migrations
from course.records.engine import open_engine


@click.command()
def migrate() -> None:
    """Bring the database to the version of this code. Make a backup first."""
    engine = open_engine(Settings.from_environment().database_url)
    before = migrations.current(engine)
    migrations.upgrade(engine)
    click.echo(f"The database is at version {migrations.current(engine)} (it was {before}).")
