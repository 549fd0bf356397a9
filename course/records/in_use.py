"""Who has a SQLite file open: every connection holds a share, a restore needs the whole.

SQLite's own locks end with each transaction, so that an idle site would not be seen. A file that
is replaced under an open connection would take that connection's next writes with it.
"""

import errno
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.account import not_readable

CANNOT_OPEN = "unable to open database file"
"""As SQLite says it. Behind a colon stands why, and what to do."""
_HELD: set[Path] = set()
"""The database files that this process keeps for itself alone."""


class InUse(Exception):
    """Some program has the database file open."""


class Share:
    """One share in a database file, until it is closed. A restore under way is waited for.

    Raise sqlite3.OperationalError where there is none to be had: a database that is open without
    one could be replaced under its users' feet.
    """

    def __init__(self, file: Path) -> None:
        self._descriptor: int | None = None
        if file.absolute() in _HELD:
            return
        try:
            self._descriptor = _ticket(file)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            _refuse_anothers(file)
        except OSError as error:
            self.close()
            if error.errno != errno.EROFS:  # nothing can be restored on a disk that is read only
                raise _cannot_open(error) from error

    def close(self) -> None:
        """Give the share back. Closing does; unlocking would end that of a forked process too."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    __del__ = close


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep every connection of others away from a database file. Raise InUse where one is open.

    This process may connect meanwhile: it shares in what it holds.
    """
    descriptor = _ticket(file)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(str(file)) from None
        _HELD.add(file.absolute())
        yield
    finally:
        _HELD.discard(file.absolute())
        os.close(descriptor)


def _refuse_anothers(file: Path) -> None:
    # SQLite would say the same of it as of a disk that fails.
    if file.exists() and not os.access(file, os.R_OK, effective_ids=True):
        raise PermissionError(errno.EACCES, "no right to read", str(file))


def _cannot_open(error: OSError) -> sqlite3.OperationalError:
    """Say it as SQLite does of its own file: who opens a database is told in one way."""
    reason: object = error
    if isinstance(error, PermissionError) and error.filename:
        reason = not_readable(Path(error.filename))
    told = sqlite3.OperationalError(f"{CANNOT_OPEN}: {reason}")
    told.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    return told


def _ticket(file: Path) -> int:
    return os.open(file.with_name(f"{file.name}-open"), os.O_RDWR | os.O_CREAT, 0o600)
