"""Bring a backup back: checked before anything is touched, then all of it in one step."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from course.config import Settings
from course.records import migrate
from course.records.backups import folder, keys, postgresql, sqlite
from course.records.backups.archive import Archive, NotWhole, opened
from course.records.backups.ending import end_ways_in
from course.records.backups.making import Damaged, back_up
from course.records.backups.manifest import Manifest, Measured, measure
from course.records.backups.stopped import RUNNING, nobody_else
from course.records.engine import open_engine, sqlite_file
from course.records.in_use import InUse
from course.records.reasons import reason
from course.records.refusals import Refused
from course.records.transaction import NotSaved, transaction


class NotRestored(Refused):
    """Nothing was restored. The records and the keys are as they were."""


class NotSure(NotRestored):
    """The records and the keys are restored, but the disk did not say that they will stay."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``kept`` is where the records lie that were here before."""

    manifest: Manifest
    ended: dict[str, int]
    keys: list[str]
    kept: Path | None


PutKeys = Callable[[], AbstractContextManager[list[str]]]


@dataclass(frozen=True, slots=True)
class _Act:
    """One restore: from what, into what, and whether records that are here may go."""

    settings: Settings
    engine: Engine
    archive: Archive[Manifest]
    replace: bool
    now: datetime


def restore(
    settings: Settings, records: Path, keys_file: Path | None, *, replace: bool, now: datetime
) -> Restored:
    """Put a backup's records, and its keys where they are given, in the place of a site's.

    A database of an older version is migrated. All that lets somebody in is ended. Where people
    are here already, ``replace`` has to say so, and their records are kept. Raise NotRestored.
    """
    engine = open_engine(settings.database_url)
    try:
        with _told(sqlite_file(engine)), opened(records, Manifest) as archive:
            act = _Act(settings, engine, archive, replace, now)
            _refuse_other_kind(act)
            settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            with nobody_else(engine), folder.held(_place(act)) as drafts:
                return _restore(act, keys_file, drafts)
    finally:
        engine.dispose()


def _restore(act: _Act, keys_file: Path | None, drafts: Path) -> Restored:
    file, manifest, here = sqlite_file(act.engine), act.archive.manifest, _holds(act.engine)
    if here in {"records", "damage"} and not act.replace:
        raise NotRestored(
            "there are records here already. To put the backup in their place: --replace "
            "(what is here is kept in a backup of its own)"
        )
    may_go = act.replace or here == "an empty site"
    with keys.drafted(act.settings, keys_file, manifest, replace=may_go) as put_keys:
        fresh = _taken(act.archive, sqlite.DATABASE if file else postgresql.DUMP, drafts)
        if file:
            ended = _settle_file(act, fresh)
            kept = _keep(act, here)
            with put_keys() as names:
                sqlite.take_the_place(fresh, file)
            _make_sure(file.parent, kept)
        else:
            names, ended, kept = _settle_server(act, here, fresh, put_keys)
        return Restored(manifest, ended, names, kept)


def _holds(engine: Engine) -> str:
    if file := sqlite_file(engine):
        return sqlite.holds(file)
    with engine.connect() as connection:
        return postgresql.holds(connection)


def _refuse_other_kind(act: _Act) -> None:
    manifest, kind = act.archive.manifest, act.engine.dialect.name
    if not migrate.known(manifest.version):
        raise NotRestored(
            f"its database is of version {manifest.version}, and this program knows "
            f"{migrate.HEAD} at most. Update the program: {migrate.UPDATE}. Then restore again"
        )
    if manifest.database != kind:
        raise NotRestored(
            f"it is a backup of {manifest.database}, and WAYMARK_DATABASE_URL names {kind}. "
            "Restore into the same kind"
        )


def _place(act: _Act) -> Path:
    """Return the folder for what is not finished: on the disk of the database, where it is ours."""
    file = sqlite_file(act.engine)
    return file.parent if file else act.settings.instance_dir


