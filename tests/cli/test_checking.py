"""``course check``."""

import json
import os
from pathlib import Path

import pytest

from course.cli.folder import START

LISTING = Path(__file__).parents[1] / "listing"


def test_a_course_without_problems_is_told_what_was_read(run):
    printed = run("check").stdout
    assert printed.startswith("No problems in ")
    assert "Reading level" in printed


def break_a_lesson(folder):
    lesson = next((folder / "lessons").rglob("*.md"))
    lesson.write_text(lesson.read_text().replace("summary:", "sumary:", 1))
    return lesson


def test_a_mistake_is_named_with_its_line_and_the_exit_is_1(run, site_folder):
    lesson = break_a_lesson(site_folder)
    printed = run("check", status=1).stdout
    assert "error[L303]" in printed
    assert 'did you mean "summary"?' in printed
    assert f"{lesson.relative_to(site_folder)}:" in printed


def test_json_is_one_array_of_findings(run, site_folder):
    break_a_lesson(site_folder)
    found = json.loads(run("check", "--format", "json", status=1).stdout)
    assert found[0]["code"] == "L303"
    assert {"severity", "path", "line", "column", "end_column", "message", "help", "note"} <= set(
        found[0]
    )
    assert json.loads(run("check", "--format", "json", "quizzes").stdout) == []


def test_one_file_can_be_asked_for(run, site_folder):
    lesson = break_a_lesson(site_folder)
    run("check", str(lesson), status=1)
    run("check", "quizzes")


def test_a_path_that_it_printed_can_be_asked_for_from_any_folder(
    run, site_folder, tmp_path, monkeypatch
):
    lesson = break_a_lesson(site_folder)
    monkeypatch.setenv("WAYMARK_COURSE_ROOT", str(site_folder))
    for folder in (tmp_path, lesson.parent, site_folder):
        monkeypatch.chdir(folder)
        line = run("check", "--format", "concise", status=1).stdout.splitlines()[0]
        printed = line.split(":")[0]
        assert line in run("check", "--format", "concise", printed, status=1).stdout
    monkeypatch.chdir(lesson.parent)
    run("check", lesson.name, status=1)
    assert "does not exist" in run("check", "lessons/nowhere.md", status=2).stderr
    assert run("check", "quizzes").stdout == "No problems in quizzes.\n"


def test_a_printed_path_means_the_course_and_not_a_file_of_that_name_here(
    run, site_folder, tmp_path, monkeypatch
):
    lesson = break_a_lesson(site_folder)
    monkeypatch.setenv("WAYMARK_COURSE_ROOT", str(site_folder))
    same = tmp_path / lesson.relative_to(site_folder)
    same.parent.mkdir(parents=True)
    same.write_text("Another text.")
    monkeypatch.chdir(tmp_path)
    assert "sumary" in run("check", str(lesson.relative_to(site_folder)), status=1).stdout
    assert "is not in lessons/" in run("check", str(same), status=2).stderr


def test_a_folder_without_lessons_is_the_environments_fault(run, site_folder, monkeypatch):
    monkeypatch.setenv("WAYMARK_COURSE_ROOT", str(site_folder))
    (site_folder / "lessons").rename(site_folder / "lesson")
    said = run("check", status=3).stderr
    assert "there is no lessons folder" in said
    assert "course new course" in said


def test_the_common_mistakes_are_printed_to_the_letter(run, monkeypatch):
    monkeypatch.chdir(LISTING)
    printed = run("check", status=1).stdout
    assert printed == (LISTING / "expected.txt").read_text(encoding="utf-8")
    assert "`course check --fix` does this for you." in printed


def test_a_wrong_option_is_wrong_usage(run):
    run("check", "--formt", "json", status=2)


def test_a_value_that_an_option_does_not_know_is_told_in_plain_words(run):
    said = run("check", "--format", "xml", status=2).stderr
    assert "Error: '--format': 'xml' is not one of 'human', 'concise', 'json', 'github'." in said
    assert "Try 'course check --help'" in said
    said += run("check", "nowhere.md", status=2).stderr
    said += run("new", "question", "a", "--type", "guess", status=2).stderr
    assert "nvalid" not in said


