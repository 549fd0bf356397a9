"""The commit of an edition: what an auditor looks its files up by, or none at all."""

import subprocess
from pathlib import Path

import pytest

from course.web.publishing import commit_of

pytestmark = pytest.mark.whole

COURSE = "peer-basics"


def git(root: Path, *words: str) -> str:
    """Run git in a folder as somebody with a name."""
    named = ["-c", "user.name=Theo", "-c", "user.email=theo@example.org"]
    done = subprocess.run(
        ["git", "-C", str(root), *named, *words], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with a course, all of it committed."""
    lesson = tmp_path / "lessons" / COURSE / "gifts.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("A gift.", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_files_that_are_committed_have_the_commit(repository: Path) -> None:
    assert commit_of(repository, COURSE) == git(repository, "rev-parse", "HEAD")


def test_a_change_that_is_not_committed_is_said(repository: Path) -> None:
    (repository / "lessons" / COURSE / "gifts.md").write_text("Two gifts.", encoding="utf-8")
    assert commit_of(repository, COURSE) == git(repository, "rev-parse", "HEAD") + "+changes"


def test_where_git_cannot_tell_what_changed_there_is_no_commit(repository: Path) -> None:
    (repository / ".git" / "index").write_bytes(b"garbage")
    assert commit_of(repository, COURSE) is None


def test_a_folder_without_git_has_no_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path, COURSE) is None