def _taken(archive: Archive[Manifest], name: str, drafts: Path) -> Path:
    seal = archive.manifest.files.get(name)
    if seal is None:
        raise NotWhole(f"{archive.path} is damaged: {name} is missing")
    archive.take(name, seal, drafts / name)
    return drafts / name


def _settle_file(act: _Act, fresh: Path) -> dict[str, int]:
    """Make a taken SQLite file what the site will open: counted, migrated, its ways in ended."""
    manifest = act.archive.manifest
    engine = open_engine(URL.create("sqlite", database=str(fresh)).render_as_string())
    try:
        with engine.connect() as connection:
            _refuse_other_rows(manifest, measure(connection))
        migrate.upgrade(engine)
        with Session(engine) as session, transaction(session):
            ended = end_ways_in(session, manifest, now=act.now)
    finally:
        engine.dispose()
    if damage := sqlite.damage(fresh):
        raise NotWhole(f"{act.archive.path} is damaged: {damage}")
    return ended


def _make_sure(folder_of_it: Path, kept: Path | None) -> None:
    try:
        folder.sync(folder_of_it)
    except OSError as error:
        before = f" What was here before is kept: {kept}" if kept else ""
        raise NotSure(
            f"the backup is restored, but the disk may lose it in a power cut ({error}). "
            f"Look at the disk, then restore again.{before}"
        ) from error


def _settle_server(
    act: _Act, here: str, dumped: Path, put_keys: PutKeys
) -> tuple[list[str], dict[str, int], Path | None]:
    """Do the same on PostgreSQL, in the one transaction that replaces what was there.

    Nobody saves from before what is here is kept until it is replaced. The keys are in place
    before that is final, and those of before are back where it is not.
    """
    manifest = act.archive.manifest
    with ExitStack() as keys_in_place, migrate.alone(act.engine) as connection:
        postgresql.let_nobody_save(connection)
        if postgresql.holds(connection) != here:  # somebody came since that was asked
            raise InUse
        kept = _keep(act, here)
        migrate.begin_anew(connection, manifest.version)
        if not postgresql.alone(connection):  # a site that started since holds what goes now
            raise InUse
        postgresql.fill(connection, dumped)
        _refuse_other_rows(manifest, measure(connection))
        migrate.upgrade_within(connection)
        with Session(connection) as session:
            ended = end_ways_in(session, manifest, now=act.now)
        return keys_in_place.enter_context(put_keys()), ended, kept


def _refuse_other_rows(manifest: Manifest, found: Measured | None) -> None:
    counted = found.rows if found else {}
    wrong = sorted(name for name, rows in counted.items() if manifest.rows.get(name) != rows)
    if wrong or not counted:
        raise NotWhole(f"the backup is damaged: not all rows are there of {', '.join(wrong)}")


def _keep(act: _Act, here: str) -> Path | None:
    """Keep what the restore replaces, and say where: in a backup, or as it is where damaged."""
    file = sqlite_file(act.engine)
    if here == "records":
        try:
            return back_up(act.settings, folder.backups_folder(act.settings), now=act.now).records
        except Damaged:
            here = "damage"
    if here == "damage" and file:
        return sqlite.set_aside(file, f"{act.now.astimezone(UTC):%Y%m%d-%H%M%S}")
    return None


@contextmanager
def _told(database: Path | None) -> Iterator[None]:
    """Turn what a machine or a backup may refuse into one line."""
    try:
        yield
    except InUse:
        raise NotRestored(f"nothing was restored: {RUNNING}") from None
    except NotSure:
        raise
    except Refused as refusal:
        raise NotRestored(f"nothing was restored: {refusal.message}") from refusal
    except (OSError, sqlite3.Error, psycopg.Error, DBAPIError, NotSaved) as error:
        cause = error.__cause__ if isinstance(error, NotSaved) else error
        raise NotRestored(f"nothing was restored: {reason(cause or error, database)}") from error
