"""The folder of the backups: names, the last step that makes a backup one, and the oldest.

Under its final name a backup is whole. Until then it lies in a folder of drafts, which the next
backup sweeps out where one was killed.
"""

import fcntl
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from course.account import me
from course.config import Settings
from course.records.refusals import Refused

KEYS_LIFE = timedelta(weeks=8)
"""How long the keys are kept in backups (DESIGN 7): longer, and nothing could be erased."""
_NAME = re.compile(r"waymark-(\d{8}-\d{6})(?:-(\d+))?-(records|keys)\.zip")
_STAMP = "%Y%m%d-%H%M%S"
_DRAFT = ".draft-"


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A backup's file in the folder, by its name. They sort by time."""

    made_at: datetime
    number: int
    holds: str
    path: Path


def backups_folder(settings: Settings) -> Path:
    """Return where backups lie that are told no other place."""
    return settings.instance_dir / "backups"


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Give the folder's drafts, gone when the block ends. A second backup waits for the first.

    The folder is made where its parent is there: a disk that is not mounted is told, not filled.
    """
    if not folder.parent.is_dir():
        raise Refused(f"there is no folder {folder.parent}. Make it, or mount its disk")
    _make(folder)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in folder.glob(f"{_DRAFT}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(
            dir=folder, prefix=_DRAFT, ignore_cleanup_errors=True
        ) as drafts:
            yield Path(drafts)
    finally:
        os.close(descriptor)


def _make(folder: Path) -> None:
    """Make a folder where it is missing. Raise Refused where this account may not write there."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        allowed = os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=True)
    except PermissionError:
        allowed = False
    if not allowed and not os.statvfs(folder.parent).f_flag & os.ST_RDONLY:
        raise Refused(
            f"this account may not write in {folder}. As root, run: "
            f"install --directory --owner {me()} --mode 0700 {shlex.quote(str(folder))}"
        )


def free_name(folder: Path, now: datetime) -> str:
    """Return the beginning of a new backup's names, in UTC: it sorts after all of its second."""
    made_at = now.astimezone(UTC).replace(microsecond=0)
    stamp = f"waymark-{made_at:{_STAMP}}"
    taken = [each.number for each in kept(folder) if each.made_at == made_at]
    return f"{stamp}-{max(taken) + 1}" if taken else stamp


def keep(draft: Path, final: Path) -> Path:
    """Give a file that is on the disk its final name, on the disk as well."""
    draft.replace(final)
    sync(final.parent)
    return final


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def kept(folder: Path) -> list[Kept]:
    """Return the files of backups in a folder, the oldest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if name := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
            found.append(Kept(made_at, int(name[2] or 1), name[3], path))
    return sorted(found)


def ahead(folder: Path, now: datetime) -> Path | None:
    """Return a backup of a time that has not come: the clock is wrong now, or was wrong then."""
    later = [each.path for each in kept(folder) if each.made_at > now]
    return later[-1] if later else None


def prune(
    folder: Path,
    *,
    most: int | None,
    now: datetime,
    but: Collection[Path | None],
    spared: Kept | None = None,
) -> list[Path]:
    """Delete keys past their life, and all but the ``most`` newest backups; return what went.

    Never what ``but`` names, nor the newest keys: they may be the only ones that are left. Of
    the ``spared`` backup, nothing but keys past their life.
    """
    files = kept(folder)
    made = sorted({(each.made_at, each.number) for each in files if each.holds == "records"})
    old = set(made[:-most]) if most else set()
    old -= {(spared.made_at, spared.number)} if spared else set()
    last_keys = [each.path for each in files if each.holds == "keys"][-1:]
    gone = [
        each.path
        for each in files
        if (each.made_at, each.number) in old
        or (each.holds == "keys" and each.made_at < now - KEYS_LIFE)
    ]
    gone = [path for path in gone if path not in but and path not in last_keys]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone
