"""Every SQLite connection is durable, or there is none (DESIGN 2.8, FAULTS 4.5)."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from course.records import engine as engines
from course.records.engine import NotADurableDatabase, open_engine
from course.records.queue import Busy, turn
from course.records.transaction import transaction


def test_every_connection_is_durable(sqlite_engine: Engine) -> None:
    """The numbers are SQLite's own: synchronous 3 is EXTRA."""
    rule = {
        "busy_timeout": 10_000,
        "journal_mode": "persist",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "query_only": 1,
    }
    with sqlite_engine.connect() as one, sqlite_engine.connect() as other:
        for connection in (one, other):
            found = {
                setting: connection.execute(text(f"PRAGMA {setting}")).scalar_one()
                for setting in rule
            }
            assert found == rule


def test_a_setting_that_does_not_hold_refuses_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines.SQLITE_RULE, "synchronous", ("OFF", 3))
    engine = open_engine(f"sqlite:///{tmp_path / 'weak.db'}")
    with pytest.raises(NotADurableDatabase, match="synchronous"):
        engine.connect()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(NotADurableDatabase, match="memory"):
        open_engine(url)


def test_foreign_keys_hold(session: Session) -> None:
    nobody = text("INSERT INTO roles (person_id, role) VALUES (999, 'trainer')")
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(nobody)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "waymark.db"
    file.write_bytes(b"this is no database at all, not even a small one" * 100)
    with pytest.raises(DBAPIError, match="not a database"):
        open_engine(f"sqlite:///{file}").connect()


def test_a_turn_waits_for_another_thread_and_gives_up_at_the_deadline(tmp_path: Path) -> None:
    file, inside, leave = tmp_path / "waymark.db", threading.Event(), threading.Event()

    def hold() -> None:
        with turn(file, time.monotonic() + 5):
            inside.set()
            leave.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    with pytest.raises(Busy, match="too long"), turn(file, time.monotonic() + 0.05):
        pass
    leave.set()
    holder.join()
    with turn(file, time.monotonic() + 5):
        pass


FORKING = """
import fcntl, os, signal, sys, time
from pathlib import Path
from course.records.queue import turn

file = Path(sys.argv[1])
with turn(file, time.monotonic() + 5):
    child = os.fork()
    if child == 0:
        time.sleep(20)
        os._exit(0)
try:
    with file.with_name(f"{file.name}-queue").open("ab") as ticket:
        fcntl.flock(ticket, fcntl.LOCK_EX | fcntl.LOCK_NB)
finally:
    os.kill(child, signal.SIGKILL)
"""


def test_a_process_forked_inside_a_turn_does_not_keep_it(tmp_path: Path) -> None:
    program = [sys.executable, "-c", FORKING, str(tmp_path / "waymark.db")]
    done = subprocess.run(program, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
