"""Make a backup: the records and the keys, as two files to be kept in two places."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from course import __version__
from course.config import Settings
from course.records import audit
from course.records.backups import folder, known, postgresql, sqlite
from course.records.backups.archive import pack, sealed
from course.records.backups.manifest import KeysManifest, Kind, Manifest, Measured, measure
from course.records.engine import is_damage, open_engine, sqlite_file
from course.records.queue import Busy
from course.records.reasons import reason
from course.records.refusals import Refused
from course.records.transaction import NotSaved, transaction
from course.secret_key import keys_of


class NoBackup(Refused):
    """No backup was made. What was in its folder before is as it was."""


class Damaged(NoBackup):
    """The database is damaged: no copy of it could be trusted."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written. ``keys`` is None where the site has made none yet."""

    records: Path
    keys: Path | None
    manifest: Manifest
    deleted: list[Path]
    ahead: Path | None = None
    """A file of a time that has not come: while it lies there, nothing is deleted."""


def back_up(settings: Settings, into: Path, *, now: datetime, most: int | None = None) -> Backup:
    """Write a backup of the records and one of the keys into a folder, each whole or not at all.

    Keys past their life are deleted from the folder, and all but the ``most`` newest backups.
    Raise NoBackup; Damaged where the database is.
    """
    engine = open_engine(settings.database_url)
    try:
        with _told(into, sqlite_file(engine)), folder.held(into) as drafts:
            return _back_up(settings, engine, into, drafts, now=now, most=most)
    finally:
        engine.dispose()


def note(session: Session, backup: Backup, *, now: datetime) -> bool:
    """Write down that a copy of all records was made. False where nothing can be written."""
    seal = sealed(backup.records)
    detail = {
        "file": backup.records.name,
        "folder": str(backup.records.parent),
        "size": seal.size,
        "sha256": seal.sha256,
        "version": backup.manifest.version,
    }
    try:
        with transaction(session):
            audit.record(
                session, action="backup", actor=None, role="operator", now=now, detail=detail
            )
    except NotSaved:
        return False
    return True


def _back_up(
    settings: Settings, engine: Engine, into: Path, drafts: Path, *, now: datetime, most: int | None
) -> Backup:
    copied, found = _copy(engine, drafts)
    kind: Kind = "sqlite" if sqlite_file(engine) else "postgresql"
    manifest = pack(
        drafts / "records",
        {copied.name: copied},
        lambda files: Manifest(
            made_at=now,
            program=__version__,
            version=found.version,
            database=kind,
            editions=found.editions,
            rows=found.rows,
            files=files,
            keys={name: sealed(path).sha256 for name, path in keys_of(settings).items()},
        ),
    )
    name = folder.free_name(into, now)
    keys = _pack_keys(settings, drafts, now)
    if keys:
        keys = folder.keep(keys, into / f"{name}-keys.zip")
    records = folder.keep(drafts / "records", into / f"{name}-records.zip")
    if ahead := folder.ahead(into, now):
        return Backup(records, keys, manifest, [], ahead)
    # Of a site that nobody is on any more, the last copy of its people is none too many.
    spared = None if manifest.rows.get("people") else known.with_people(into)
    deleted = folder.prune(into, most=most, now=now, but={records, keys}, spared=spared)
    return Backup(records, keys, manifest, deleted)


def _copy(engine: Engine, drafts: Path) -> tuple[Path, Measured]:
    file = sqlite_file(engine)
    if file is None:
        copied = drafts / postgresql.DUMP
        found = postgresql.dump(engine, copied)
    else:
        if not file.exists():
            raise NoBackup(f"there is no database at {file} yet")
        copied = drafts / sqlite.DATABASE
        sqlite.copy(file, copied)
        _refuse_damage(file, copied)
        found = _measure(copied)
    if found is None:
        raise NoBackup("the database has no tables of this program yet")
    return copied, found


def _refuse_damage(file: Path, copied: Path) -> None:
    if damage := sqlite.damage(copied):
        raise Damaged(
            f"the database {file} is damaged ({damage}). Keep the backups that you have; "
            "docs/how-to/back-up-and-restore.md says how to bring one back"
        )


def _measure(file: Path) -> Measured | None:
    engine = create_engine(URL.create("sqlite", database=str(file)))
    try:
        with engine.connect() as connection:
            return measure(connection)
    finally:
        engine.dispose()


def _pack_keys(settings: Settings, drafts: Path, now: datetime) -> Path | None:
    keys = keys_of(settings)
    if not keys:
        return None
    pack(drafts / "keys", keys, lambda files: KeysManifest(made_at=now, files=files))
    return drafts / "keys"


@contextmanager
def _told(into: Path, database: Path | None) -> Iterator[None]:
    """Turn what a machine may refuse into one line."""
    try:
        yield
    except Refused as refusal:
        kind = Damaged if isinstance(refusal, Damaged) else NoBackup
        raise kind(f"no backup was made: {refusal.message}") from refusal
    except (OSError, sqlite3.Error, DBAPIError, Busy) as error:
        kind = Damaged if is_damage(error) else NoBackup
        raise kind(f"no backup was made in {into}: {reason(error, database)}") from error
