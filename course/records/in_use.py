"""Who has a SQLite file open: every connection holds a share, a restore needs the whole.

SQLite's own locks end with each transaction, so that an idle site would not be seen. A file that
is replaced under an open connection would take that connection's next writes with it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class InUse(Exception):
    """Some program has the database file open."""


class Share:
    """One share in a database file, until it is closed. A restore under way is waited for."""

    def __init__(self, file: Path) -> None:
        self._descriptor: int | None = None
        with suppress(OSError):  # a disk that is read only: nothing can be restored there either
            self._descriptor = _ticket(file)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        """Give the share back. Closing does; unlocking would end that of a forked process too."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    __del__ = close


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep every connection away from a database file. Raise InUse where one is open."""
    descriptor = _ticket(file)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(str(file)) from None
        yield
    finally:
        os.close(descriptor)


def _ticket(file: Path) -> int:
    return os.open(file.with_name(f"{file.name}-open"), os.O_RDWR | os.O_CREAT, 0o600)
