"""Checks of the machine: its disk, its clock, and who can read what."""

import os
import platform
import shlex
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from course.account import name_of, not_for_root, whole_owner
from course.cli.checks.line import Line, fail, note, ok
from course.config import PREFIX, Settings, WrongSettings
from course.secret_key import keys_of, secret_key

LEAST_ROOM = 200 * 1024 * 1024
"""Bytes to keep free in any case; a backup of a larger database needs three times its size."""
AHEAD = timedelta(minutes=5)
"""How far the newest row may be ahead of the clock."""


def closed(settings: Settings, database: Path | None) -> Line | None:
    """Say which folder of the site this account may not look into; None where it may into all.

    Root may, and would leave a file of its own beside the database.
    """
    if told := not_for_root(settings.instance_dir):
        return fail("folders", told)
    folders = [settings.instance_dir, settings.keys_dir, *([database.parent] if database else [])]
    for folder in folders:
        try:
            os.stat(f"{folder}/.")  # noqa: PTH116  # a Path drops the dot, which asks to go in
        except PermissionError:
            return fail(
                "folders",
                f"this account may not look into {folder}. Run this as the account of the site",
            )
        except OSError:
            continue  # not there yet
    return None


def python() -> Line:
    """Name the Python that runs this."""
    return ok("python", platform.python_version())


def settings_given() -> Line:
    """Say where the settings come from; a folder without ``.env`` may be the wrong one."""
    file = Path(".env").absolute()
    if file.exists():
        return ok("settings", f"from {file}; each name and value is known")
    if any(name.startswith(PREFIX) for name in os.environ):
        return ok("settings", f"from the environment; there is no {file}")
    return note("settings", f"there is no {file}, so all are as they are without one")


def disk(folder: Path, database: Path | None) -> Line:
    """Ask for room to write: for a backup, a copy lies beside its packed form for a while."""
    size = database.stat().st_size if database and database.exists() else 0
    free, needed = shutil.disk_usage(_existing(folder)).free, max(LEAST_ROOM, 3 * size)
    if free < needed:
        return fail("disk", f"{_mb(free)} free, {_mb(needed)} needed. Free some room on {folder}")
    return ok("disk", f"{_mb(free)} free")


def clock(now: datetime, newest: datetime | None, zone: str) -> Line:
    """Hold the clock against the newest row: time that went back lets exams end too late."""
    told = f"{now:%Y-%m-%d %H:%M} UTC"
    if newest and newest > now + AHEAD:
        return fail(
            "clock",
            f"it says {told}, and the newest record is of {newest:%Y-%m-%d %H:%M} UTC. "
            "Set the clock, on Debian: timedatectl set-ntp true",
        )
    return ok("clock", f"{told}, shown in {zone}")


def folders(settings: Settings, database: Path | None) -> Line:
    """Ask that the courses' folder is there, and that nobody else can read the site's files."""
    if not settings.course_root.is_dir():
        return fail(
            "folders",
            f"there is no folder {settings.course_root}. Make it, or write another "
            f"{PREFIX}COURSE_ROOT",
        )
    for path, mode in _private(settings, database):
        if path.exists() and _open_to_others(path):
            return fail(
                "folders", f"others on this machine can read {path}. Run: chmod {mode} {path}"
            )
    if left := left_by_another(settings.instance_dir):
        return fail("folders", left)
    return ok("folders", f"{settings.instance_dir} is for its owner alone")


def keys(settings: Settings) -> Line:
    """Ask that the keys are there, whole, and readable by their owner alone."""
    if not keys_of(settings):
        return note("keys", "none yet; the first start makes them")
    try:
        secret_key(settings)
    except WrongSettings as problem:
        return fail("keys", str(problem))
    return ok("keys", f"in {settings.keys_dir}")


def proxy(settings: Settings) -> Line:
    """Hold BASE_URL and TRUSTED_PROXIES against each other."""
    hops = settings.trusted_proxies
    if settings.loopback and hops:
        return fail(
            "proxy",
            f"{PREFIX}TRUSTED_PROXIES is {hops}, but nobody reaches the site from outside. "
            "Take it out: anyone could claim another address",
        )
    if not settings.loopback and not hops:
        return fail(
            "proxy",
            f"{settings.base_url} needs a proxy that ends TLS, and {PREFIX}TRUSTED_PROXIES is 0. "
            f"Set {PREFIX}TRUSTED_PROXIES=1",
        )
    return ok("proxy", f"{settings.base_url}, {hops} in front")


def _private(settings: Settings, database: Path | None) -> Iterator[tuple[Path, int]]:
    yield settings.instance_dir, 700
    yield settings.keys_dir, 700
    yield Path(".env").absolute(), 600
    if database and not _within_private(database):
        yield database, 600


OF_THE_DISK = "lost+found"
"""What a disk of its own begins with; it is root's, and the site has nothing in it."""


def left_by_another(folder: Path) -> str:
    """Say whose a file in the site's folder is that is not its owner's: the site cannot read it."""
    if not folder.exists():
        return ""
    owner = folder.stat().st_uid
    for path in sorted(folder.iterdir()):
        if path.name != OF_THE_DISK and (found := path.lstat().st_uid) != owner:
            return (
                f"{path} belongs to {name_of(found)}, and the site could not read it. As root, "
                f"run: chown --recursive {whole_owner(owner)} {shlex.quote(str(folder))}"
            )
    return ""


def _within_private(path: Path) -> bool:
    return path.parent.exists() and not _open_to_others(path.parent)


def _open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())


def _mb(size: int) -> str:
    return f"{size // (1024 * 1024):,} MB"