def test_no_words_give_the_short_help(run):
    assert "course serve" in run().stdout


@pytest.mark.whole
def test_where_there_is_no_course_the_one_that_came_along_is_read(run, site_folder):
    (site_folder / "lessons").rename(site_folder / "lesson")
    printed = run("check")
    assert "No problems in" in printed.stdout
    assert printed.stderr.splitlines() == [
        f"This is the sample course, not yours: there is no folder lessons in {site_folder}.",
        f"To start a course of your own here: {START}",
    ]


@pytest.mark.whole
def test_who_stands_inside_a_course_is_told_where_to_go(run, site_folder, monkeypatch):
    monkeypatch.chdir(site_folder / "lessons" / "peer-basics")
    done = run("check", status=3)
    assert done.stdout == ""
    assert done.stderr.startswith("course: nothing was read. ")
    assert done.stderr.endswith(f"Go there first: cd '{site_folder}'\n")


def test_the_files_of_another_folder_are_named(run, site_folder, tmp_path, monkeypatch):
    assert run("check").stderr == ""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYMARK_COURSE_ROOT", str(site_folder))
    assert run("check").stderr == f"These are the files of {site_folder}\n"


def warn(folder):
    """Put a file where no course has one: a warning."""
    (folder / "lessons" / "peer-basics" / "notes.txt").write_text("to do")


def advise(folder):
    """Let a right answer stand out: advice."""
    path = folder / "quizzes" / "peer-basics" / "final.yaml"
    text = path.read_text().replace("right: Listening", "right: Listening to all that they say", 1)
    path.write_text(text)


def test_warnings_fail_where_that_is_asked_for(run, site_folder):
    warn(site_folder)
    assert "warning[F109]" in run("check").stdout
    run("check", "--strict", status=1)


def test_advice_never_fails(run, site_folder):
    advise(site_folder)
    assert "advice[S301]" in run("check", "--strict").stdout


def test_the_most_serious_stands_last(run, site_folder):
    warn(site_folder)
    advise(site_folder)
    break_a_lesson(site_folder)
    printed = run("check", status=1).stdout
    places = [printed.index(word) for word in ("advice[", "warning[", "error[", "Found ")]
    assert places == sorted(places)


def test_a_file_without_problems_is_told_by_its_name(run, site_folder):
    break_a_lesson(site_folder)
    assert run("check", "quizzes").stdout == "No problems in quizzes.\n"


def test_a_file_that_is_not_there_or_that_no_course_has_is_wrong_usage(run, site_folder):
    assert "does not exist" in run("check", "lessons/nowhere.md", status=2).stderr
    (site_folder / "README.md").write_text("x")
    assert "is not in lessons/ or quizzes/" in run("check", "README.md", status=2).stderr
    run("check", ".")


def test_a_name_that_a_terminal_would_obey_is_shown_as_text(run, site_folder):
    (site_folder / "lessons" / "peer-basics" / "\x1b[31mred.txt").write_text("x")
    for style in ("human", "concise"):
        assert "\x1b" not in run("check", "--format", style).stdout


def test_concise_and_github_are_one_line_for_each(run, site_folder):
    break_a_lesson(site_folder)
    [concise] = run("check", "--format", "concise", status=1).stdout.splitlines()
    assert ": error[L303] " in concise
    [github] = run("check", "--format", "github", status=1).stdout.splitlines()
    assert github.startswith("::error file=lessons/peer-basics/")


def test_a_terminal_without_the_letters_shows_their_numbers(run, site_folder, monkeypatch):
    path = next((site_folder / "lessons").rglob("*.md"))
    path.write_text(path.read_text().replace("summary:", "sumáry:", 1))
    with Path(os.devnull).open("w", encoding="ascii") as ascii_only:
        monkeypatch.setattr("sys.stdout", ascii_only)
        run("check", status=1)
