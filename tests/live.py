"""A real site on this machine, as an operator runs one: the command line, then gunicorn."""

import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy.orm import Session

from course.records.cohorts.joining import add_to_site
from course.records.engine import open_engine
from course.records.people import passwords
from course.records.people.accounts import NewPerson

BIN = Path(sys.executable).parent
PASSWORD = "plumber violet cactus sleigh"
PEOPLE = {
    "trainee": "trainee@example.org",
    "trainer": "trainer@example.org",
    "coordinator": "coordinator@example.org",
}
COHORT = "Fall 2026"


class LiveSite:
    """A site of its own: a folder, a port, a database. Use it as a context manager."""

    def __init__(self, folder: Path, *, database_url: str = "", course_root: Path | None = None):
        self.folder = folder
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.at: tuple[str, int] = self.socket.getsockname()
        self.address = f"http://127.0.0.1:{self.at[1]}"
        self.server: subprocess.Popen[bytes] | None = None
        # As on a server: what Python has compiled once is kept for the next start.
        ours = ("WAYMARK_", "PYTHONDONTWRITEBYTECODE")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(ours)
        } | {
            "WAYMARK_INSTANCE_DIR": str(folder / "instance"),
            "WAYMARK_PORT": str(self.at[1]),
        }
        self.database_url = database_url or f"sqlite:///{folder / 'instance' / 'waymark.sqlite3'}"
        self.environment["WAYMARK_DATABASE_URL"] = self.database_url
        if course_root:
            self.environment["WAYMARK_COURSE_ROOT"] = str(course_root)

    def course(self, *arguments: str, typed: str = "") -> str:
        """Run the ``course`` command on this site and return what it printed."""
        done = subprocess.run(
            [BIN / "course", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"course {arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def settle(self, course: str) -> None:
        """Publish the courses, and add one person of each role and their cohort."""
        self.course("publish")
        for role, email in PEOPLE.items():
            self.add_person(email, role, course)

    def add_person(self, email: str, role: str, course: str = "") -> None:
        """Add a person of a role, with a course to its cohort, as ``course people add`` does."""
        engine = open_engine(self.database_url)
        hashed, name = passwords.hash_password(PASSWORD), f"{role.title()} Example"
        new = NewPerson(email, name, frozenset({role}), hashed)
        with Session(engine) as session:
            cohort = COHORT if course else None
            add_to_site(session, new, cohort=cohort, course=course, now=datetime.now(UTC))
        engine.dispose()

    def start(self, application: str = "course.web:create_app()", workers: int = 2) -> float:
        """Start gunicorn; return the seconds until it answered."""
        began = time.monotonic()
        bind = f"fd://{self.socket.fileno()}"
        command = [BIN / "gunicorn", "--no-control-socket", "--bind", bind]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [*command, "--workers", str(workers), application],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                pass_fds=[self.socket.fileno()],
            )
        while not self._answers():
            assert self.server.poll() is None, self.log()
            assert time.monotonic() - began < 30, self.log()
            time.sleep(0.01)
        return time.monotonic() - began

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/healthz", timeout=10) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def log(self) -> str:
        """Return what the server printed."""
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        """Stop the server and wait for it."""
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=20)
            self.server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.socket.close()
