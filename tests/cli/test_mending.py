"""``course check --fix``: what can be mended in one way only is written, whole or not at all."""

import json
import os
import stat
from pathlib import Path

import pytest

from course.cli import mending
from tests.builders import COURSE
from tests.content.mending.files import QUIZ


@pytest.fixture
def quiz(site_folder: Path) -> Path:
    return site_folder / "quizzes" / COURSE / "final.yaml"


def damage(file: Path, old: str = "pass_mark: 75%", new: str = "pass_mark: 0.75") -> bytes:
    """Change a file, and return what it held before."""
    before = file.read_bytes()
    assert old.encode() in before
    file.write_bytes(before.replace(old.encode(), new.encode(), 1))
    return before


def test_a_mistake_is_mended_and_told_with_its_line(run, quiz):
    before = damage(quiz)
    done = run("check", "--fix")
    assert done.stdout.startswith("No problems in ")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"quizzes/{COURSE}/final.yaml:")
    assert line.endswith(": mended: 0.75 → 75%")
    assert quiz.read_bytes() == before


def test_a_second_time_nothing_is_written(run, quiz, site_folder):
    damage(quiz)
    run("check", "--fix")
    before = {file: file.stat().st_mtime_ns for file in site_folder.rglob("*") if file.is_file()}
    assert run("check", "--fix").stderr == ""
    assert {each: each.stat().st_mtime_ns for each in before} == before
    assert {file for file in site_folder.rglob("*") if file.is_file()} == set(before)


def test_one_mistake_that_hides_another_is_mended_with_it(run, quiz):
    before = damage(quiz)
    damage(quiz, "title: ", "title:  Exam: ")
    told = run("check", "--fix").stderr
    assert "a colon in the text" in told
    assert "75%" in told
    assert quiz.read_bytes() != before


def test_without_the_word_nothing_is_written(run, quiz):
    damage(quiz)
    after = quiz.read_bytes()
    run("check", status=1)
    assert quiz.read_bytes() == after


def test_what_is_left_is_listed_and_fails(run, quiz):
    damage(quiz)
    damage(quiz, "kind: exam", "knd: exam")
    done = run("check", "--fix", "--format", "json", status=1)
    assert [each["code"] for each in json.loads(done.stdout)] == ["Q201"]


def test_only_the_files_that_are_named_are_mended(run, quiz, site_folder):
    damage(quiz)
    after = quiz.read_bytes()
    run("check", "--fix", "lessons")
    assert quiz.read_bytes() == after
    run("check", "--fix", str(quiz))
    assert quiz.read_bytes() != after


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_the_mode_of_a_file_stays(run, quiz, mode: int):
    damage(quiz)
    quiz.chmod(mode)
    run("check", "--fix")
    assert stat.S_IMODE(quiz.stat().st_mode) == mode


def test_a_file_behind_a_link_is_not_written(run, quiz, site_folder, tmp_path):
    damage(quiz)
    elsewhere = tmp_path / "elsewhere"
    quiz.parent.rename(elsewhere)
    (site_folder / "quizzes" / COURSE).symlink_to(elsewhere)
    after = (elsewhere / "final.yaml").read_bytes()
    run("check", "--fix", status=1)
    assert (elsewhere / "final.yaml").read_bytes() == after


def test_where_all_quizzes_lie_behind_a_link_they_are_read_and_not_written(
    run, quiz, site_folder, tmp_path
):
    damage(quiz)
    elsewhere = tmp_path / "elsewhere"
    (site_folder / "quizzes").rename(elsewhere)
    (site_folder / "quizzes").symlink_to(elsewhere)
    after = (elsewhere / COURSE / "final.yaml").read_bytes()
    printed = run("check", "--fix", status=1).stdout
    assert "Q212" in printed
    assert "does this for you" not in printed
    assert (elsewhere / COURSE / "final.yaml").read_bytes() == after


def test_a_file_that_changes_in_between_is_left(run, quiz, monkeypatch):
    damage(quiz)
    mend = mending.mend

    def mend_while_somebody_saves(content, *asked):
        quiz.write_bytes(content + b"# mine\n")
        return mend(content, *asked)

    monkeypatch.setattr(mending, "mend", mend_while_somebody_saves)
    told = run("check", "--fix", status=3).stderr
    assert "not mended: the file was changed just now" in told
    assert quiz.read_bytes().endswith(b"# mine\n")
    assert b"0.75" in quiz.read_bytes()
    assert [each.name for each in quiz.parent.iterdir() if each.name.startswith(".")] == []


def test_a_full_disk_leaves_the_file_whole_and_the_others_are_mended(
    run, quiz, site_folder, monkeypatch
):
    damage(quiz)
    lesson = site_folder / "lessons" / COURSE / "gifts.md"
    before = damage(lesson, "topic: ", "Topic: ")
    after = quiz.read_bytes()

    def no_space(descriptor: int) -> None:
        if b"pass_mark" in os.pread(descriptor, 10_000, 0):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    told = run("check", "--fix", status=3).stderr
    assert f"quizzes/{COURSE}/final.yaml: not mended: No space left on device" in told
    assert quiz.read_bytes() == after
    assert lesson.read_bytes() == before
    assert [each.name for each in quiz.parent.iterdir() if each.name.startswith(".")] == []


def test_a_tab_that_cannot_be_mended_is_told_without_a_promise(run, quiz):
    (quiz.parent / "practice.yaml").write_text(QUIZ + "\tnote: Why so?\n")
    printed = run("check", status=1).stdout
    assert "Y102" in printed
    assert "--fix" not in printed
