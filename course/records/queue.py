"""The queue of writers of a SQLite file: one at a time, across threads and processes.

SQLite's own waiting sleeps and is unfair: with eight writers somebody waits for seconds. In a
queue the longest wait is that of those in front (FAULTS M14).
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_WAITING = 200


class Busy(Exception):
    """Too many wait to write already, or the wait was too long."""


class NoQueue(OSError):
    """The queue's file cannot be opened: its folder is read only, or too many files are open."""


class _Door:
    """Where the threads of this process wait to write to one file."""

    def __init__(self) -> None:
        self.places = threading.BoundedSemaphore(MOST_WAITING)
        self.lock = threading.Lock()


_doors: dict[Path, _Door] = {}


@contextmanager
def turn(file: Path, deadline: float) -> Iterator[None]:
    """Hold the one turn to write to a database file. ``deadline`` is a ``time.monotonic()``.

    Raise Busy where MOST_WAITING threads of this process wait, or at the deadline, and NoQueue
    where nobody can stand in line. Another process is waited for without a bound of our own: its
    turn ends with it, at the latest.
    """
    door = _doors.setdefault(file, _Door())
    _wait(door, file, deadline)
    try:
        # Opened anew for each turn: a lock that a forked process inherits would be shared.
        ticket = _ticket(file)
        try:
            fcntl.flock(ticket, fcntl.LOCK_EX)
            try:
                yield
            finally:
                # Closing alone would not do where a process was forked meanwhile.
                fcntl.flock(ticket, fcntl.LOCK_UN)
        finally:
            os.close(ticket)
    finally:
        door.lock.release()


def _ticket(file: Path) -> int:
    try:
        return os.open(file.with_name(f"{file.name}-queue"), os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise NoQueue(*error.args) from error


def _wait(door: _Door, file: Path, deadline: float) -> None:
    if not door.places.acquire(blocking=False):
        raise Busy(f"{MOST_WAITING} are waiting to write to {file.name}")
    try:
        if not door.lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Busy(f"the wait to write to {file.name} was too long")
    finally:
        door.places.release()
