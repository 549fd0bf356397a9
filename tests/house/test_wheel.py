"""What is installed from the wheel works alone, from an empty folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = [pytest.mark.whole, pytest.mark.timeout(180)]  # it may have to fetch packages

UV = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def run(*command, cwd):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("WAYMARK_", "VIRTUAL"))}
    result = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"{command}:\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel, install it into an empty environment, and give that environment's bin."""
    folder = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT, cwd=folder)
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    (wheel,) = folder.glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    run(UV, "pip", "install", "--quiet", "--python", python, wheel, cwd=folder)
    return python.parent


def test_the_command_runs_from_an_empty_folder(installed, tmp_path):
    assert "check" in run(installed / "course", "--help", cwd=tmp_path)
    run(installed / "course", "check", cwd=tmp_path)
    assert "error[Q205]" in run(installed / "course", "explain", "Q205", cwd=tmp_path)


def test_it_carries_what_pages_and_records_need(installed):
    (package,) = installed.parent.glob("lib/python*/site-packages/course")
    for carried in (
        "_site/templates/base.html",
        "_site/lessons",
        "_site/quizzes",
        "_site/.schema/quiz.json",
        "_site/.vscode/tasks.json",
        "static/site.css",
        "records/migrations/versions",
    ):
        assert (package / carried).exists(), carried
