"""``course backup``: copy the records and the keys, while the site runs."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from course import clock
from course.cli.own import own_settings
from course.cli.site import NoSite
from course.config import Settings
from course.records import migrate
from course.records.backups.folder import backups_folder
from course.records.backups.making import Backup, NoBackup, back_up, note
from course.records.backups.manifest import Manifest
from course.records.engine import open_engine


@click.command()
@click.option(
    "--to",
    "into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to. Left out: backups, in the folder of the instance.",
)
@click.option(
    "--keep",
    "most",
    type=click.IntRange(min=1),
    help="Delete all but this many of the newest backups in the folder.",
)
def backup(into: Path | None, most: int | None) -> None:
    """Copy the records and the keys, as two files. The site may run meanwhile.

    Keys older than eight weeks are deleted from the folder. Errors end with 3, and
    leave the earlier backups as they are.

    \b
    Examples:
      course backup
      course backup --to /media/backups --keep 30
    """
    settings = own_settings()
    made = back_up_or_stop(settings, into or backups_folder(settings), most)
    click.echo(made.records)
    if made.keys:
        click.echo(made.keys)
    click.echo(counted(made.manifest))
    click.echo("Keep the two files in two places.")
    if made.deleted:
        click.echo(f"Deleted of earlier backups: {len(made.deleted)}")
    if made.ahead:
        click.echo(
            f"Nothing was deleted: {made.ahead} is of a time that has not come. Look at the "
            "clock; where it is right, move that file out of the folder"
        )


def counted(manifest: Manifest) -> str:
    """Say in one line what a backup holds."""
    shown = ("people", "enrollments", "attempts", "editions")
    return ", ".join(f"{what}: {manifest.rows.get(what, 0)}" for what in shown)


def back_up_or_stop(settings: Settings, into: Path, most: int | None = None) -> Backup:
    """Make a backup and write down that it was made; stop with one line where that fails."""
    into, now = into.absolute(), clock.now()
    if into == backups_folder(settings):
        settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        made = back_up(settings, into, now=now, most=most)
    except NoBackup as refusal:
        raise NoSite(refusal.message) from refusal
    if made.manifest.version == migrate.HEAD:
        engine = open_engine(settings.database_url)
        with Session(engine) as session:
            note(session, made, now=now)
        engine.dispose()
    return made
