"""A folder with a small course, and the command run in it as its person would."""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from course.cli import main
from tests.builders import write_course


@dataclass(frozen=True)
class Done:
    """What a command printed."""

    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A folder with lessons/ and quizzes/ of a small course."""
    folder = tmp_path / "ünicöde site"
    folder.mkdir()
    write_course(folder)
    return folder


@pytest.fixture
def run(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run ``course`` with words, in the folder, and give back what it printed.

    In this process: tests/house starts the command as a program of its own.
    """
    monkeypatch.chdir(site_folder)

    def course(*words: str, status: int = 0, given: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["course", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert (left.value.code or 0) == status, printed.out + printed.err
        return Done(printed.out, printed.err)

    return course


@pytest.fixture(scope="session")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that needs a settled site leaves it for the others to copy."""
    return tmp_path_factory.mktemp("instances")


def settle(kept: Path, run: Run, *commands: tuple[str, ...]) -> None:
    if kept.exists():
        shutil.copytree(kept, "instance")
        return
    for words in commands:
        run(*words)
    shutil.copytree("instance", kept)


@pytest.fixture
def published(run: Run, instances: Path) -> None:
    """A site with a course, and nobody here yet."""
    settle(instances / "published", run, ("publish",))


@pytest.fixture
def rosa(run: Run, instances: Path) -> None:
    """A site with a course, a coordinator and a backup."""
    add = ("people", "add", "rosa@example.org", "--name", "Rosa Díaz", "--role", "coordinator")
    settle(instances / "rosa", run, ("publish",), add, ("backup",))
