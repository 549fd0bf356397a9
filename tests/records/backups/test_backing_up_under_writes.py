"""What was acknowledged before a backup began is in it, however much is written meanwhile."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from course.records.tables import OutboxMail
from tests.records.backups.conftest import Site

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[3]
ROUNDS = {"sqlite": 20, "postgresql": 3}
WRITERS = ("one", "two")


def acknowledged(file: Path) -> set[str]:
    return set(file.read_text(encoding="ascii").split()) if file.exists() else set()


def saved(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.scalars(select(OutboxMail.subject)))


def test_nothing_that_was_acknowledged_before_is_lost(
    site: Site, new_machine: Site, tmp_path: Path
) -> None:
    file = tmp_path / "acknowledged"
    program = [sys.executable, "-m", "tests.records.writer", site.settings.database_url, "0", file]
    writers = subprocess.Popen([*program, *WRITERS], cwd=ROOT, start_new_session=True)
    try:
        told: set[str] = set()
        for _ in range(ROUNDS[site.engine.dialect.name]):
            wait_for_more(file, len(told) + 5)
            told = acknowledged(file)
            records = site.back_up().records
            new_machine.restore(records, replace=True)
            assert told <= saved(new_machine.engine)
            if site.engine.dialect.name == "sqlite":
                with new_machine.engine.connect() as connection:
                    assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert writers.poll() is None, "the writers wrote to the end"
    finally:
        os.killpg(writers.pid, signal.SIGKILL)
        writers.wait()
    assert acknowledged(file) <= saved(site.engine)


def wait_for_more(file: Path, count: int) -> None:
    until = time.monotonic() + 20
    while len(acknowledged(file)) < count:
        assert time.monotonic() < until, "the writers do not write"
        time.sleep(0.01)
