"""The documented site, and what can happen to the machine under it."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import psutil

from tests import postgresql
from tests.builders import write_course
from tests.deploy.real import DEPLOY, RealSite

AS_ROOT = os.geteuid() == 0
DISK_MEGABYTES = 48
WITHOUT_RIGHTS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Under root's account, but bound to the modes of files as everybody is."""
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
held.execute("ROLLBACK")
"""


def restart_seconds() -> float:
    """Return how long the service manager waits before it starts the site again."""
    unit = (DEPLOY / "waymark.service").read_text(encoding="utf-8")
    found = re.search(r"^RestartSec=(\d+)ms$", unit, re.MULTILINE)
    assert found
    return int(found[1]) / 1000


def mount(*words: object) -> None:
    """Mount something, as root."""
    subprocess.run(["mount", *map(str, words)], check=True)


def unmount(folder: Path) -> None:
    """Take away what is mounted on a folder, also where a process still has a file of it open."""
    subprocess.run(["umount", "--lazy", folder], check=True)


class Machine(RealSite):
    """A real site on a disk of its own, with somebody who starts it again when it dies.

    ``mounted``: the folder of the instance is a small disk. That needs root. ``server``: the folder
    of the PostgreSQL server whose database it has; SQLite where there is none.
    """

    def __init__(self, folder: Path, *, mounted: bool, server: Path | None = None) -> None:
        super().__init__(folder)
        self.instance = folder / "instance"
        self.mounted = mounted
        self.under = WITHOUT_RIGHTS if AS_ROOT and not (mounted or server) else []
        self.said = ""
        self.postgresql = server
        if server:
            self.database_url = postgresql.address(server)
            self.environment["WAYMARK_DATABASE_URL"] = self.database_url

    def __enter__(self) -> Self:
        self.environment["WAYMARK_COURSE_ROOT"] = str(write_course(self.folder / "course"))
        self.instance.mkdir(mode=0o700)
        if self.mounted:
            size = f"size={DISK_MEGABYTES}m,mode=0700"
            mount("-t", "tmpfs", "-o", size, "waymark", self.instance)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            super().__exit__()
        finally:
            if self.mounted:
                unmount(self.instance)

    @property
    def address_pair(self) -> tuple[str, int]:
        """Return where it listens."""
        return "127.0.0.1", self.port

    @property
    def file(self) -> Path:
        """The file of the database."""
        return self.instance / "waymark.sqlite3"

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer."""
        assert self.server
        return psutil.Process(self.server.pid).children()

    def kill_a_worker(self) -> None:
        """End one process without a warning. gunicorn makes another."""
        with suppress(psutil.NoSuchProcess):
            self.workers()[0].kill()

    def kill_all(self) -> None:
        """End every process without a warning, then do what the service manager does."""
        assert self.server
        for process in [psutil.Process(self.server.pid), *self.workers()]:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        self.server.wait()
        time.sleep(restart_seconds())
        self.said += self.log()
        self.start()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let another program lock the database, readers out too."""
        command = [sys.executable, "-c", HOLD, str(self.file)]
        other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert other.stdin
        assert other.stdout
        with other:
            assert other.stdout.readline() == b"held\n"
            try:
                yield
            finally:
                other.stdin.close()

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no byte free on the disk; without root, let no file of the site grow."""
        if self.mounted:
            with self._filled():
                yield
            return
        endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        most = self.file.stat().st_size
        for worker in self.workers():
            worker.rlimit(psutil.RLIMIT_FSIZE, (most, endless[1]))
        try:
            yield
        finally:
            for worker in self.workers():
                worker.rlimit(psutil.RLIMIT_FSIZE, endless)

    @contextmanager
    def _filled(self) -> Iterator[None]:
        filler = self.instance / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        try:
            yield
        finally:
            filler.unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Let nobody write in the folder; one process dies meanwhile, and comes back to that."""
        if self.mounted:
            with self._mounted_read_only():
                yield
            return
        modes = {path: path.stat().st_mode for path in [self.instance, *self.instance.iterdir()]}
        for path, mode in modes.items():
            path.chmod(mode & 0o555)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)

    @contextmanager
    def _mounted_read_only(self) -> Iterator[None]:
        # Made read only where nobody writes yet, then laid over the folder.
        aside = self.folder / "read-only"
        aside.mkdir(exist_ok=True)
        mount("--bind", self.instance, aside)
        try:
            mount("-o", "remount,bind,ro", aside)
            mount("--bind", aside, self.instance)
            try:
                yield
            finally:
                unmount(self.instance)
        finally:
            unmount(aside)

    @contextmanager
    def without_postgresql(self) -> Iterator[None]:
        """Stop the database server, and start it again."""
        assert self.postgresql
        with postgresql.away(self.postgresql):
            yield

    def open_files(self) -> int:
        """Return how many files and connections the busiest of its processes has open."""
        return max(worker.num_fds() for worker in self.workers())
