"""The account that a site runs as: whose a file is, and what to do where it is another's."""

import os
import shlex
from contextlib import suppress
from pathlib import Path

ROOT = 0


def name_of(number: int) -> str:
    """Return the name of an account, or its number where it has none."""
    import pwd  # noqa: PLC0415  # Windows has none, and an author there checks a course

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def whole_owner(number: int) -> str:
    """Return an account with its group as ``chown`` takes it; a number alone has no group."""
    name = name_of(number)
    return name if name == str(number) else f"{name}:"


def me() -> str:
    """Return the name of the account that runs this."""
    return name_of(os.geteuid())


def not_readable(path: Path) -> str:
    """Say why this account may not read a file, and what to do.

    In a folder of its own, another one has left the file there: mostly root, by running a command
    of the site. Anywhere else, this is the wrong account.
    """
    with suppress(OSError):
        folder, owner = path.parent, path.stat().st_uid
        if folder.stat().st_uid == os.geteuid() != owner:
            return (
                f"{path} belongs to {name_of(owner)}. As root, run: "
                f"chown --recursive {whole_owner(os.geteuid())} {shlex.quote(str(folder))}"
            )
    return f"this account may not read {path}. Run this as the account of the site, which may"


def not_for_root(folder: Path) -> str:
    """Say what to do where root would write into a site's folder; "" where that is no matter.

    What root writes there, the site could not read. A folder that is root's own is no matter.
    """
    if os.geteuid() != ROOT or not folder.exists():
        return ""
    found = folder.stat()
    owner = name_of(found.st_uid)
    if found.st_uid == ROOT:
        return ""
    become = (
        f"su --login --shell /bin/bash {owner}, then cd {shlex.quote(str(Path.cwd()))}"
        if owner != str(found.st_uid)
        else f"setpriv --reuid {owner} --regid {found.st_gid} --clear-groups bash"
    )
    return (
        f"you are root, and {folder} belongs to {owner}, who could not read what root "
        f"writes there. Run: {become}, and this again"
    )
