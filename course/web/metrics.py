"""Figures of the running site for Prometheus, on a port of this machine alone, or off.

Off, nothing of it is loaded. The figures themselves are in ``figures.py``.
"""

import fcntl
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from time import sleep

from flask import Flask
from sqlalchemy import Engine

from course.config import Settings
from course.web.database import db

HERE = "127.0.0.1"
MEMORY = Path("/dev/shm")  # noqa: S108  # what is made in it is for us alone
PREFIX = "waymark-"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
TRY_AGAIN_SECONDS = 2.0


def install(app: Flask, settings: Settings) -> None:
    """Count every request of the app, where the settings name a port."""
    if settings.metrics_port:
        from course.web import figures  # noqa: PLC0415  # most sites do without its memory

        app.after_request(figures.count)


def in_memory() -> str | None:
    """Return a folder that is on no disk, None where this machine gives us none."""
    return str(MEMORY) if os.access(MEMORY, os.W_OK | os.X_OK) else None


def share_between_processes() -> Path:
    """Return a new folder in which the processes of one server keep their counts together.

    Call this before the app is made, and delete the folder after the last process. It lies in
    memory: a write to a file of counts on a full disk would kill the process. What a server left
    there that was killed goes now.
    """
    for left in MEMORY.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else's, or in use
            held = _hold(left, fcntl.LOCK_EX)
            shutil.rmtree(left)
            os.close(held)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=in_memory()))
    _hold(folder, fcntl.LOCK_SH)  # as long as this process lives, or one forked from it
    os.environ[FOLDER] = str(folder)
    return folder


def _hold(folder: Path, how: int) -> int:
    """Lock a folder of counts until the descriptor is closed, here and in forked processes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def serve(app: Flask) -> None:
    """Answer on the port, from a thread beside the requests of this process.

    Owner: one thread in each process, begun after the server has forked. Whichever process
    comes first answers for all; when it ends, another takes over within TRY_AGAIN_SECONDS.
    """
    settings: Settings = app.extensions["settings"]
    if settings.metrics_port:
        with app.app_context():
            rounds = (settings.metrics_port, db.engine)
        threading.Thread(target=_answer, args=rounds, daemon=True, name="metrics").start()


def _answer(port: int, engine: Engine) -> None:
    from course.web import figures  # noqa: PLC0415  # loaded already where there is a port

    while True:
        try:
            figures.answer(HERE, port, engine)
        except OSError:  # another process of this site has the port
            sleep(TRY_AGAIN_SECONDS)
        else:
            return
