"""A folder with a small course, and the command run in it as its person would."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import write_course

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A folder with lessons/ and quizzes/ of a small course."""
    folder = tmp_path / "ünicöde site"
    folder.mkdir()
    write_course(folder)
    return folder


@pytest.fixture
def run(site_folder: Path) -> Run:
    """Run ``course`` with words, in the folder, and give back what it printed."""

    def course(*words: str, status: int = 0, given: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", "from course.cli import main; main()", *words],
            cwd=site_folder, env={**os.environ, "WAYMARK_COURSE_ROOT": str(site_folder)},
            input=given, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return course
