"""The secret key of a site: what signs its cookies, made on the first start and kept in a file."""

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from course.config import NotForThisAccount, Settings, WrongSettings

KEYS = ("secret-key",)
"""The files of ``keys_dir`` that make a site this site: `course backup` keeps them apart."""


def keys_of(settings: Settings) -> dict[str, Path]:
    """Return the keys that the site has, by name."""
    found = {name: settings.keys_dir / name for name in KEYS}
    return {name: path for name, path in found.items() if path.exists()}


def secret_key(settings: Settings) -> str:
    """Return the key that signs cookies, made on the first start and kept in ``keys_dir``.

    Raises WrongSettings when others on this machine can read the file, or this account cannot.
    """
    path = settings.keys_dir / KEYS[0]
    try:
        return _key(path)
    except PermissionError:
        raise NotForThisAccount(path) from None


def _key(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongSettings(f"others on this machine can read {path}. Run: chmod 600 {path}")
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 64:
        raise WrongSettings(f"{path} is cut short. Delete it; everyone has to sign in again")
    return key


def _make(path: Path) -> None:
    """Write a key under its final name in one step, so that no process ever reads half of one."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    Path(draft).unlink()
