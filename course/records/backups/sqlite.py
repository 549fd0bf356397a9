"""A SQLite file: copied while the site writes, checked, and put in the place of another."""

import os
import sqlite3
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from course.records.backups.archive import new_file
from course.records.backups.folder import sync
from course.records.patience import WAIT_SECONDS
from course.records.queue import turn
from course.records.refusals import Refused

DATABASE = "waymark.sqlite3"
_LOCKED = "another program has locked the database. Try again when it is done"
_WAITS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BESIDE = ("-journal", "-wal", "-shm")


def copy(source: Path, target: Path) -> None:
    """Copy a database that others write to; it holds all that was saved before this began.

    All pages go in one step, and in the turn of a writer: a copy in several steps begins again
    at each commit of another process, so that under constant writing it never ends. Writers wait
    meanwhile, in their queue.
    """
    deadline = time.monotonic() + WAIT_SECONDS

    def give_up(status: int, _left: int, _pages: int) -> None:
        if status in _WAITS and time.monotonic() > deadline:
            raise Refused(_LOCKED)

    with new_file(target), closing(_connect(target)) as copied, ExitStack() as stack:
        # Synced once, by new_file, when writers go on: a copy that was cut off is no backup anyway.
        copied.execute("PRAGMA journal_mode = OFF")
        copied.execute("PRAGMA synchronous = OFF")
        with suppress(OSError):  # a disk that is read only: nobody writes, so nobody queues
            stack.enter_context(turn(source, deadline))
        live = stack.enter_context(closing(_connect(source)))
        live.backup(copied, progress=give_up)


def damage(file: Path) -> str | None:
    """Say what is wrong with a database file, None where each page and reference is right."""
    try:
        with closing(_connect(file)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    if found != "ok":
        return str(found).splitlines()[-1]  # the first may only name the database
    return f"a row of {lost[0]} belongs to nothing" if lost else None


def holds(file: Path) -> str:
    """Say what a file holds: "nothing", "an empty site", "records", or "damage".

    What a killed program left half-written is undone by it. Raise Refused where it is locked.
    """
    if not file.exists():
        return "nothing"
    try:
        with closing(_connect(file)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return "nothing"
            people = connection.execute("SELECT 1 FROM people LIMIT 1").fetchone()
            return "records" if people else "an empty site"
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in _WAITS:
            raise Refused(_LOCKED) from error
        return "records" if "no such table" in str(error) else "damage"


def set_aside(file: Path, stamp: str) -> Path:
    """Give a damaged database, and what belongs to it, a second name that stays."""
    aside = file.with_name(f"{file.name}.before-{stamp}")
    for end in ("", *_BESIDE):
        with suppress(FileNotFoundError):
            os.link(f"{file}{end}", f"{aside}{end}")
    return aside


def take_the_place(fresh: Path, file: Path) -> None:
    """Put a whole database where another one was, in one step.

    A journal goes first: one that was left by the other would be played back into this one.
    Until the caller has synced the folder, a power cut may bring the other back.
    """
    for end in _BESIDE:
        Path(f"{file}{end}").unlink(missing_ok=True)
    sync(file.parent)
    fresh.replace(file)


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS)
