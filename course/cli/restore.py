"""``course restore``: bring a backup back."""

import os
import shlex
from pathlib import Path

import click
from sqlalchemy import make_url

from course import clock
from course.account import me
from course.cli.backup import counted
from course.cli.own import own_settings
from course.cli.program import as_called
from course.cli.site import NoSite
from course.config import PREFIX, Settings, given_in
from course.records import migrate
from course.records.backups.restoring import NotRestored, Restored
from course.records.backups.restoring import restore as bring_back

FILE = click.Path(exists=True, dir_okay=False, readable=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--keys", type=FILE, help="The file of the keys that were made with it.")
@click.option("--replace", is_flag=True, help="Take the place of records that are here.")
def restore(file: Path, keys: Path | None, replace: bool) -> None:
    """Bring a backup back. Stop the site first.

    It says first where the records go, and which setting says so. Everything is checked
    before anything is changed. Afterwards everybody signs in again, and invitations that
    nobody has used have ended.

    \b
    Example:
      course restore waymark-20261122-090000-records.zip --keys waymark-20261122-090000-keys.zip
    """
    settings = own_settings()
    _refuse_unreadable(file, keys)
    click.echo(_where(settings))
    try:
        done = bring_back(settings, file, keys, replace=replace, now=clock.now())
    except NotRestored as refusal:
        raise NoSite(refusal.message) from refusal
    for line in _told(done):
        click.echo(as_called(line))


def _refuse_unreadable(*files: Path | None) -> None:
    """Stop where another account brought the files, mostly root from another machine."""
    closed = [str(each.absolute()) for each in files if each and not _readable(each)]
    if closed:
        raise NoSite(
            f"nothing was restored: this account may not read {' and '.join(closed)}. "
            f"As root, run: chown {me()} {shlex.join(closed)}"
        )


def _readable(file: Path) -> bool:
    return os.access(file, os.R_OK, effective_ids=True)


def _where(settings: Settings) -> str:
    """Say which database this is about, and why: a forgotten ``.env`` is another site."""
    url = make_url(settings.database_url)
    place = url.database if url.drivername == "sqlite" else url.set(drivername="postgresql")
    for name in ("database_url", "instance_dir"):
        if found := given_in(name):
            return f"Restoring into {place}, as {PREFIX}{name.upper()} says in {found}."
    told = "it does not name another" if Path(".env").exists() else "there is none"
    return f"Restoring into {place}: {Path('.env').absolute()} was looked at, and {told}."


def _told(done: Restored) -> list[str]:
    manifest = done.manifest
    lines = [f"Restored the records of {manifest.made_at:%d %B %Y, %H:%M} UTC. {counted(manifest)}"]
    if manifest.version != migrate.HEAD:
        lines.append(f"The database was of version {manifest.version} and is now {migrate.HEAD}.")
    lines += [f"Restored the key {name}." for name in done.keys]
    if done.kept:
        lines.append(f"What was here before is kept: {done.kept}")
    if count := done.ended["invitations"]:
        lines.append(
            f"Unused invitations that have ended: {count}. A coordinator can send new ones."
        )
    if count := done.ended["outbox"]:
        lines.append(f"Letters that had not left and were dropped: {count}")
    return [*lines, "Everybody has to sign in again. Now run: course doctor"]
