"""The memory of a process: a password check needs much of it, but only for a moment."""

import math
import subprocess
import sys
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from course.web import memory

MB = 1_000_000


def held() -> int:
    """Return the memory that only this process holds, in bytes."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    private = next(line for line in lines if line.startswith("Private_Dirty:"))
    return int(private.split()[1]) * 1024


def test_what_password_checks_took_goes_back_to_the_machine(visitor, monkeypatch):
    monkeypatch.setattr(memory, "EVERY", math.inf)
    visitor.get("/help")
    hasher = PasswordHasher(time_cost=1, memory_cost=19_456, parallelism=1)  # as FAULTS 4.3
    for _ in range(2):
        hasher.hash("a password of nobody")
    after_checks = held()
    visitor.get("/help")
    assert held() > after_checks - 5 * MB  # kept for the next check, for a while
    monkeypatch.setattr(memory, "EVERY", 0.0)
    visitor.get("/help")
    assert held() < after_checks - 15 * MB


@pytest.mark.whole
def test_a_site_that_only_serves_does_without_the_reader_of_files_and_without_postgresql():
    """The reader is a tenth of the memory of a process, and of the time of its start."""
    unused = "markdown", "nh3", "yaml", "psycopg", "sqlalchemy.dialects.postgresql"
    ask = f"import sys, course.web; print(*sorted({{*{unused}}} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
