"""What a process was told is saved is there after kill -9; and processes write in turn."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from course.records.tables import OutboxMail

ROOT = Path(__file__).parents[2]
KILLS = 3
ALIVE_SECONDS = 0.3


def start_writer(engine: Engine, name: str, count: int, file: Path) -> subprocess.Popen[bytes]:
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.records.writer", url, name, str(count), str(file)],
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
    for kill in range(KILLS):
        before = len(acknowledged(file))
        writers = [start_writer(engine, f"{kill}-{n}", 0, file) for n in range(2)]
        wait_for(file, before + 10)
        time.sleep(ALIVE_SECONDS)
        for writer in writers:
            os.killpg(writer.pid, signal.SIGKILL)
        for writer in writers:
            writer.communicate()
            assert writer.returncode == -signal.SIGKILL
    told, kept = acknowledged(file), saved(engine)
    assert len(told) > KILLS * 10
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_processes_that_write_at_once_all_get_their_turn(engine: Engine, tmp_path: Path) -> None:
    """No "database is locked": the queue lets one after the other in (FAULTS M14)."""
    file = tmp_path / "acknowledged"
    writers = [start_writer(engine, str(n), 50, file) for n in range(4)]
    for writer in writers:
        _, said = writer.communicate(timeout=40)
        assert writer.returncode == 0, said.decode()
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(OutboxMail)) == 200
    assert len(acknowledged(file)) == 200
