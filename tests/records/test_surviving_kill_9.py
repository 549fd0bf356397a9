"""What a process was told is saved is there after kill -9; and processes write in turn."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from course.records.tables import OutboxMail

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[2]
KILLS = {"sqlite": 2, "postgresql": 1}
"""PostgreSQL is a server of its own, which nobody kills here."""
ALIVE_SECONDS = 0.1


def start_writers(
    engine: Engine, names: list[str], count: int, file: Path
) -> subprocess.Popen[bytes]:
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.records.writer", url, str(count), str(file), *names],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def acknowledged(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").splitlines() if file.exists() else []


def saved(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(OutboxMail.subject)))


def wait_for(file: Path, lines: int) -> None:
    until = time.monotonic() + 20
    while len(acknowledged(file)) < lines:
        assert time.monotonic() < until, "the writers do not write"
        time.sleep(0.01)


def test_nothing_acknowledged_is_lost_by_kill_9(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "acknowledged"
    kills = KILLS[engine.dialect.name]
    for kill in range(kills):
        before = len(acknowledged(file))
        writers = start_writers(engine, [f"{kill}-{n}" for n in range(2)], 0, file)
        wait_for(file, before + 10)
        time.sleep(ALIVE_SECONDS)
        os.killpg(writers.pid, signal.SIGKILL)
        writers.communicate()
        assert writers.returncode == -signal.SIGKILL
    told, kept = acknowledged(file), saved(engine)
    assert len(told) > kills * 10
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_processes_that_write_at_once_all_get_their_turn(engine: Engine, tmp_path: Path) -> None:
    """No "database is locked": the queue lets one after the other in (FAULTS M14)."""
    file = tmp_path / "acknowledged"
    writers = start_writers(engine, ["a", "b", "c", "d"], 50, file)
    _, said = writers.communicate(timeout=40)
    assert writers.returncode == 0, said.decode()
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(OutboxMail)) == 200
    assert len(acknowledged(file)) == 200
