"""The backups that lie here: whether this site had records, and which copy to bring back."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from course.config import Settings
from course.records.backups.archive import NotWhole, opened
from course.records.backups.folder import Kept, backups_folder, kept
from course.records.backups.manifest import Manifest
from course.secret_key import keys_of


def had_records(settings: Settings) -> bool:
    """Tell whether there was a site here. Its key is made after its tables, so it is a sign."""
    return bool(keys_of(settings)) or any(_records(backups_folder(settings)))


def with_people(folder: Path) -> Kept | None:
    """Return the newest backup in a folder that can be read and holds somebody's records."""
    return next((each for each in _records(folder) if _people(each)), None)


def gone(settings: Settings) -> str:
    """Say that a site's records are gone, and how they come back. They are never begun anew."""
    if newest := _newest(backups_folder(settings)):
        return f"The records are gone. Run: course restore {newest}"
    keys = " ".join(shlex.quote(str(path)) for path in keys_of(settings).values())
    return (
        "The records are gone. Bring a backup back: course restore FILE. "
        f"If there never were any, run: rm {keys}"
    )


def damaged(settings: Settings, reason: object) -> str:
    """Say that a database is damaged, and how the records come back."""
    return f"The database is damaged ({reason}). {bring_back(settings)}"


def bring_back(settings: Settings) -> str:
    """Say how a backup takes the place of what is here: by its name where one lies here."""
    if newest := _newest(backups_folder(settings)):
        return f"Run: course restore {newest} --replace"
    return "Bring a backup back: course restore FILE --replace"


def _newest(folder: Path) -> str:
    found = with_people(folder) or next((each for each in _records(folder) if _read(each)), None)
    return shlex.quote(str(found.path)) if found else ""


def _records(folder: Path) -> Iterator[Kept]:
    """Give the copies of the records in a folder, the newest first."""
    try:
        found = kept(folder)
    except PermissionError:
        return
    yield from (each for each in reversed(found) if each.holds == "records")


def _people(backup: Kept) -> int:
    manifest = _read(backup)
    return manifest.rows.get("people", 0) if manifest else 0


def _read(backup: Kept) -> Manifest | None:
    try:
        with opened(backup.path, Manifest) as archive:
            return archive.manifest
    except (NotWhole, OSError):
        return None
