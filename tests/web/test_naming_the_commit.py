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


def test_a_file_that_was_taken_away_is_a_change(repository: Path) -> None:
    (repository / "lessons" / COURSE / "beside.md").write_text("More.", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "More")
    (repository / "lessons" / COURSE / "beside.md").unlink()
    assert commit_of(repository, COURSE) == git(repository, "rev-parse", "HEAD") + "+changes"


def test_a_file_that_git_ignores_is_not_in_the_commit(repository: Path) -> None:
    """An auditor would look for it under the commit, and not find it."""
    (repository / ".gitignore").write_text("*-draft.md\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "Ignore")
    (repository / "lessons" / COURSE / "loss-draft.md").write_text("A loss.", encoding="utf-8")
    assert git(repository, "status", "--porcelain") == ""
    assert commit_of(repository, COURSE) == git(repository, "rev-parse", "HEAD") + "+changes"


def test_a_change_that_git_was_told_not_to_see_is_said(repository: Path) -> None:
    lesson = repository / "lessons" / COURSE / "gifts.md"
    git(repository, "update-index", "--assume-unchanged", str(lesson))
    lesson.write_text("Two gifts.", encoding="utf-8")
    assert git(repository, "status", "--porcelain") == ""
    assert commit_of(repository, COURSE) == git(repository, "rev-parse", "HEAD") + "+changes"


def test_a_course_that_git_ignores_as_a_whole_has_no_commit(repository: Path) -> None:
    """The commit is of what lies round it, and says nothing of this course."""
    (repository / ".gitignore").write_text("/lessons/other/\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "Ignore")
    other = repository / "lessons" / "other" / "gifts.md"
    other.parent.mkdir()
    other.write_text("A gift.", encoding="utf-8")
    assert commit_of(repository, "other") is None


def test_what_git_keeps_in_its_own_way_is_no_change(repository: Path) -> None:
    """Windows writes lines with two marks at their end, and git keeps one."""
    git(repository, "config", "core.autocrlf", "true")
    (repository / "lessons" / COURSE / "gifts.md").write_bytes(b"A gift.\r\nTwo.\r\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "Two")
    assert commit_of(repository, COURSE) == git(repository, "rev-parse", "HEAD")


def test_a_course_in_a_folder_of_a_larger_repository_has_its_commit(tmp_path: Path) -> None:
    lesson = tmp_path / "training" / "lessons" / COURSE / "gifts.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("A gift.", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    (tmp_path / "notes.txt").write_text("Not of the course.", encoding="utf-8")
    assert commit_of(tmp_path / "training", COURSE) == git(tmp_path, "rev-parse", "HEAD")


def test_where_git_cannot_tell_what_changed_there_is_no_commit(repository: Path) -> None:
    (repository / ".git" / "index").write_bytes(b"garbage")
    assert commit_of(repository, COURSE) is None


def test_a_folder_without_git_has_no_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path, COURSE) is None
